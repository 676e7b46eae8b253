package provider

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

const (
	isNull     = `,"is_processing":null`
	isAtWork   = `,"is_processing":true`
	isFinished = `,"is_processing":false`
	isFailed   = `,"is_processing":false,"has_fetch_error":true`
)

// shown answers with the media m1 in this state of its processing.
func shown(state string) http.HandlerFunc {
	return respond(http.StatusOK, documentOf(mediaJSON("m1", "a", stamp(0), state)))
}

// mediaConfig is a media from a URL, with more or other arguments.
func mediaConfig(more values) values {
	config := values{"name": "a", "source_url": "https://example.com/a.mp4"}
	for name, value := range more {
		config[name] = value
	}
	return config
}

func TestMediaCreateWaits(t *testing.T) {
	t.Parallel()
	api := newTestAPI(t, map[string]http.HandlerFunc{
		"POST /medias":   shown(isNull),
		"GET /medias/m1": inTurn(shown(isNull), respond(http.StatusNotFound, notFoundBody), shown(isAtWork), shown(isFinished)),
	})
	tf := newTerraform(t, api)
	created := tf.create(mediaType, mediaConfig(nil))
	equalSlices(t, "requests", api.received(), []string{lookAtMedias, "POST /medias", "GET /medias/m1", "GET /medias/m1", "GET /medias/m1", "GET /medias/m1"})
	tf.unchanged(mediaType, mediaConfig(nil), created)
	read, problems := tf.refresh(mediaType, created)
	noProblems(t, problems)
	tf.unchanged(mediaType, mediaConfig(nil), read)
}

func TestMediaCreateDoesNotWait(t *testing.T) {
	t.Parallel()
	api := newTestAPI(t, map[string]http.HandlerFunc{"POST /medias": shown(isNull), "GET /medias/m1": shown(isAtWork)})
	tf := newTerraform(t, api)
	config := mediaConfig(values{"wait_for_processing": false})
	created := tf.create(mediaType, config)
	equalSlices(t, "requests", api.received(), []string{lookAtMedias, "POST /medias"})
	tf.unchanged(mediaType, config, created)
	equalSlices(t, "requests of a plan", api.received(), []string{lookAtMedias, "POST /medias"})
}

func TestMediaWaitThatTimesOut(t *testing.T) {
	t.Parallel()
	api := newTestAPI(t, map[string]http.HandlerFunc{"POST /medias": shown(isNull), "GET /medias/m1": shown(isAtWork)})
	tf := newTerraform(t, api)
	config := mediaConfig(values{"timeouts": values{"create": "1m", "update": "2m"}})
	created, problems := tf.apply(mediaType, config, tf.none(mediaType))
	contains(t, oneProblem(t, problems), "WARNING: Processing not finished", `media "a" (id m1)`, "after 1m", "timeouts.create")
	equal(t, "id", tf.text(created, "id"), "m1")
	equal(t, "passed", api.clock.Now().Sub(testStart), time.Minute)

	// The next apply goes on, by an update in place.
	planned := tf.plan(mediaType, config, created)
	equalSlices(t, "replace", planned.replace, nil)
	equal(t, "transcription", tf.text(planned.object, "transcription_id"), "?")
	updated, problems := tf.change(mediaType, config, created, planned)
	contains(t, oneProblem(t, problems), "WARNING: Processing not finished", "after 2m", "timeouts.update")
	equal(t, "id", tf.text(updated, "id"), "m1")
	equal(t, "creations", count(api, "POST /medias"), 1)
	equal(t, "changes", count(api, "PUT /medias/m1"), 0)
}

func TestMediaWaitSettledByARefresh(t *testing.T) {
	t.Parallel()
	var done atomic.Bool
	api := newTestAPI(t, map[string]http.HandlerFunc{"POST /medias": shown(isNull), "GET /medias/m1": func(w http.ResponseWriter, r *http.Request) {
		if done.Load() {
			shown(isFinished)(w, r)
			return
		}
		shown(isAtWork)(w, r)
	}})
	tf := newTerraform(t, api)
	config := mediaConfig(values{"timeouts": values{"create": "1m"}})
	created, problems := tf.apply(mediaType, config, tf.none(mediaType))
	contains(t, oneProblem(t, problems), "WARNING: Processing not finished")
	done.Store(true)
	read, problems := tf.refresh(mediaType, created)
	noProblems(t, problems)
	tf.unchanged(mediaType, config, read)
}

func TestMediaWaitThatNeverBegins(t *testing.T) {
	t.Parallel()
	api := newTestAPI(t, map[string]http.HandlerFunc{"POST /medias": shown(isNull), "GET /medias/m1": shown(isNull)})
	tf := newTerraform(t, api)
	config := mediaConfig(values{"timeouts": values{"create": "1m"}})
	created, problems := tf.apply(mediaType, config, tf.none(mediaType))
	contains(t, oneProblem(t, problems), "WARNING: Processing not finished")
	// Null means "pending" for one create timeout, which has passed.
	tf.unchanged(mediaType, config, created)
}

func TestMediaThatCannotBeFetched(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config values
		want   []string
	}{
		"URL":    {mediaConfig(nil), []string{"https://example.com/a.mp4", "URL is public", `@AttributeName("source_url")`}},
		"upload": {values{"name": "a", "upload_id": "u1"}, []string{"the upload", "complete", `@AttributeName("upload_id")`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newTestAPI(t, map[string]http.HandlerFunc{"POST /medias": shown(isNull), "GET /medias/m1": inTurn(shown(isAtWork), shown(isFailed))})
			tf := newTerraform(t, api)
			failed, problems := tf.apply(mediaType, test.config, tf.none(mediaType))
			contains(t, oneProblem(t, problems), append(test.want, "ERROR: Source could not be fetched", `media "a" (id m1)`, "next apply creates the media anew")...)
			equal(t, "id", tf.text(failed, "id"), "m1")

			planned := tf.plan(mediaType, test.config, failed)
			noProblems(t, planned.problems)
			equalSlices(t, "replace", planned.replace, []string{"has_fetch_error"})
		})
	}
}

func TestMediaThatVanishesWhileItIsProcessed(t *testing.T) {
	t.Parallel()
	api := newTestAPI(t, map[string]http.HandlerFunc{"POST /medias": shown(isNull)})
	tf := newTerraform(t, api)
	gone, problems := tf.apply(mediaType, mediaConfig(nil), tf.none(mediaType))
	contains(t, oneProblem(t, problems), "ERROR: Media is gone", "deleted while it was being processed")
	equal(t, "left the state", gone.value.IsNull(), true)
	equal(t, "no sooner than it counts as old", api.clock.Now().Sub(testStart) >= visibilityGrace, true)
}

func TestMediaUpdate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before, after values
		sent          string
	}{
		"name":                      {nil, values{"name": "b"}, `{"name":"b","description":""}`},
		"name removed":              {nil, values{"name": nil}, `{"name":"","description":""}`},
		"description":               {values{"description": "x"}, values{"description": "y"}, `{"name":"a","description":"y"}`},
		"description, only spelled": {nil, values{"description": ""}, ""},
		"settings":                  {nil, values{"deletion_protection": true, "wait_for_processing": false, "timeouts": values{"read": "1m"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var sent string
			api := newTestAPI(t, map[string]http.HandlerFunc{
				"POST /medias": shown(isFinished), "GET /medias/m1": shown(isFinished),
				"PUT /medias/m1": func(w http.ResponseWriter, r *http.Request) {
					var request struct {
						Data struct {
							Attributes json.RawMessage `json:"attributes"`
						} `json:"data"`
					}
					body, _ := io.ReadAll(r.Body)
					if err := json.Unmarshal(body, &request); err != nil {
						t.Error(err)
					}
					sent = string(request.Data.Attributes)
					shown(isFinished)(w, r)
				},
			})
			tf := newTerraform(t, api)
			created := tf.create(mediaType, mediaConfig(test.before))
			updated, problems := tf.apply(mediaType, mediaConfig(test.after), created)
			noProblems(t, problems)
			equal(t, "sent", sent, test.sent)
			tf.unchanged(mediaType, mediaConfig(test.after), updated)
		})
	}
}

func TestMediaUpdateFails(t *testing.T) {
	t.Parallel()
	api := newTestAPI(t, map[string]http.HandlerFunc{
		"POST /medias": shown(isFinished), "GET /medias/m1": shown(isFinished),
		"PUT /medias/m1": respond(http.StatusUnprocessableEntity, `{"errors":[{"title":"Name is too long","source":{"pointer":"/data/attributes/name"}}]}`),
	})
	tf := newTerraform(t, api)
	created := tf.create(mediaType, mediaConfig(nil))
	updated, problems := tf.apply(mediaType, mediaConfig(values{"name": "b"}), created)
	contains(t, oneProblem(t, problems), `ERROR: Cannot update media "b"`, "Name is too long", `@AttributeName("name")`)
	equal(t, "name in the state", tf.text(updated, "name"), "a")
}

func TestMediaDeletionProtection(t *testing.T) {
	t.Parallel()
	api := newTestAPI(t, map[string]http.HandlerFunc{
		"POST /medias": shown(isFinished), "GET /medias/m1": shown(isFinished), "DELETE /medias/m1": respond(http.StatusNoContent, ""),
	})
	tf := newTerraform(t, api)
	config := mediaConfig(values{"deletion_protection": true})
	created := tf.create(mediaType, config)

	contains(t, oneProblem(t, tf.plan(mediaType, nil, created).problems), "ERROR: Deletion protection is on", `media "a" (id m1) would be deleted`, "deletion_protection = false")
	other := mediaConfig(values{"deletion_protection": true, "source_url": "https://example.com/b.mp4"})
	contains(t, oneProblem(t, tf.plan(mediaType, other, created).problems), "would be replaced")
	// Lifting it in the same plan is too late: what counts is what was applied.
	other["deletion_protection"] = false
	contains(t, oneProblem(t, tf.plan(mediaType, other, created).problems), "would be replaced")
	// A tainted resource is not planned for deletion.
	_, problems := tf.change(mediaType, nil, created, plan{object: tf.none(mediaType)})
	contains(t, oneProblem(t, problems), "ERROR: Deletion protection is on")
	equal(t, "deletions", count(api, "DELETE /medias/m1"), 0)

	lifted, problems := tf.apply(mediaType, mediaConfig(values{"deletion_protection": false}), created)
	noProblems(t, problems)
	_, problems = tf.apply(mediaType, nil, lifted)
	noProblems(t, problems)
	equal(t, "deletions", count(api, "DELETE /medias/m1"), 1)
}

func TestMediaPlanNeedsASource(t *testing.T) {
	t.Parallel()
	api := newTestAPI(t, map[string]http.HandlerFunc{"GET /medias/m1": shown(isFinished)})
	tf := newTerraform(t, api)
	contains(t, oneProblem(t, tf.plan(mediaType, values{"name": "a"}, tf.none(mediaType)).problems), "ERROR: Missing source")
	noProblems(t, tf.validate(mediaType, values{"name": "a"})) // An imported media has no source to declare.
	tf.unchanged(mediaType, values{"name": "a"}, tf.imported(mediaType, "m1"))
	for _, problem := range tf.validate(mediaType, mediaConfig(values{"upload_id": "u1"})) {
		contains(t, problem.Detail, "source_url", "upload_id")
	}
}

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
		equalSlices(t, "replace", tf.plan(mediaType, config, created).replace, []string{"source_file_sha256"})
	}
	{ // The file is gone.
		must(t, os.Remove(file))
		planned := tf.plan(mediaType, config, created)
		contains(t, oneProblem(t, planned.problems), "WARNING: Source file not found", "nothing is planned")
		equalSlices(t, "replace", planned.replace, nil)
	}
	{ // The file is renamed.
		other := filepath.Join(filepath.Dir(file), "b.mp4")
		must(t, os.WriteFile(other, []byte(videoBytes), 0o600))
		renamed := values{"name": "a", "source_file": other}
		updated, problems := tf.apply(mediaType, renamed, created)
		noProblems(t, problems)
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
	planned := tf.plan(mediaType, config, tf.none(mediaType))
	must(t, os.WriteFile(file, []byte("other"), 0o600))
	_, problems := tf.change(mediaType, config, tf.none(mediaType), planned)
	contains(t, oneProblem(t, problems), "ERROR: Source file changed after the plan", "Nothing was created", `@AttributeName("source_file")`)
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
			open := values{"name": "a", "source_file": unknownValue{}, "source_url": test.late["source_url"]}
			planned := tf.plan(mediaType, open, tf.none(mediaType))
			noProblems(t, planned.problems)
			equal(t, "planned hash", tf.text(planned.object, "source_file_sha256"), "?")

			attributes := tf.attributes(planned.value)
			attributes["source_file"] = tf.attributes(tf.fill(tf.schemas.ResourceSchemas[mediaType], test.late))["source_file"]
			planned.value = tf.object(mediaType, attributes)
			created, problems := tf.change(mediaType, test.late, tf.none(mediaType), planned)
			noProblems(t, problems)
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
			create := func(tf *terraform, file string) (object, string) {
				config, open := values{"source_file": file}, values{"source_file": unknownValue{}}
				if known {
					open = config
				}
				planned := tf.plan(mediaType, open, tf.none(mediaType))
				attributes := tf.attributes(planned.value)
				attributes["source_file"] = tf.attributes(tf.fill(tf.schemas.ResourceSchemas[mediaType], config))["source_file"]
				planned.value = tf.object(mediaType, attributes)
				created, problems := tf.change(mediaType, config, tf.none(mediaType), planned)
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
	contains(t, diagnosticText(uploadDiagnostic("media", "a.mp4", fmt.Errorf("wrapped: %w", &client.FileChangedError{Path: "a.mp4"}))),
		"Error: Cannot upload the file of media", `"a.mp4" was changed while it was uploaded`, "@source_file")
	contains(t, diagnosticText(uploadDiagnostic("media", "a.mp4", refusal(http.StatusPaymentRequired))), "Cannot upload", "402", "quota")
}
