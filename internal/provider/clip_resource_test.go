package provider

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// cutClip is the state of a clip that has been cut, from 1 s to 9 s.
func cutClip(changes ...func(*clipResourceModel)) *clipResourceModel {
	model := &clipResourceModel{
		clipObject: clipObject{
			ID: text("c1"), MediaID: text("m1"), Name: text("a"), StartTime: types.Float64Value(1), EndTime: types.Float64Value(9),
			IsProcessing: types.BoolValue(false), CreatedAt: text(stamp(0)), MediaFileURL: text("https://example.com/c1.mp4"), Text: text("Hello."),
		},
		WaitForProcessing: types.BoolValue(true),
		Timeouts:          noTimeouts(),
	}
	for _, set := range changes {
		set(model)
	}
	return model
}

func between(start, end float64) func(*clipResourceModel) {
	return func(m *clipResourceModel) {
		m.StartTime, m.EndTime = types.Float64Value(start), types.Float64Value(end)
	}
}

func unfinished(isProcessing types.Bool) func(*clipResourceModel) {
	return func(m *clipResourceModel) { m.IsProcessing, m.MediaFileURL = isProcessing, noText }
}

func notWaiting(m *clipResourceModel) { m.WaitForProcessing = types.BoolValue(false) }

func TestPlanClipUpdate(t *testing.T) {
	t.Parallel()
	const createTimeout = 20 * time.Minute
	rename := func(m *clipResourceModel) { m.Name = text("b") }
	for name, test := range map[string]struct {
		plan, state *clipResourceModel
		after       time.Duration

		start, end float64
		// open tells that the values from the processing are.
		open bool
	}{
		"nothing":                       {plan: cutClip(), state: cutClip(), start: 1, end: 9},
		"renamed":                       {plan: cutClip(rename), state: cutClip(), start: 1, end: 9},
		"less than 10 ms":               {plan: cutClip(between(1.009, 8.991)), state: cutClip(), start: 1, end: 9},
		"10 ms":                         {plan: cutClip(between(1.01, 9)), state: cutClip(), start: 1.01, end: 9, open: true},
		"end moved":                     {plan: cutClip(between(1, 10)), state: cutClip(), start: 1, end: 10, open: true},
		"start moved a bit, end a lot":  {plan: cutClip(between(1.001, 10)), state: cutClip(), start: 1, end: 10, open: true},
		"moved, nobody waits":           {plan: cutClip(between(1, 10), notWaiting), state: cutClip(), start: 1, end: 10, open: true},
		"still at work":                 {plan: cutClip(), state: cutClip(unfinished(types.BoolValue(true))), start: 1, end: 9, open: true},
		"still at work, nobody waits":   {plan: cutClip(notWaiting), state: cutClip(unfinished(types.BoolValue(true))), start: 1, end: 9},
		"new":                           {plan: cutClip(), state: cutClip(unfinished(types.BoolNull())), start: 1, end: 9, open: true},
		"null for a whole timeout":      {plan: cutClip(), state: cutClip(unfinished(types.BoolNull())), after: createTimeout, start: 1, end: 9},
		"null, but there is a file":     {plan: cutClip(), state: cutClip(func(m *clipResourceModel) { m.IsProcessing = types.BoolNull() }), start: 1, end: 9},
		"finished without a file, once": {plan: cutClip(), state: cutClip(unfinished(types.BoolValue(false))), start: 1, end: 9},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			next := planClipUpdate(test.plan, test.state, testStart.Add(test.after), createTimeout)
			equalValue(t, "start", next.StartTime, types.Float64Value(test.start))
			equalValue(t, "end", next.EndTime, types.Float64Value(test.end))
			equal(t, "name", next.Name, test.plan.Name)
			equal(t, "id", next.ID, test.state.ID)
			equal(t, "created_at", next.CreatedAt, test.state.CreatedAt)
			equal(t, "wait", next.WaitForProcessing, test.plan.WaitForProcessing)
			equal(t, "text open", next.Text.IsUnknown(), test.open)
			equal(t, "is_processing open", next.IsProcessing.IsUnknown(), test.open)
			equal(t, "file open", next.MediaFileURL.IsUnknown(), test.open)
		})
	}
}

func TestPlanClipUpdateKeepsWhatIsNotKnownYet(t *testing.T) {
	t.Parallel()
	plan := cutClip(func(m *clipResourceModel) { m.MediaID, m.Name, m.EndTime = anyText, anyText, types.Float64Unknown() })
	next := planClipUpdate(plan, cutClip(), testStart, time.Hour)
	equal(t, "media_id", next.MediaID, anyText)
	equal(t, "name", next.Name, anyText)
	equalValue(t, "end_time", next.EndTime, types.Float64Unknown())
	equalValue(t, "start_time", next.StartTime, types.Float64Value(1))
	equal(t, "text", next.Text, anyText)
}

func TestClipChange(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		plan    *clipResourceModel
		want    client.ClipUpdate
		changed bool
	}{
		"nothing": {plan: cutClip()},
		"name":    {cutClip(func(m *clipResourceModel) { m.Name = text("b") }), client.ClipUpdate{Name: ptr("b")}, true},
		"one time": {
			cutClip(between(1, 10)), client.ClipUpdate{StartTime: ptr(1.0), EndTime: ptr(10.0)}, true,
		},
		"everything": {
			cutClip(between(0, 10), func(m *clipResourceModel) { m.Name = text("b") }),
			client.ClipUpdate{Name: ptr("b"), StartTime: ptr(0.0), EndTime: ptr(10.0)},
			true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, changed := clipChange(test.plan, cutClip())
			equal(t, "changed", changed, test.changed)
			equal(t, "name", valueOf(got.Name), valueOf(test.want.Name))
			equal(t, "start", valueOf(got.StartTime), valueOf(test.want.StartTime))
			equal(t, "end", valueOf(got.EndTime), valueOf(test.want.EndTime))
		})
	}
}

// valueOf is what a pointer points to, or nil.
func valueOf[T any](pointer *T) any {
	if pointer == nil {
		return nil
	}
	return *pointer
}

func TestCheckClipTimes(t *testing.T) {
	t.Parallel()
	noDiagnostics(t, checkClipTimes(cutClip(between(1, 1.01))))
	for name, model := range map[string]*clipResourceModel{"nothing between": cutClip(between(1, 1)), "backwards": cutClip(between(9, 1))} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			contains(t, oneDiagnostic(t, checkClipTimes(model)), "Error: Clip ends before it starts", "must be after start_time", "@end_time")
		})
	}
}

func TestClipCreationMatches(t *testing.T) {
	t.Parallel()
	creating := newClipCreation(nil, nil, cutClip())
	for name, test := range map[string]struct {
		clip client.Clip
		want bool
	}{
		"the same":       {client.Clip{MediaID: "m1", Name: "a", StartTime: 1, EndTime: 9}, true},
		"rounded times":  {client.Clip{MediaID: "m1", Name: "a", StartTime: 1.4, EndTime: 8.6}, true},
		"another media":  {client.Clip{MediaID: "m2", Name: "a", StartTime: 1, EndTime: 9}, false},
		"another name":   {client.Clip{MediaID: "m1", Name: "b", StartTime: 1, EndTime: 9}, false},
		"another start":  {client.Clip{MediaID: "m1", Name: "a", StartTime: 2, EndTime: 9}, false},
		"another end":    {client.Clip{MediaID: "m1", Name: "a", StartTime: 1, EndTime: 8}, false},
		"media left out": {client.Clip{Name: "a", StartTime: 1, EndTime: 9}, false},
	} {
		equal(t, name, creating.Matches(&test.clip), test.want)
	}
}

// newClipAPI is a server with one clip, c1, which is in these states one after
// the other.
func newClipAPI(t *testing.T, states ...string) *testAPI {
	t.Helper()
	var mu sync.Mutex
	start, end, name := 1.0, 9.0, "a"
	show := func(state string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			clip := strings.Replace(clipJSON("c1", "m1", name, start, end), `"attributes":{`, `"attributes":{`+state, 1)
			respond(http.StatusOK, documentOf(clip))(w, r)
		}
	}
	var reads []http.HandlerFunc
	for _, state := range states {
		reads = append(reads, show(state))
	}
	return newTestAPI(t, map[string]http.HandlerFunc{
		"POST /clips":   show(clipIsNew),
		"GET /clips/c1": inTurn(reads...),
		"PUT /clips/c1": func(w http.ResponseWriter, r *http.Request) {
			var request struct {
				Data struct {
					Attributes struct {
						Name  *string  `json:"name"`
						Start *float64 `json:"start_time"`
						End   *float64 `json:"end_time"`
					} `json:"attributes"`
				} `json:"data"`
			}
			body, _ := io.ReadAll(r.Body)
			if err := json.Unmarshal(body, &request); err != nil {
				t.Error(err)
			}
			mu.Lock()
			changed := request.Data.Attributes
			if changed.Name != nil {
				name = *changed.Name
			}
			if changed.Start != nil {
				start, end = *changed.Start, *changed.End
			}
			mu.Unlock()
			show(clipIsAtWork)(w, r)
		},
		"DELETE /clips/c1": respond(http.StatusNoContent, ""),
	})
}

const (
	clipIsNew    = `"is_processing":null,`
	clipIsAtWork = `"is_processing":true,"media_file_url":"https://example.com/former.mp4",`
	clipIsCut    = `"is_processing":false,"media_file_url":"https://example.com/c1.mp4","text":"Hello.",`
	// Not every answer has is_processing.
	clipHasAFile = `"media_file_url":"https://example.com/c1.mp4","text":"Hello.",`
)

func clipConfig(start, end float64) values {
	return values{"media_id": "m1", "name": "a", "start_time": start, "end_time": end}
}

func TestClipCreateWaits(t *testing.T) {
	t.Parallel()
	for name, last := range map[string]string{"says that it is finished": clipIsCut, "has a file": clipHasAFile} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newClipAPI(t, clipIsNew, clipIsNew, last)
			tf := newTerraform(t, api)
			created := tf.create(clipType, clipConfig(1, 9))
			equalSlices(t, "requests", api.received(), []string{lookAtClips, "POST /clips", "GET /clips/c1", "GET /clips/c1", "GET /clips/c1"})
			equal(t, "text", tf.text(created, "text"), "Hello.")
			tf.unchanged(clipType, clipConfig(1, 9), created)
			tf.unchanged(clipType, clipConfig(1.004, 8.996), created)
		})
	}
}

func TestClipUpdate(t *testing.T) {
	t.Parallel()
	t.Run("cut again", func(t *testing.T) {
		t.Parallel()
		// The file is the former cut's as long as the clip is being cut again.
		api := newClipAPI(t, clipIsCut, clipIsAtWork, clipIsAtWork, clipIsCut)
		tf := newTerraform(t, api)
		created := tf.create(clipType, clipConfig(1, 9))
		updated, problems := tf.apply(clipType, clipConfig(1, 12), created)
		nothingReported(t, problems)
		equal(t, "file", tf.text(updated, "media_file_url"), "https://example.com/c1.mp4")
		equal(t, "reads", count(api, "GET /clips/c1"), 4)
		tf.unchanged(clipType, clipConfig(1, 12), updated)
	})
	t.Run("renamed", func(t *testing.T) {
		t.Parallel()
		api := newClipAPI(t, clipIsCut)
		tf := newTerraform(t, api)
		created := tf.create(clipType, clipConfig(1, 9))
		config := clipConfig(1, 9)
		config["name"] = "b"
		updated, problems := tf.apply(clipType, config, created)
		nothingReported(t, problems)
		equal(t, "name", tf.text(updated, "name"), "b")
		equal(t, "text stays", tf.text(updated, "text"), "Hello.")
		equal(t, "reads: nobody waits for a name", count(api, "GET /clips/c1"), 1)
	})
	t.Run("settings", func(t *testing.T) {
		t.Parallel()
		api := newClipAPI(t, clipIsCut)
		tf := newTerraform(t, api)
		created := tf.create(clipType, clipConfig(1, 9))
		config := clipConfig(1, 9)
		config["timeouts"] = values{"read": "1m"}
		_, problems := tf.apply(clipType, config, created)
		nothingReported(t, problems)
		equal(t, "changes", count(api, "PUT /clips/c1"), 0)
	})
	t.Run("another media", func(t *testing.T) {
		t.Parallel()
		tf := newTerraform(t, newClipAPI(t, clipIsCut))
		created := tf.create(clipType, clipConfig(1, 9))
		config := clipConfig(1, 9)
		config["media_id"] = "m2"
		equalSlices(t, "replace", tf.plan(clipType, config, created).Replace, []string{"media_id"})
	})
}

func TestClipWaitThatTimesOut(t *testing.T) {
	t.Parallel()
	api := newClipAPI(t, clipIsNew)
	tf := newTerraform(t, api)
	config := clipConfig(1, 9)
	config["timeouts"] = values{"create": "1m"}
	created, problems := tf.apply(clipType, config, nil)
	contains(t, onlyReport(t, problems), "WARNING: Processing not finished", `clip "a" (id c1)`, "timeouts.create")
	// Null means "pending" for one create timeout, which has passed.
	tf.unchanged(clipType, config, created)
	equal(t, "creations", count(api, "POST /clips"), 1)
}

func TestClipRead(t *testing.T) {
	t.Parallel()
	api := newTestAPI(t, map[string]http.HandlerFunc{"POST /clips": respond(http.StatusOK, documentOf(clipJSON("c1", "m1", "a", 1.333, 9)))})
	tf := newTerraform(t, api)
	config := clipConfig(4.0/3, 9)
	config["wait_for_processing"] = false
	created := tf.create(clipType, config)
	tf.unchanged(clipType, config, created) // The API rounds.
	must(t, api.clock.Sleep(t.Context(), time.Hour))
	gone, problems := tf.refresh(clipType, created)
	contains(t, onlyReport(t, problems), "WARNING: Clip is gone", "c1")
	equal(t, "left the state", gone == nil, true)
}

func TestClipThatVanishesWhileItIsCut(t *testing.T) {
	t.Parallel()
	api := newTestAPI(t, map[string]http.HandlerFunc{"POST /clips": respond(http.StatusOK, documentOf(clipJSON("c1", "m1", "a", 1, 9)))})
	tf := newTerraform(t, api)
	gone, problems := tf.apply(clipType, clipConfig(1, 9), nil)
	contains(t, onlyReport(t, problems), "ERROR: Clip is gone", "deleted while it was being processed")
	equal(t, "left the state", gone == nil, true)
}

func TestClipValidation(t *testing.T) {
	t.Parallel()
	tf := newTerraform(t, newClipAPI(t, clipIsCut))
	nothingReported(t, tf.validate(clipType, clipConfig(0, 0.01)))
	contains(t, onlyReport(t, tf.validate(clipType, clipConfig(9, 1))), "ERROR: Clip ends before it starts", `@AttributeName("end_time")`)
	nothingReported(t, tf.validate(clipType, values{"media_id": "m1", "name": "a", "start_time": 9.0, "end_time": terraform.Unknown{}}))
	contains(t, onlyReport(t, tf.validate(clipType, clipConfig(-1, 1))), "ERROR", "The value -1 is not a number of 0 or more: it is negative.")
}
