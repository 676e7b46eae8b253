package assets

import (
	"strings"
	"testing"
)

const changelog = `# Changelog

## [Unreleased]

- Not yet.

## [0.2.0] - 2026-12-01

### Added

- Something.

## [0.1.0] - 2026-11-01

- [A link](https://example.com).

## [0.0.1] - 2026-10-01

[0.1.0]: https://example.com/v0.1.0
`

func TestNotes(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]string{
		"0.2.0": "### Added\n\n- Something.\n",
		"0.1.0": "- [A link](https://example.com).\n",
	} {
		if got, err := Notes(changelog, version); err != nil || got != want {
			t.Errorf("%s: got %q and error %v, want %q", version, got, err, want)
		}
	}
	for version, want := range map[string]string{"0.0.1": "says nothing", "0.3.0": "has no heading"} {
		if _, err := Notes(changelog, version); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got error %v, want one with %q", version, err, want)
		}
	}
}
