package assets

import (
	"fmt"
	"strings"
)

// Notes returns a version's section of CHANGELOG.md without its heading.
func Notes(changelog, version string) (string, error) {
	var notes strings.Builder
	found := false
	for line := range strings.Lines(changelog) {
		switch {
		case strings.HasPrefix(line, "## ["+version+"]"):
			found = true
		case found && (strings.HasPrefix(line, "## ") || strings.HasPrefix(line, "[")):
			// The next version, or the links at the end.
			return finish(&notes, version)
		case found:
			notes.WriteString(line)
		}
	}
	if !found {
		return "", fmt.Errorf("CHANGELOG.md has no heading ## [%s]: move what is under Unreleased below it", version)
	}
	return finish(&notes, version)
}

func finish(notes *strings.Builder, version string) (string, error) {
	text := strings.TrimSpace(notes.String())
	if text == "" {
		return "", fmt.Errorf("CHANGELOG.md says nothing about %s", version)
	}
	return text + "\n", nil
}
