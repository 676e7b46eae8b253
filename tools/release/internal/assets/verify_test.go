package assets

import (
	"os"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/tools/release/internal/signing"
)

func newKey(t *testing.T) (signing.Key, []byte) {
	t.Helper()
	key, err := signing.Generate()
	if err != nil {
		t.Fatal(err)
	}
	public, err := key.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	return key, public
}

func TestVerify(t *testing.T) {
	t.Parallel()
	key, public := newKey(t)
	other, _ := newKey(t)
	built, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		contents func(*contents)
		after    func(*testing.T, Release)
		want     string // empty: can be published
	}{
		"as it should be": {},
		"another protocol": {
			contents: func(c *contents) {
				c.manifest = strings.ReplaceAll(c.manifest, "6.0", "5.0")
			},
			want: "protocol version 6.0 only",
		},
		"binary of another version": {
			contents: func(c *contents) { c.zip[1].Name = Provider + "_v1.2.2" },
			want:     `instead of ["LICENSE" "terraform-provider-contentgroove_v1.2.3"]`,
		},
		"binary that cannot be executed": {
			contents: func(c *contents) { c.zip[1].Mode = 0o644 },
			want:     "cannot be executed",
		},
		"binary of another program": {
			contents: func(c *contents) { c.zip[1].Content = c.mock[1].Content },
			want:     "it is built from " + module + "/internal/mockapi",
		},
		"binary that is not built from a commit": {
			contents: func(c *contents) { c.zip[1].Content = built["anonymous"] },
			want:     "not built from a commit",
		},
		"no licence in the mock's archive": {
			contents: func(c *contents) { c.mock = c.mock[1:] },
			want:     `it holds ["contentgroove-mock"] instead of`,
		},
		"bill of materials of nothing": {
			contents: func(c *contents) { c.sbom = `{"bomFormat":"CycloneDX"}` },
			want:     "want a CycloneDX document with components",
		},
		"bill of materials in the sums": {
			contents: func(c *contents) {
				c.sums = func(lines []string) []string { return append(lines, sumLine([]byte(c.sbom), "x.zip.cdx.json")) }
			},
			want: "x.zip.cdx.json must not be listed",
		},
		"zip missing in the sums": {
			contents: func(c *contents) { c.sums = func(lines []string) []string { return lines[:1] } },
			want:     "is missing",
		},
		"sums in another form": {
			contents: func(c *contents) { c.sums = func([]string) []string { return []string{"0123 *x.zip\n"} } },
			want:     "want a SHA-256 sum, two spaces, and a file name",
		},
		"zip changed after the sums": {
			after: func(t *testing.T, r Release) { flip(t, r.Path(r.Zip(platform))) },
			want:  "linux_amd64.zip: its sum is",
		},
		"sums changed after the signature": {
			after: func(t *testing.T, r Release) {
				writeFile(t, r.Path(r.Sums()), []byte(sumLine(nil, r.Manifest())))
			},
			want: "verifying the signature",
		},
		"signature changed": {
			after: func(t *testing.T, r Release) { flip(t, r.Path(r.Signature())) },
			want:  "verifying the signature",
		},
		"signature by another key": {
			after: func(t *testing.T, r Release) {
				if err := r.Sign(other); err != nil {
					t.Fatal(err)
				}
			},
			want: "verifying the signature",
		},
		"file that nobody knows": {
			after: func(t *testing.T, r Release) { writeFile(t, r.Path("notes.txt"), nil) },
			want:  "notes.txt: a release must not have this file",
		},
		"attestation beside the rest": {
			after: func(t *testing.T, r Release) { writeFile(t, r.Path("provenance.sigstore.json"), nil) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			contents := validContents(t)
			if test.contents != nil {
				test.contents(&contents)
			}
			release := contents.write(t, key)
			if test.after != nil {
				test.after(t, release)
			}
			err := release.Verify(Expected{Platforms: []Platform{platform}, PublicKey: public, SBOMs: true})
			switch {
			case test.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("got %v, want an error with %q", err, test.want)
			}
		})
	}
}

// A platform that GoReleaser no longer builds for must not vanish unnoticed.
func TestVerify_platformMissing(t *testing.T) {
	t.Parallel()
	key, public := newKey(t)
	release := validContents(t).write(t, key)
	err := release.Verify(Expected{Platforms: []Platform{platform, {"windows", "arm64"}}, PublicKey: public})
	if err == nil || !strings.Contains(err.Error(), "windows_arm64.zip is missing") {
		t.Errorf("got %v, want an error about the missing platform", err)
	}
}

func flip(t *testing.T, path string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 1
	writeFile(t, path, content)
}
