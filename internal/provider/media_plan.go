package provider

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/processing"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/sourcefile"
)

// mediaSources are the ways to say what a media is made from.
var mediaSources = []string{"source_url", "source_file", "upload_id", "upload_id_wo"}

// sources returns the values of the ways to name a source, by attribute.
func (m *mediaResourceModel) sources() map[string]attr.Value {
	return map[string]attr.Value{
		"source_url": m.SourceURL, "source_file": m.SourceFile, "upload_id": m.UploadID, "upload_id_wo": m.UploadIDWO,
	}
}

// checkSources refuses a media without a source, or with several. Unknown
// values get the benefit of the doubt.
func checkSources(config *mediaResourceModel) diag.Diagnostics {
	var given []string
	open := false
	values := config.sources()
	for _, source := range mediaSources {
		switch value := values[source]; {
		case value.IsUnknown():
			open = true
		case !value.IsNull():
			given = append(given, source)
		}
	}
	diags := oneSource(given)
	if len(given) == 0 && !open {
		diags.AddError("Missing source", fmt.Sprintf("A media cannot be created without a source. Set one of %s.", quotedList(mediaSources)))
	}
	return diags
}

// oneSource refuses several sources.
func oneSource(given []string) diag.Diagnostics {
	var diags diag.Diagnostics
	if len(given) > 1 {
		diags.AddAttributeError(path.Root(given[1]), "More than one source", fmt.Sprintf(
			"A media is made from exactly one source, but %s are set. Keep one of them and remove the others.", quotedList(given)))
	}
	return diags
}

// mediaPlanner computes what an update of a media means. It looks at values
// only; its inputs tell about files and time.
type mediaPlanner struct {
	config, plan, state *mediaResourceModel

	// fileHash is the hash of the configured source_file: known, or unknown when
	// the path is, or null when there is no such source. It is the state's when
	// the file is missing.
	fileHash types.String
	// createdHere tells that this resource created the media, so that it may
	// create it anew when the source could not be fetched.
	createdHere bool
	// now is the server's time.
	now time.Time
	// createTimeout is how long a media may be neither processing nor finished.
	createTimeout time.Duration
}

// update returns the plan for an existing media and the paths of the arguments
// that only a new media can satisfy.
func (p *mediaPlanner) update() (mediaResourceModel, path.Paths) {
	next := *p.plan
	next.mediaObject = p.state.mediaObject
	next.Name, next.Description = p.config.Name, p.config.Description
	next.SourceFileSHA256 = p.state.SourceFileSHA256
	if !p.config.SourceURL.IsNull() && !sameSource(p.config.SourceURL, p.state.SourceURL) {
		next.SourceURL = p.config.SourceURL
	}
	if p.usesFile() {
		next.SourceFileSHA256 = p.fileHash
	}

	var replace path.Paths
	if attribute := p.changedSource(); attribute != "" {
		replace = append(replace, path.Root(attribute))
	}
	if p.failed() {
		next.expectProcessing()
		replace = append(replace, path.Root("has_fetch_error"))
	} else if p.awaited() {
		next.expectProcessing()
	}
	return next, replace
}

// usesFile tells whether the configured source is a local file.
func (p *mediaPlanner) usesFile() bool { return !p.config.SourceFile.IsNull() }

// changedSource returns the attribute that names another source than the one
// the media was made from, or "".
//
// A media whose source the state does not know was imported: the API does not
// return the source of an upload. Naming it later changes nothing.
func (p *mediaPlanner) changedSource() string {
	state := p.state
	if !known(state.SourceURL) && !known(state.SourceFileSHA256) && !known(state.UploadID) && !known(state.UploadIDWOVersion) {
		return ""
	}
	switch config := p.config; {
	case p.usesFile():
		if !p.fileHash.Equal(state.SourceFileSHA256) {
			return "source_file_sha256"
		}
	case !config.UploadID.IsNull():
		if !config.UploadID.Equal(state.UploadID) {
			return "upload_id"
		}
	case !config.UploadIDWOVersion.IsNull():
		if !config.UploadIDWOVersion.Equal(state.UploadIDWOVersion) {
			return "upload_id_wo_version"
		}
	case !config.SourceURL.IsNull():
		if !sameSource(config.SourceURL, state.SourceURL) {
			return "source_url"
		}
	}
	return ""
}

// failed tells whether the media must be made anew, because its source could
// not be fetched and somebody waits for the result.
func (p *mediaPlanner) failed() bool {
	return p.createdHere && p.state.HasFetchError.ValueBool() && p.config.waits() && !checkSources(p.config).HasError()
}

// awaited tells whether an update has to go on waiting.
func (p *mediaPlanner) awaited() bool {
	return p.plan.WaitForProcessing.ValueBool() && !p.state.HasFetchError.ValueBool() &&
		processing.Of(p.state.IsProcessing.ValueBoolPointer()).At(p.now, createdTime(p.state.CreatedAt), p.createTimeout) == processing.Pending
}

// waits tells whether the configuration asks to wait, which is the default.
func (m *mediaResourceModel) waits() bool {
	return m.WaitForProcessing.IsNull() || m.WaitForProcessing.ValueBool()
}

// plannedFileHash returns the hash of the configured file, or what stands for it
// when the file cannot be read now. The second value is what to remember so that
// the same file need not be read again.
func plannedFileHash(ctx context.Context, conn *connection, config, state *mediaResourceModel, recorded sourcefile.Verified) (types.String, *sourcefile.Verified, diag.Diagnostics) {
	var diags diag.Diagnostics
	switch {
	case config.SourceFile.IsNull():
		return types.StringNull(), nil, diags
	case config.SourceFile.IsUnknown():
		return types.StringUnknown(), nil, diags
	}
	file, problem := inspectSourceFile(config.SourceFile.ValueString())
	switch {
	case problem != nil && errors.Is(problem, sourcefile.ErrNotFound) && state != nil:
		diags.AddAttributeWarning(path.Root("source_file"), problem.summary,
			problem.detail+"\n\nThe media exists, so nothing is planned for it: whether the file's bytes have changed is unknown.")
		return state.SourceFileSHA256, nil, diags
	case problem != nil:
		diags.Append(problem.diagnostic())
		return types.StringUnknown(), nil, diags
	case file.Unchanged(recorded):
		return types.StringValue(recorded.SHA256()), nil, diags
	}
	if warning, unsupported := unsupportedTypeWarning(file); unsupported {
		diags.Append(warning)
	}
	hashed, err := conn.hashes.Hash(ctx, file)
	if err != nil {
		diags.Append(sourceFileProblem(err).diagnostic())
		return types.StringUnknown(), nil, diags
	}
	return types.StringValue(hashed.SHA256()), &hashed, diags
}
