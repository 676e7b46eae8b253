package provider

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/sourcefile"
)

// change sets something in a model.
type change func(*mediaResourceModel)

func withName(name types.String) change { return func(m *mediaResourceModel) { m.Name = name } }
func withDescription(text types.String) change {
	return func(m *mediaResourceModel) { m.Description = text }
}
func withURL(url types.String) change   { return func(m *mediaResourceModel) { m.SourceURL = url } }
func withFile(name types.String) change { return func(m *mediaResourceModel) { m.SourceFile = name } }

func withHash(sum types.String) change {
	return func(m *mediaResourceModel) { m.SourceFileSHA256 = sum }
}
func withUpload(id types.String) change   { return func(m *mediaResourceModel) { m.UploadID = id } }
func withUploadWO(id types.String) change { return func(m *mediaResourceModel) { m.UploadIDWO = id } }

func withVersion(v types.Int64) change {
	return func(m *mediaResourceModel) { m.UploadIDWOVersion = v }
}

func withWait(wait types.Bool) change {
	return func(m *mediaResourceModel) { m.WaitForProcessing = wait }
}

func withProcessing(v types.Bool) change { return func(m *mediaResourceModel) { m.IsProcessing = v } }

func withFetchError() change {
	return func(m *mediaResourceModel) { m.HasFetchError = types.BoolValue(true) }
}

// modelOf is a model with only these values.
func modelOf(changes ...change) *mediaResourceModel {
	model := &mediaResourceModel{Timeouts: noTimeouts()}
	for _, set := range changes {
		set(model)
	}
	return model
}

// finished is the state of a media that has been processed.
func finished(changes ...change) *mediaResourceModel {
	return modelOf(append([]change{func(m *mediaResourceModel) {
		m.ID = types.StringValue("m1")
		m.CreatedAt = types.StringValue(stamp(0))
		m.IsProcessing = types.BoolValue(false)
		m.HasFetchError = types.BoolValue(false)
		m.TranscriptionID = types.StringValue("t1")
		m.WaitForProcessing = types.BoolValue(true)
	}}, changes...)...)
}

var (
	text    = types.StringValue
	noText  = types.StringNull()
	anyText = types.StringUnknown()
)

func TestMediaPlannerUpdate(t *testing.T) {
	t.Parallel()
	const createTimeout = time.Hour
	for name, test := range map[string]struct {
		config, state *mediaResourceModel
		hash          types.String
		imported      bool
		after         time.Duration

		replace []string
		// awaits tells that the values from the processing are open.
		awaits bool
		check  func(*testing.T, *mediaResourceModel)
	}{
		"nothing": {config: modelOf(withURL(text("u"))), state: finished(withURL(text("u")))},
		"name in place": {
			config: modelOf(withURL(text("u")), withName(text("b"))), state: finished(withURL(text("u")), withName(text("a"))),
			check: func(t *testing.T, next *mediaResourceModel) { t.Helper(); equal(t, "name", next.Name, text("b")) },
		},
		"name removed": {
			config: modelOf(withURL(text("u"))), state: finished(withURL(text("u")), withName(text("a"))),
			check: func(t *testing.T, next *mediaResourceModel) { t.Helper(); equal(t, "name", next.Name, noText) },
		},
		"name not known yet": {
			config: modelOf(withURL(text("u")), withName(anyText)), state: finished(withURL(text("u")), withName(text("a"))),
			check: func(t *testing.T, next *mediaResourceModel) { t.Helper(); equal(t, "name", next.Name, anyText) },
		},
		// Terraform refuses a plan that has neither the configured nor a prior
		// value, so the configured spelling of "nothing" it is.
		"description empty, was null": {
			config: modelOf(withURL(text("u")), withDescription(text(""))), state: finished(withURL(text("u"))),
			check: func(t *testing.T, next *mediaResourceModel) {
				t.Helper()
				equal(t, "description", next.Description, text(""))
			},
		},
		"description null, was empty": {
			config: modelOf(withURL(text("u"))), state: finished(withURL(text("u")), withDescription(text(""))),
			check: func(t *testing.T, next *mediaResourceModel) {
				t.Helper()
				equal(t, "description", next.Description, noText)
			},
		},

		"another URL": {
			config: modelOf(withURL(text("v"))), state: finished(withURL(text("u"))), replace: []string{"source_url"},
			check: func(t *testing.T, next *mediaResourceModel) { t.Helper(); equal(t, "url", next.SourceURL, text("v")) },
		},
		"URL not known yet": {config: modelOf(withURL(anyText)), state: finished(withURL(text("u"))), replace: []string{"source_url"}},
		"URL removed": {
			config: modelOf(), state: finished(withURL(text("u"))),
			check: func(t *testing.T, next *mediaResourceModel) { t.Helper(); equal(t, "url", next.SourceURL, text("u")) },
		},

		"same file": {
			config: modelOf(withFile(text("a.mp4"))), state: finished(withFile(text("a.mp4")), withHash(text("1"))), hash: text("1"),
		},
		"renamed file with the same bytes": {
			config: modelOf(withFile(text("b.mp4"))), state: finished(withFile(text("a.mp4")), withHash(text("1"))), hash: text("1"),
			check: func(t *testing.T, next *mediaResourceModel) {
				t.Helper()
				equal(t, "hash", next.SourceFileSHA256, text("1"))
			},
		},
		"other bytes": {
			config: modelOf(withFile(text("a.mp4"))), state: finished(withFile(text("a.mp4")), withHash(text("1"))), hash: text("2"),
			replace: []string{"source_file_sha256"},
			check: func(t *testing.T, next *mediaResourceModel) {
				t.Helper()
				equal(t, "hash", next.SourceFileSHA256, text("2"))
			},
		},
		"file not known yet": {
			config: modelOf(withFile(anyText)), state: finished(withFile(text("a.mp4")), withHash(text("1"))), hash: anyText,
			replace: []string{"source_file_sha256"},
		},
		"file instead of a URL": {
			config: modelOf(withFile(text("a.mp4"))), state: finished(withURL(text("u"))), hash: text("1"),
			replace: []string{"source_file_sha256"},
		},
		"URL instead of a file": {
			config: modelOf(withURL(text("u"))), state: finished(withFile(text("a.mp4")), withHash(text("1"))), replace: []string{"source_url"},
		},

		"same upload":    {config: modelOf(withUpload(text("1"))), state: finished(withUpload(text("1")))},
		"another upload": {config: modelOf(withUpload(text("2"))), state: finished(withUpload(text("1"))), replace: []string{"upload_id"}},
		"upload instead of a file": {
			config: modelOf(withUpload(text("2"))), state: finished(withFile(text("a.mp4")), withHash(text("1"))), replace: []string{"upload_id"},
		},
		"same write-only upload": {
			config: modelOf(withUploadWO(text("fresh")), withVersion(types.Int64Value(1))), state: finished(withVersion(types.Int64Value(1))),
		},
		"another write-only upload": {
			config: modelOf(withUploadWO(text("fresh")), withVersion(types.Int64Value(2))), state: finished(withVersion(types.Int64Value(1))),
			replace: []string{"upload_id_wo_version"},
		},
		"write-only instead of plain": {
			config: modelOf(withUploadWO(text("fresh")), withVersion(types.Int64Value(1))), state: finished(withUpload(text("1"))),
			replace: []string{"upload_id_wo_version"},
		},

		"imported, no source anywhere": {config: modelOf(), state: finished(), imported: true},
		"imported upload, file named": {
			config: modelOf(withFile(text("a.mp4"))), state: finished(), hash: text("1"), imported: true,
			check: func(t *testing.T, next *mediaResourceModel) {
				t.Helper()
				equal(t, "hash", next.SourceFileSHA256, text("1"))
			},
		},
		"imported upload, upload named":     {config: modelOf(withUpload(text("1"))), state: finished(), imported: true},
		"imported upload, write-only named": {config: modelOf(withUploadWO(text("1")), withVersion(types.Int64Value(1))), state: finished(), imported: true},
		"imported upload, URL named": {
			config: modelOf(withURL(text("u"))), state: finished(), imported: true,
			check: func(t *testing.T, next *mediaResourceModel) { t.Helper(); equal(t, "url", next.SourceURL, text("u")) },
		},
		"imported, the API knows another URL": {config: modelOf(withURL(text("v"))), state: finished(withURL(text("u"))), imported: true, replace: []string{"source_url"}},

		"fetch error":                 {config: modelOf(withURL(text("u"))), state: finished(withURL(text("u")), withFetchError()), replace: []string{"has_fetch_error"}, awaits: true},
		"fetch error and another URL": {config: modelOf(withURL(text("v"))), state: finished(withURL(text("u")), withFetchError()), replace: []string{"source_url", "has_fetch_error"}, awaits: true},
		"fetch error that nobody waits for": {
			config: modelOf(withURL(text("u")), withWait(types.BoolValue(false))), state: finished(withURL(text("u")), withFetchError()),
		},
		"fetch error of an imported media":  {config: modelOf(withURL(text("u"))), state: finished(withURL(text("u")), withFetchError()), imported: true},
		"fetch error without a source":      {config: modelOf(), state: finished(withURL(text("u")), withFetchError())},
		"fetch error, says it is processed": {config: modelOf(withURL(text("u"))), state: finished(withURL(text("u")), withFetchError(), withProcessing(types.BoolValue(true))), imported: true},

		"still processing":         {config: modelOf(withURL(text("u"))), state: finished(withURL(text("u")), withProcessing(types.BoolValue(true))), awaits: true},
		"new":                      {config: modelOf(withURL(text("u"))), state: finished(withURL(text("u")), withProcessing(types.BoolNull())), awaits: true, after: createTimeout - time.Second},
		"null for a whole timeout": {config: modelOf(withURL(text("u"))), state: finished(withURL(text("u")), withProcessing(types.BoolNull())), after: createTimeout},
		"processing that nobody waits for": {
			config: modelOf(withURL(text("u")), withWait(types.BoolValue(false))), state: finished(withURL(text("u")), withProcessing(types.BoolValue(true))),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := *test.config // What the framework proposes: the configuration with defaults.
			if plan.WaitForProcessing.IsNull() {
				plan.WaitForProcessing = types.BoolValue(true)
			}
			planner := mediaPlanner{
				config: test.config, plan: &plan, state: test.state, fileHash: test.hash,
				createdHere: !test.imported, now: testStart.Add(test.after), createTimeout: createTimeout,
			}
			next, replace := planner.update()
			var names []string
			for _, attribute := range replace {
				names = append(names, attribute.String())
			}
			equalSlices(t, "replace", names, test.replace)
			equal(t, "open", next.IsProcessing.IsUnknown(), test.awaits)
			equal(t, "transcription open", next.TranscriptionID.IsUnknown(), test.awaits)
			equal(t, "id", next.ID, text("m1"))
			equal(t, "created_at", next.CreatedAt, test.state.CreatedAt)
			equal(t, "file", next.SourceFile, test.config.SourceFile)
			if !test.awaits {
				equal(t, "transcription", next.TranscriptionID, test.state.TranscriptionID)
			}
			if test.check != nil {
				test.check(t, &next)
			}
		})
	}
}

func TestCheckSources(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config *mediaResourceModel
		want   string
	}{
		"none":                  {modelOf(), "Missing source: A media cannot be created without a source. Set one of `source_url`, `source_file`, `upload_id`, `upload_id_wo`."},
		"URL":                   {modelOf(withURL(text("u"))), ""},
		"file":                  {modelOf(withFile(text("f"))), ""},
		"upload":                {modelOf(withUpload(text("1"))), ""},
		"write-only upload":     {modelOf(withUploadWO(text("1"))), ""},
		"two":                   {modelOf(withURL(text("u")), withFile(text("f"))), "More than one source: A media is made from exactly one source, but `source_url`, `source_file` are set."},
		"all":                   {modelOf(withURL(text("u")), withFile(text("f")), withUpload(text("1")), withUploadWO(text("1"))), "`source_url`, `source_file`, `upload_id`, `upload_id_wo` are set"},
		"one not known yet":     {modelOf(withURL(anyText)), ""},
		"one and maybe another": {modelOf(withURL(text("u")), withFile(anyText)), ""},
		"maybe one of two":      {modelOf(withUpload(anyText), withFile(anyText)), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			diags := checkSources(test.config)
			if test.want == "" {
				noDiagnostics(t, diags)
				return
			}
			contains(t, oneDiagnostic(t, diags), "Error: ", test.want)
		})
	}
}

func TestMediaSourcesAreComplete(t *testing.T) {
	t.Parallel()
	for name := range modelOf().sources() {
		equal(t, name, slices.Contains(mediaSources, name), true)
	}
	equal(t, "number", len(modelOf().sources()), len(mediaSources))
}

const sumVideo = "3bee83cd93579b8504f6102a3ea57af43d230bdfefd60acc239c198aebb2136d"

func TestPlannedFileHash(t *testing.T) {
	t.Parallel()
	video := writeFile(t, "a.mp4", "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom")
	notes := writeFile(t, "notes.txt", "abc")
	found, problem := inspectSourceFile(notes)
	if problem != nil {
		t.Fatal(problem)
	}
	recorded := rememberedFile(t, notes, found.Size, found.Modified, "from the last time")
	touched := rememberedFile(t, notes, found.Size, found.Modified.Add(-time.Second), "from the last time")
	missing := filepath.Join(t.TempDir(), "none.mp4")
	for name, test := range map[string]struct {
		file     types.String
		state    *mediaResourceModel
		recorded sourcefile.Verified

		want     types.String
		remember bool
		message  []string
	}{
		"no file":             {file: noText, want: noText},
		"not known yet":       {file: anyText, want: anyText},
		"new":                 {file: text(video), want: text(sumVideo), remember: true},
		"unchanged":           {file: text(notes), state: finished(), recorded: recorded, want: text("from the last time")},
		"touched":             {file: text(notes), state: finished(), recorded: touched, want: text(sumABC), remember: true, message: []string{"Warning: Source file may not be supported", "text/plain"}},
		"unsupported":         {file: text(notes), want: text(sumABC), remember: true, message: []string{"Warning: Source file may not be supported"}},
		"missing, new":        {file: text(missing), want: anyText, message: []string{"Error: Source file not found"}},
		"missing, uploaded":   {file: text(missing), state: finished(withHash(text("1"))), want: text("1"), message: []string{"Warning: Source file not found", "The media exists"}},
		"directory, uploaded": {file: text(t.TempDir()), state: finished(withHash(text("1"))), want: anyText, message: []string{"Error: Source file is a directory"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, _ := offline(t)
			got, remember, diags := plannedFileHash(t.Context(), conn, modelOf(withFile(test.file)), test.state, test.recorded)
			if len(test.message) == 0 {
				noDiagnostics(t, diags)
			} else {
				contains(t, oneDiagnostic(t, diags), append(test.message, "@"+path.Root("source_file").String())...)
			}
			equal(t, "hash", got, test.want)
			equal(t, "remembered", remember != nil, test.remember)
			if remember != nil {
				equal(t, "remembered path", remember.Path(), test.file.ValueString())
				equal(t, "remembered hash", remember.SHA256(), got.ValueString())
			}
		})
	}
}

func TestPlannedFileHashIsSharedByResources(t *testing.T) {
	t.Parallel()
	conn, _ := offline(t)
	file := writeFile(t, "notes.txt", "abc")
	first, remembered, _ := plannedFileHash(t.Context(), conn, modelOf(withFile(text(file))), nil, sourcefile.Verified{})
	// Other bytes with the same size and time show that the file is not read again.
	must(t, os.WriteFile(file, []byte("xyz"), 0o600))
	must(t, os.Chtimes(file, remembered.Modified(), remembered.Modified()))
	second, _, _ := plannedFileHash(t.Context(), conn, modelOf(withFile(text(file))), nil, sourcefile.Verified{})
	equal(t, "hash", second, first)
}
