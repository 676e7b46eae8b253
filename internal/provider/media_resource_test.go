package provider

import (
	"encoding/json"
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/bulkread"
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
	nothingReported(t, problems)
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
	created, problems := tf.apply(mediaType, config, nil)
	contains(t, onlyReport(t, problems), "WARNING: Processing not finished", `media "a" (id m1)`, "after 1m", "timeouts.create")
	equal(t, "id", tf.text(created, "id"), "m1")
	equal(t, "passed", api.clock.Now().Sub(testStart), time.Minute)

	// The next apply goes on, by an update in place.
	planned := tf.plan(mediaType, config, created)
	equalSlices(t, "replace", planned.Replace, nil)
	equal(t, "transcription", tf.text(planned, "transcription_id"), "?")
	updated, problems := tf.carryOut(planned)
	contains(t, onlyReport(t, problems), "WARNING: Processing not finished", "after 2m", "timeouts.update")
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
	created, problems := tf.apply(mediaType, config, nil)
	contains(t, onlyReport(t, problems), "WARNING: Processing not finished")
	done.Store(true)
	read, problems := tf.refresh(mediaType, created)
	nothingReported(t, problems)
	tf.unchanged(mediaType, config, read)
}

func TestMediaWaitThatNeverBegins(t *testing.T) {
	t.Parallel()
	api := newTestAPI(t, map[string]http.HandlerFunc{"POST /medias": shown(isNull), "GET /medias/m1": shown(isNull)})
	tf := newTerraform(t, api)
	config := mediaConfig(values{"timeouts": values{"create": "1m"}})
	created, problems := tf.apply(mediaType, config, nil)
	contains(t, onlyReport(t, problems), "WARNING: Processing not finished")
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
			failed, problems := tf.apply(mediaType, test.config, nil)
			contains(t, onlyReport(t, problems), append(test.want, "ERROR: Source could not be fetched", `media "a" (id m1)`, "next apply creates the media anew")...)
			equal(t, "id", tf.text(failed, "id"), "m1")

			equal(t, "tainted", failed.Tainted, true)
			failed.Tainted = false // As the user may decide.
			planned := tf.plan(mediaType, test.config, failed)
			nothingReported(t, planned.problems)
			equalSlices(t, "replace", planned.Replace, []string{"has_fetch_error"})
		})
	}
}

func TestMediaThatVanishesWhileItIsProcessed(t *testing.T) {
	t.Parallel()
	api := newTestAPI(t, map[string]http.HandlerFunc{"POST /medias": shown(isNull)})
	tf := newTerraform(t, api)
	gone, problems := tf.apply(mediaType, mediaConfig(nil), nil)
	contains(t, onlyReport(t, problems), "ERROR: Media is gone", "deleted while it was being processed")
	equal(t, "left the state", gone == nil, true)
	equal(t, "no sooner than it counts as old", api.clock.Now().Sub(testStart) >= bulkread.NewFor, true)
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
			nothingReported(t, problems)
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
	contains(t, onlyReport(t, problems), `ERROR: Cannot update media "b"`, "Name is too long", `@AttributeName("name")`)
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

	contains(t, onlyReport(t, tf.plan(mediaType, nil, created).problems), "ERROR: Deletion protection is on", `media "a" (id m1) would be deleted`, "deletion_protection = false")
	other := mediaConfig(values{"deletion_protection": true, "source_url": "https://example.com/b.mp4"})
	contains(t, onlyReport(t, tf.plan(mediaType, other, created).problems), "would be replaced")
	// Lifting it in the same plan is too late: what counts is what was applied.
	other["deletion_protection"] = false
	contains(t, onlyReport(t, tf.plan(mediaType, other, created).problems), "would be replaced")
	// A tainted resource is not planned for deletion.
	tainted := created.Clone()
	tainted.Tainted = true
	kept, problems := tf.carryOut(tf.plan(mediaType, config, tainted))
	contains(t, onlyReport(t, problems), "ERROR: Deletion protection is on")
	equal(t, "id in the state", tf.text(kept, "id"), "m1")
	equal(t, "deletions", count(api, "DELETE /medias/m1"), 0)

	lifted, problems := tf.apply(mediaType, mediaConfig(values{"deletion_protection": false}), created)
	nothingReported(t, problems)
	_, problems = tf.apply(mediaType, nil, lifted)
	nothingReported(t, problems)
	equal(t, "deletions", count(api, "DELETE /medias/m1"), 1)
}

func TestMediaPlanNeedsASource(t *testing.T) {
	t.Parallel()
	api := newTestAPI(t, map[string]http.HandlerFunc{"GET /medias/m1": shown(isFinished)})
	tf := newTerraform(t, api)
	contains(t, onlyReport(t, tf.plan(mediaType, values{"name": "a"}, nil).problems), "ERROR: Missing source")
	nothingReported(t, tf.validate(mediaType, values{"name": "a"})) // An imported media has no source to declare.
	tf.unchanged(mediaType, values{"name": "a"}, tf.imported(mediaType, "m1"))
	for _, problem := range tf.validate(mediaType, mediaConfig(values{"upload_id": "u1"})) {
		contains(t, problem.Detail, "source_url", "upload_id")
	}
}
