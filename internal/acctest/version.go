package acctest

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/compatibility"
)

// SkipWithout skips a test of a feature that the CLI at hand does not have.
func (c *CLI) SkipWithout(t *testing.T, feature string) {
	t.Helper()
	found := compatibility.Find(feature)
	c.SkipBelow(t, found.Terraform, found.OpenTofu)
}

// SkipBelow skips a test of what only newer CLIs have. The arguments are the
// first versions of Terraform and of OpenTofu that have it; "" means that none
// has.
func (c *CLI) SkipBelow(t *testing.T, terraform, openTofu string) {
	t.Helper()
	name, since := "Terraform", terraform
	if c.isOpenTofu() {
		name, since = "OpenTofu", openTofu
	}
	current := c.version()
	if since == "" {
		t.Skipf("%s %s does not have this", name, current)
	}
	// A pre-release of a version has what the version has.
	if current.Core().LessThan(version.Must(version.NewVersion(since))) {
		t.Skipf("needs %s %s, this is %s", name, since, current)
	}
}

func (c *CLI) isOpenTofu() bool { return strings.HasPrefix(string(c.askVersion()), "OpenTofu") }

func (c *CLI) version() *version.Version {
	c.t.Helper()
	// OpenTofu has kept the name of the attribute.
	var answer struct {
		Version string `json:"terraform_version"`
	}
	if err := json.Unmarshal(c.askVersion("-json"), &answer); err != nil {
		c.t.Fatalf("reading the version: %s", err)
	}
	return version.Must(version.NewVersion(answer.Version))
}

func (c *CLI) askVersion(arguments ...string) []byte {
	c.t.Helper()
	command := exec.CommandContext(c.t.Context(), c.program, append([]string{"version"}, arguments...)...)
	command.Dir, command.Env = c.Dir, c.env
	printed, err := command.Output()
	if err != nil {
		c.t.Fatalf("asking %s for its version: %s", c.program, err)
	}
	return printed
}
