package acctest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// providerAddresses are the addresses of the provider for Terraform and for
// OpenTofu.
var providerAddresses = []string{
	"registry.terraform.io/contentgroove/contentgroove",
	"registry.opentofu.org/contentgroove/contentgroove",
}

// CLI is a working directory in which a test runs Terraform as a user does, for
// what terraform-plugin-testing does not show: warnings, logs and files. It runs
// whatever TF_ACC_TERRAFORM_PATH names, or else terraform.
type CLI struct {
	// Dir is the working directory.
	Dir string

	t       testing.TB
	program string
	// settings is the directory of the CLI's own configuration.
	settings string
	env      []string
	// provider runs in the test's own process; nil if Terraform starts one.
	provider func() (tfprotov6.ProviderServer, error)
	// log takes the log of that provider.
	log *testing.T
}

// CLI makes an empty working directory for the provider in the test's own
// process, which shares the test's clock.
func (e *Env) CLI(t *testing.T) *CLI {
	t.Helper()
	cli := newCLI(t)
	cli.provider, cli.log = e.ProviderFactories["contentgroove"], t
	cli.configure("")
	return cli
}

// NewCLI makes an empty working directory for a provider that was built by
// BuildProvider into the given directory. Terraform starts it.
func NewCLI(t testing.TB, providerDir string) *CLI {
	t.Helper()
	cli := newCLI(t)
	overrides := ""
	for _, address := range providerAddresses {
		overrides += fmt.Sprintf("    %q = %q\n", address, providerDir)
	}
	cli.configure("provider_installation {\n  dev_overrides {\n" + overrides + "  }\n  direct {}\n}\n")
	return cli
}

func newCLI(t testing.TB) *CLI {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance tests run when TF_ACC is set")
	}
	return &CLI{Dir: t.TempDir(), t: t, program: program(t), settings: t.TempDir()}
}

// program is the command to run.
func program(t testing.TB) string {
	t.Helper()
	if named := os.Getenv("TF_ACC_TERRAFORM_PATH"); named != "" {
		return named
	}
	found, err := exec.LookPath("terraform")
	if err != nil {
		t.Fatalf("the acceptance tests need Terraform: %s", err)
	}
	return found
}

// configure writes the CLI's own configuration, which keeps the developer's out,
// and makes an environment that is the same on every machine.
func (c *CLI) configure(configuration string) {
	c.t.Helper()
	file := filepath.Join(c.settings, "cli.tfrc")
	if err := os.WriteFile(file, []byte(configuration), 0o600); err != nil {
		c.t.Fatal(err)
	}
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "TF_") && !strings.HasPrefix(variable, "CONTENTGROOVE_") {
			c.env = append(c.env, variable)
		}
	}
	c.Setenv("TF_CLI_CONFIG_FILE", file)
	c.Setenv("TF_IN_AUTOMATION", "1")
	c.Setenv("TF_INPUT", "0")
	c.Setenv("CHECKPOINT_DISABLE", "1")
}

// Setenv sets an environment variable of the commands. A provider in the test's
// own process does not see it.
func (c *CLI) Setenv(name, value string) { c.env = append(c.env, name+"="+value) }

// Write writes a file of the working directory.
func (c *CLI) Write(name, content string) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.Dir, name), []byte(content), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// Read reads a file of the working directory.
func (c *CLI) Read(name string) string {
	c.t.Helper()
	content, err := os.ReadFile(filepath.Join(c.Dir, name))
	if err != nil {
		c.t.Fatal(err)
	}
	return string(content)
}

// Run runs a subcommand, such as "plan" or "state rm", and returns all that it
// printed. Line breaks and the frames of messages are taken out, so that a
// sentence can be searched for.
func (c *CLI) Run(subcommand string, arguments ...string) (string, error) {
	c.t.Helper()
	printed, err := c.run(subcommand, arguments...)
	return unwrap(printed), err
}

// MustRun is Run for a command that has to succeed.
func (c *CLI) MustRun(subcommand string, arguments ...string) string {
	c.t.Helper()
	printed, err := c.run(subcommand, arguments...)
	if err != nil {
		c.t.Fatalf("%s: %s\n%s", subcommand, err, printed)
	}
	return unwrap(printed)
}

func (c *CLI) run(subcommand string, arguments ...string) (string, error) {
	c.t.Helper()
	env := slices.Clone(c.env)
	if c.provider != nil {
		reattach, stop := c.serve()
		defer stop()
		env = append(env, "TF_REATTACH_PROVIDERS="+reattach)
	}
	arguments = slices.Concat(strings.Fields(subcommand), []string{"-no-color"}, arguments)
	command := exec.CommandContext(c.t.Context(), c.program, arguments...)
	command.Dir, command.Env = c.Dir, env
	var printed bytes.Buffer
	command.Stdout, command.Stderr = &printed, &printed
	err := command.Run()
	return printed.String(), err
}

// unwrap joins the lines of a message that the CLI has broken to fit a screen.
func unwrap(printed string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(printed)), " ")
}

// serve starts the provider in this process and returns what tells Terraform
// where it is.
func (c *CLI) serve() (reattach string, stop func()) {
	c.t.Helper()
	ctx, cancel := context.WithCancel(c.t.Context())
	config, closed, err := serveProvider(ctx, c.log, c.provider)
	if err != nil {
		cancel()
		c.t.Fatalf("serving the provider: %s", err)
	}
	attachments := map[string]any{}
	for _, address := range providerAddresses {
		attachments[address] = config
	}
	encoded, err := json.Marshal(attachments)
	if err != nil {
		cancel()
		c.t.Fatal(err)
	}
	return string(encoded), func() {
		cancel()
		<-closed
	}
}
