package demo

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// providerVersion is the version under which the provider is installed. The
// examples ask for "~> 0.1".
const providerVersion = "0.1.0"

// layout knows where everything is.
type layout struct {
	root      string // of the repository
	workspace string // of this run
}

// scenario is where the user's configuration is.
func (l layout) scenario() string { return filepath.Join(l.workspace, "scenario") }

// cliConfig is the configuration file of the CLI.
func (l layout) cliConfig() string { return filepath.Join(l.workspace, "cli.tfrc") }

// temporary is where programs put their temporary files. The path is short, as
// the CLI and the provider talk through a socket in there, and the names of
// sockets are limited to a hundred characters or so.
func (l layout) temporary() string { return filepath.Join(l.workspace, "t") }

func (l layout) mirror() string { return filepath.Join(l.workspace, "mirror") }

// providerBinary is where the provider is installed for a registry's users.
func (l layout) providerBinary(registry string) string {
	name := "terraform-provider-contentgroove_v" + providerVersion
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(l.mirror(), registry, "contentgroove", "contentgroove", providerVersion,
		runtime.GOOS+"_"+runtime.GOARCH, name)
}

// registries are where Terraform and OpenTofu look for the provider.
var registries = []string{"registry.terraform.io", "registry.opentofu.org"}

// prepare makes the directories, copies the scenario, and writes a CLI
// configuration that knows no source of providers but the mirror, so that `init`
// works as it does for users, without a network.
func (l layout) prepare() error {
	config := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", filepath.ToSlash(l.mirror()))
	return errors.Join(
		os.MkdirAll(l.temporary(), 0o700),
		os.WriteFile(l.cliConfig(), []byte(config), 0o600),
		os.CopyFS(l.scenario(), os.DirFS(filepath.Join(l.root, "examples", "scenario"))),
	)
}

// shareProvider gives the binary that was built for the first registry to the
// users of the others.
func (l layout) shareProvider() error {
	for _, registry := range registries[1:] {
		binary := l.providerBinary(registry)
		if err := os.MkdirAll(filepath.Dir(binary), 0o700); err != nil {
			return err
		}
		if err := os.Link(l.providerBinary(registries[0]), binary); err != nil {
			return err
		}
	}
	return nil
}
