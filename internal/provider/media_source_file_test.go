package provider

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/sourcefile"
)

// uploads is a server that takes files.
type uploads struct {
	*testAPI

	// refuse makes the creation of a media fail.
	refuse bool
	// created are the upload ids that media were made from.
	created []string
	asked   int
}

func newUploads(t *testing.T) *uploads {
	t.Helper()
	u := &uploads{}
	u.testAPI = newTestAPI(t, map[string]http.HandlerFunc{
		"GET /direct_uploads": func(w http.ResponseWriter, r *http.Request) {
			u.asked++
			respond(http.StatusOK, fmt.Sprintf(`{"data":{"attributes":{"upload_id":"u%d","upload_url":"%s/api/v1/bucket"}}}`, u.asked, u.URL))(w, r)
		},
		"PUT /bucket": func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) },
		"POST /medias": func(w http.ResponseWriter, r *http.Request) {
			if u.refuse {
				respond(http.StatusPaymentRequired, `{"errors":[{"title":"Quota exceeded"}]}`)(w, r)
				return
			}
			var request struct {
				Data struct {
					Attributes struct {
						UploadID string `json:"upload_id"`
					} `json:"attributes"`
				} `json:"data"`
			}
			body, _ := io.ReadAll(r.Body)
			if err := json.Unmarshal(body, &request); err != nil {
				t.Error(err)
			}
			u.created = append(u.created, request.Data.Attributes.UploadID)
			shown(isFinished)(w, r)
		},
		"GET /medias/m1": shown(isFinished),
	})
	return u
}

const videoBytes = "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"

func TestMediaFromAFile(t *testing.T) {
	t.Parallel()
	api := newUploads(t)
	tf := newTerraform(t, api.testAPI)
	file := writeFile(t, "a.mp4", videoBytes)
	config := values{"name": "a", "source_file": file}
	created := tf.create(mediaType, config)
	equalSlices(t, "uploads", api.created, []string{"u1"})
	equal(t, "hash", tf.text(created, "source_file_sha256"), sumVideo)
	tf.unchanged(mediaType, config, created)

	{ // The file is not read again.
		info, err := os.Stat(file)
		must(t, err)
		must(t, os.WriteFile(file, slices.Repeat([]byte("x"), len(videoBytes)), 0o600))
		must(t, os.Chtimes(file, info.ModTime(), info.ModTime()))
		tf.unchanged(mediaType, config, created)
		must(t, os.Chtimes(file, info.ModTime(), info.ModTime().Add(time.Second)))
		equalSlices(t, "replace", tf.plan(mediaType, config, created).Replace, []string{"source_file_sha256"})
	}
	{ // The file is gone.
		must(t, os.Remove(file))
		planned := tf.plan(mediaType, config, created)
		contains(t, onlyReport(t, planned.problems), "WARNING: Source file not found", "nothing is planned")
		equalSlices(t, "replace", planned.Replace, nil)
	}
	{ // The file is renamed.
		other := filepath.Join(filepath.Dir(file), "b.mp4")
		must(t, os.WriteFile(other, []byte(videoBytes), 0o600))
		renamed := values{"name": "a", "source_file": other}
		updated, problems := tf.apply(mediaType, renamed, created)
		nothingReported(t, problems)
		equal(t, "hash", tf.text(updated, "source_file_sha256"), sumVideo)
		equalSlices(t, "uploads", api.created, []string{"u1"})
		tf.unchanged(mediaType, renamed, updated)
	}
}

func TestMediaFromAFileThatChangesAfterThePlan(t *testing.T) {
	t.Parallel()
	api := newUploads(t)
	tf := newTerraform(t, api.testAPI)
	file := writeFile(t, "a.mp4", videoBytes)
	config := values{"name": "a", "source_file": file}
	planned := tf.plan(mediaType, config, nil)
	// Terraform plans once more in the apply, before anything is created.
	tf.workspace.Hooks.BeforeCall = func(_ *terraform.Run, call terraform.Call) {
		if call.Method == "ApplyResourceChange" {
			must(t, os.WriteFile(file, []byte("other"), 0o600))
		}
	}
	_, problems := tf.carryOut(planned)
	contains(t, onlyReport(t, problems), "ERROR: Source file changed after the plan", "Nothing was created", `@AttributeName("source_file")`)
	equal(t, "media", len(api.created), 0)
}

// A file that changes between two runs is noticed by Terraform itself: the hash is
// not the planned one.
func TestMediaFromAFileThatChangesBeforeTheApply(t *testing.T) {
	t.Parallel()
	api := newUploads(t)
	tf := newTerraform(t, api.testAPI)
	file := writeFile(t, "a.mp4", videoBytes)
	planned := tf.plan(mediaType, values{"name": "a", "source_file": file}, nil)
	must(t, os.WriteFile(file, []byte("other"), 0o600))
	_, err := tf.workspace.ApplyPlan(t.Context(), planned.whole)
	contains(t, fmt.Sprint(err), "the plan changed in the apply", "source_file_sha256")
	equal(t, "media", len(api.created), 0)
}

func TestMediaFromAFileThatIsKnownLate(t *testing.T) {
	t.Parallel()
	file := writeFile(t, "a.mp4", videoBytes)
	for name, test := range map[string]struct {
		late values
		hash string
		want []string
	}{
		"a file":       {values{"name": "a", "source_file": file}, sumVideo, []string{"u1"}},
		"not this one": {values{"name": "a", "source_url": "https://example.com/a.mp4"}, "", []string{""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newUploads(t)
			tf := newTerraform(t, api.testAPI)
			config := values{"name": "a", "source_file": terraform.KnownAfterApply{Value: test.late["source_file"]}, "source_url": test.late["source_url"]}
			planned := tf.plan(mediaType, config, nil)
			nothingReported(t, planned.problems)
			equal(t, "planned hash", tf.text(planned, "source_file_sha256"), "?")

			created, problems := tf.carryOut(planned)
			nothingReported(t, problems)
			equal(t, "hash", tf.text(created, "source_file_sha256"), test.hash)
			equalSlices(t, "uploads", api.created, test.want)
		})
	}
}

func TestMediaUploadIsUsedAgain(t *testing.T) {
	t.Parallel()
	for name, known := range map[string]bool{"file known in the plan": true, "file known late": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newUploads(t)
			folder := t.TempDir()
			// Both are media without a name: only the bytes tell them apart.
			first, second := filepath.Join(folder, "1.mp4"), filepath.Join(folder, "2.mp4")
			must(t, os.WriteFile(first, []byte(videoBytes), 0o600))
			must(t, os.WriteFile(second, []byte(videoBytes+"more"), 0o600))
			journal := t.TempDir()
			create := func(tf *testTerraform, file string) (*terraform.Instance, string) {
				config := values{"source_file": terraform.KnownAfterApply{Value: file}}
				if known {
					config["source_file"] = file
				}
				created, problems := tf.carryOut(tf.plan(mediaType, config, nil))
				if len(problems) > 0 {
					return created, problems[0].Summary
				}
				return created, ""
			}

			api.refuse = true
			_, problem := create(newTerraformIn(t, api.testAPI, journal), first)
			contains(t, problem, "Cannot create media")
			journal = killed(t, journal)

			api.refuse = false
			next := newTerraformIn(t, api.testAPI, journal)
			created, problem := create(next, second)
			equal(t, "problem", problem, "")
			equalSlices(t, "uploads", api.created, []string{"u2"})
			equal(t, "hash is another", next.text(created, "source_file_sha256") != sumVideo, true)

			next = newTerraformIn(t, api.testAPI, journal)
			created, problem = create(next, first)
			equal(t, "problem", problem, "")
			equalSlices(t, "uploads", api.created, []string{"u2", "u1"})
			equal(t, "hash", next.text(created, "source_file_sha256"), sumVideo)
			equal(t, "files sent", count(api.testAPI, "PUT /bucket"), 2)
		})
	}
}

// killed returns a copy of the journal of a process, as one finds it when that
// process is gone: nobody holds its locks.
func killed(t *testing.T, journal string) string {
	t.Helper()
	left := t.TempDir()
	must(t, os.CopyFS(left, os.DirFS(journal)))
	return left
}

func TestUploadDiagnostic(t *testing.T) {
	t.Parallel()
	contains(t, diagnosticText(uploadDiagnostic("media", "a.mp4", fmt.Errorf("wrapped: %w", &sourcefile.ChangedError{Path: "a.mp4"}))),
		"Error: Cannot upload the file of media", `"a.mp4" was changed while it was uploaded`, "@source_file")
	contains(t, diagnosticText(uploadDiagnostic("media", "a.mp4", refusal(http.StatusPaymentRequired))), "Cannot upload", "402", "quota")
}
