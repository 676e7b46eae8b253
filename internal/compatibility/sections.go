package compatibility

import (
	"fmt"
	"regexp"
)

// Files are the documents with sections that are written from versions.json,
// relative to the repository.
func Files() []string { return []string{"README.md", "templates/index.md.tmpl"} }

// section finds what stands between two comments of a document.
var section = regexp.MustCompile(`(?s)(<!-- compatibility: (\w+) -->\n)(.*?)(<!-- end -->\n)`)

// Rewrite returns a document with its sections written anew.
func Rewrite(document string) (string, error) {
	sections := map[string]func() string{"table": Table, "summary": Summary}
	var problem error
	found := false
	rewritten := section.ReplaceAllStringFunc(document, func(old string) string {
		found = true
		parts := section.FindStringSubmatch(old)
		write, ok := sections[parts[2]]
		if !ok {
			problem = fmt.Errorf("there is no section %q", parts[2])
			return old
		}
		return parts[1] + "\n" + write() + "\n" + parts[4]
	})
	if !found {
		problem = fmt.Errorf("there is no section: mark one with <!-- compatibility: table --> and <!-- end -->")
	}
	return rewritten, problem
}
