package assets

import (
	"os"

	"github.com/contentgroove/terraform-provider-contentgroove/tools/release/internal/signing"
)

// Sign writes the detached signature of the checksums.
func (r Release) Sign(key signing.Key) error {
	content, err := os.ReadFile(r.Path(r.Sums()))
	if err != nil {
		return err
	}
	signature, err := key.Sign(content)
	if err != nil {
		return err
	}
	return os.WriteFile(r.Path(r.Signature()), signature, 0o644)
}
