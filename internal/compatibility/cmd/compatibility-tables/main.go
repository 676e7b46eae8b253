// Command compatibility-tables writes into the documents of this repository which
// versions of Terraform and OpenTofu are supported. make generate runs it.
package main

import (
	"fmt"
	"os"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/compatibility"
)

func main() {
	for _, path := range compatibility.Files() {
		if err := rewrite(path); err != nil {
			fmt.Fprintf(os.Stderr, "compatibility-tables: %s: %s\n", path, err)
			os.Exit(1)
		}
	}
}

func rewrite(path string) error {
	content, err := os.ReadFile(path) //nolint:gosec // The paths are compiled in.
	if err != nil {
		return err
	}
	rewritten, err := compatibility.Rewrite(string(content))
	if err != nil {
		return err
	}
	return os.WriteFile(path, []byte(rewritten), 0o644) //nolint:gosec // It is a document for everybody.
}
