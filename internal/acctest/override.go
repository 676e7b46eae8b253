package acctest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Override takes another provider from a directory, beside the one under test. It
// is for working directories that [NewCLI] has made.
func (c *CLI) Override(address, dir string) {
	c.t.Helper()
	file := filepath.Join(c.settings, "cli.tfrc")
	content, err := os.ReadFile(file)
	if err != nil {
		c.t.Fatal(err)
	}
	const start = "dev_overrides {\n"
	changed := strings.Replace(string(content), start, fmt.Sprintf("%s    %q = %q\n", start, address, dir), 1)
	if err := os.WriteFile(file, []byte(changed), 0o600); err != nil {
		c.t.Fatal(err)
	}
}
