package check

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/contentgroove/terraform-provider-contentgroove/tools/release/internal/assets"
	"github.com/contentgroove/terraform-provider-contentgroove/tools/release/internal/registry"
)

// installation installs the releases with one CLI.
type installation struct {
	*run
	path string
	// title is the CLI's name and version.
	title string
	// host is the registry that the CLI takes a provider from unless its address
	// names another one.
	host string
	// dir is where all working directories of this CLI are.
	dir string

	registry *registry.Registry
	address  registry.Address
	project  string
	mock     *mock
}

func (r *run) newInstallation(ctx context.Context, path string) (*installation, error) {
	output, err := command(ctx, r.Workspace, nil, path, "version")
	if err != nil {
		return nil, err
	}
	title, _, _ := strings.Cut(output, "\n")
	host := "registry.terraform.io"
	if strings.HasPrefix(title, "OpenTofu") {
		host = "registry.opentofu.org"
	}
	dir, err := os.MkdirTemp(r.Workspace, "cli-")
	return &installation{run: r, path: path, title: title, host: host, dir: dir}, err
}

func (i *installation) steps() []step {
	steps := []step{
		{"Start a registry and the released mock API", i.start},
		{"Install from the registry: signature verified, lock file written", i.install},
		{"Apply the scenario; plan again: empty", i.apply},
		{"Upgrade to " + secondVersion + "; plan: empty; destroy", i.upgrade},
		{"Refuse a zip, checksums and a signature with a changed byte", i.refuse},
		{"Install from a filesystem mirror", i.mirror},
		{"Stop the mock API", i.stop},
	}
	for n := range steps {
		steps[n].name = i.title + ": " + steps[n].name
	}
	return steps
}

func (i *installation) start(ctx context.Context) error {
	publicKey, err := i.key.PublicKey()
	if err != nil {
		return err
	}
	i.registry = registry.New(registry.SigningKey{ID: i.key.ID(), Armour: publicKey})
	i.registry.Publish(i.first)
	if i.address, err = i.registry.Start(ctx); err != nil {
		return err
	}
	if err := os.WriteFile(i.file("registry.pem"), i.address.Certificate, 0o600); err != nil {
		return err
	}
	if err := os.WriteFile(i.file("registry.tfrc"), i.registryConfiguration(), 0o600); err != nil {
		return err
	}
	program, err := assets.Extract(i.first.Path(i.first.MockArchive(i.run.host)), i.first.MockBinary(i.run.host), i.dir)
	if err != nil {
		return err
	}
	i.mock, err = startMock(ctx, program)
	return err
}

// registryConfiguration is a CLI configuration by which the local registry stands
// in for the CLI's public one.
func (i *installation) registryConfiguration() []byte {
	return fmt.Appendf(nil, `
provider_installation {
  direct {}
}
host %q {
  services = { "providers.v1" = %q }
}
`, i.host, i.address.URL+registry.ServicesPath)
}

func (i *installation) install(ctx context.Context) error {
	i.project = i.file("project")
	if err := os.CopyFS(i.project, os.DirFS(filepath.Join(i.Workspace, "a", "examples", "scenario"))); err != nil {
		return err
	}
	output, err := i.cli(ctx, i.project, "init")
	if err != nil {
		return err
	}
	want := regexp.MustCompile(`Installed contentgroove/contentgroove v` + regexp.QuoteMeta(firstVersion) +
		`\. Signature validated|Installed contentgroove/contentgroove v` + regexp.QuoteMeta(firstVersion) + ` \((self-)?signed, key ID ` + i.key.ID())
	if !want.MatchString(output) {
		return fmt.Errorf("want a line that matches %q in\n%s", want, output)
	}
	return i.checkLock()
}

// checkLock reports whether the lock file has the sums of all zips, so that the
// project can be used on every platform.
func (i *installation) checkLock() error {
	lock, err := os.ReadFile(filepath.Join(i.project, ".terraform.lock.hcl"))
	if err != nil {
		return err
	}
	for _, platform := range i.Platforms {
		sum, err := assets.Sum(i.first.Path(i.first.Zip(platform)))
		if err != nil {
			return err
		}
		if !strings.Contains(string(lock), `"zh:`+sum+`"`) {
			return fmt.Errorf("the lock file lacks the sum of %s:\n%s", i.first.Zip(platform), lock)
		}
	}
	return nil
}

func (i *installation) apply(ctx context.Context) error {
	if _, err := i.cli(ctx, i.project, "apply", "-auto-approve"); err != nil {
		return err
	}
	return i.planEmpty(ctx)
}

func (i *installation) upgrade(ctx context.Context) error {
	i.registry.Publish(i.second)
	output, err := i.cli(ctx, i.project, "init", "-upgrade")
	if err != nil {
		return err
	}
	if !strings.Contains(output, "v"+secondVersion) {
		return fmt.Errorf("init -upgrade did not install %s:\n%s", secondVersion, output)
	}
	if err := i.planEmpty(ctx); err != nil {
		return err
	}
	_, err = i.cli(ctx, i.project, "destroy", "-auto-approve")
	return err
}

func (i *installation) planEmpty(ctx context.Context) error {
	_, err := i.cli(ctx, i.project, "plan", "-detailed-exitcode")
	return err
}

// refusal is how a CLI says that it refuses a file.
var refusal = regexp.MustCompile(`(?i)checksum|signature`)

func (i *installation) refuse(ctx context.Context) error {
	defer i.registry.Alter(nil)
	for _, file := range []string{i.second.Zip(i.run.host), i.second.Sums(), i.second.Signature()} {
		i.registry.Alter(func(name string, content []byte) []byte {
			if name == file {
				content[len(content)/2] ^= 1
			}
			return content
		})
		dir, err := i.emptyProject()
		if err != nil {
			return err
		}
		output, err := i.cli(ctx, dir, "init")
		if err == nil {
			return fmt.Errorf("%s: it was installed though a byte of it was changed:\n%s", file, output)
		}
		if !refusal.MatchString(output) {
			return fmt.Errorf("%s: init failed for another reason than a changed byte: %w", file, err)
		}
	}
	return nil
}

func (i *installation) mirror(ctx context.Context) error {
	packages := filepath.Join(i.file("mirror"), i.host, "contentgroove", "contentgroove")
	if err := os.MkdirAll(packages, 0o755); err != nil {
		return err
	}
	zip := i.first.Zip(i.run.host)
	content, err := os.ReadFile(i.first.Path(zip))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(packages, zip), content, 0o600); err != nil {
		return err
	}
	configuration := i.file("mirror.tfrc")
	if err := os.WriteFile(configuration, fmt.Appendf(nil, `
provider_installation {
  filesystem_mirror {
    path = %q
  }
}
`, i.file("mirror")), 0o600); err != nil {
		return err
	}
	dir, err := i.emptyProject()
	if err != nil {
		return err
	}
	for _, args := range [][]string{{"init"}, {"validate"}} {
		if _, err := command(ctx, dir, []string{"TF_CLI_CONFIG_FILE=" + configuration}, i.path, append(args, "-no-color")...); err != nil {
			return err
		}
	}
	return nil
}

// emptyProject makes a working directory that needs the provider and nothing else.
func (i *installation) emptyProject() (string, error) {
	dir, err := os.MkdirTemp(i.dir, "empty-")
	if err != nil {
		return "", err
	}
	return dir, os.WriteFile(filepath.Join(dir, "main.tf"), []byte(`
terraform {
  required_providers {
    contentgroove = { source = "contentgroove/contentgroove" }
  }
}
`), 0o600)
}

func (i *installation) stop(context.Context) error {
	return i.mock.stop()
}

// cli runs the CLI against the registry and the mock API.
func (i *installation) cli(ctx context.Context, dir string, args ...string) (string, error) {
	if i.mock == nil {
		return "", errors.New("the mock API is not running")
	}
	args = append(args, "-no-color", "-input=false")
	return command(ctx, dir, append(i.mock.environment(),
		"TF_CLI_CONFIG_FILE="+i.file("registry.tfrc"),
		"SSL_CERT_FILE="+i.file("registry.pem"),
		"CHECKPOINT_DISABLE=1",
	), i.path, args...)
}

func (i *installation) file(name string) string { return filepath.Join(i.dir, name) }
