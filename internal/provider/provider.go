// Package provider maps the ContentGroove Developer API to Terraform: media,
// clips and webhook subscriptions as resources, data sources and list resources,
// and what goes with them as an ephemeral resource, actions and a function.
package provider

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/creation"
)

var (
	_ provider.Provider                       = (*contentgrooveProvider)(nil)
	_ provider.ProviderWithActions            = (*contentgrooveProvider)(nil)
	_ provider.ProviderWithEphemeralResources = (*contentgrooveProvider)(nil)
	_ provider.ProviderWithFunctions          = (*contentgrooveProvider)(nil)
	_ provider.ProviderWithListResources      = (*contentgrooveProvider)(nil)
)

// contentgrooveProvider is the root of the provider. One value serves one
// Terraform operation.
type contentgrooveProvider struct {
	version string
	clock   client.Clock
	journal *creation.Journal
	// journalDir is where the journal is kept if there is none yet.
	journalDir string
	// uploadIdleTimeout is the client's; 0 means its default.
	uploadIdleTimeout time.Duration

	// conn is what Configure has made.
	conn atomic.Pointer[connection]
}

// Option changes how a provider works with its surroundings. Programs need
// none; tests use them to control time and files.
type Option func(*contentgrooveProvider)

// WithClock makes every wait and every back-off of the provider use clock
// instead of the system's time.
func WithClock(clock client.Clock) Option {
	return func(p *contentgrooveProvider) { p.clock = clock }
}

// WithJournalDir keeps the record of unfinished creations in dir instead of
// Terraform's data directory (TF_DATA_DIR, or .terraform).
func WithJournalDir(dir string) Option {
	return func(p *contentgrooveProvider) { p.journalDir = dir }
}

// WithJournal keeps that record in a journal of the test's own.
func WithJournal(journal *creation.Journal) Option {
	return func(p *contentgrooveProvider) { p.journal = journal }
}

// WithUploadIdleTimeout ends an attempt to upload a file after so long without
// progress, which is a minute otherwise. That time is always real time.
func WithUploadIdleTimeout(timeout time.Duration) Option {
	return func(p *contentgrooveProvider) { p.uploadIdleTimeout = timeout }
}

// New returns a factory for the provider. The version is the one that the
// release was built with, "dev" for a local build; it is sent to the API in
// the user agent. [NewServer] serves it.
func New(version string, options ...Option) func() provider.Provider {
	return func() provider.Provider { return newProvider(version, options) }
}

func newProvider(version string, options []Option) *contentgrooveProvider {
	p := &contentgrooveProvider{version: version, clock: client.SystemClock(), journalDir: creation.DefaultDir()}
	for _, option := range options {
		option(p)
	}
	if p.journal == nil {
		p.journal = creation.Open(p.journalDir, creation.Host{Now: p.clock.Now})
	}
	return p
}

// providerModel is the provider block.
type providerModel struct {
	configurationValues
}

// Metadata names the provider.
func (p *contentgrooveProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = typeNamePrefix
	resp.Version = p.version
}

// typeNamePrefix starts the name of every kind of this provider.
const typeNamePrefix = "contentgroove"

// Schema describes the provider block.
func (p *contentgrooveProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The ContentGroove provider manages media, clips and webhook subscriptions through the " +
			"[ContentGroove Developer API](https://developers.contentgroove.com/api_reference).",
		Attributes: map[string]schema.Attribute{
			"api_key": schema.StringAttribute{
				MarkdownDescription: "API key of the account, created on the [API Keys page](https://app.contentgroove.com/api_keys). " +
					"White space around it is removed. May be set with the environment variable `" + envAPIKey + "` instead, " +
					"which keeps it out of the configuration. Needed as soon as the provider calls the API.",
				Optional:  true,
				Sensitive: true,
				Validators: []validator.String{
					checkedString{rule: "a key without white space or control characters inside", secret: true, check: client.ValidateAPIKey},
				},
			},
			"base_url": schema.StringAttribute{
				MarkdownDescription: "Base URL of the API, including its version. Must be `https`, or `http` on a loopback host. " +
					"May be set with `" + envBaseURL + "`. Default: `" + client.DefaultBaseURL + "`.",
				Optional: true,
				Validators: []validator.String{
					checkedString{rule: "an absolute https URL (http only on a loopback host)", check: client.ValidateBaseURL},
				},
			},
			"auth_method": schema.StringAttribute{
				MarkdownDescription: "How the key is sent: `bearer` (header `Authorization`), `x_api_key` (header `X-API-KEY`) or " +
					"`query` (parameter `api_key`, which ends up in the access logs of servers and proxies: prefer a header). " +
					"May be set with `" + envAuthMethod + "`. Default: `bearer`.",
				Optional: true,
				Validators: []validator.String{
					oneOf(string(client.AuthBearer), string(client.AuthXAPIKey), string(client.AuthQuery)),
				},
			},
			"request_timeout": schema.StringAttribute{
				MarkdownDescription: "Time limit of one attempt of one API request, as a duration such as `30s` or `2m`. It does not " +
					"bound the upload of a file, which may take as long as it makes progress. Default: `30s`.",
				Optional:   true,
				Validators: []validator.String{positiveDuration()},
			},
			"max_retries": schema.Int64Attribute{
				MarkdownDescription: "How often a failed request is repeated when that is safe: after a rate limit (429), a server error or a " +
					"lost connection. A request that creates something is only repeated when the server cannot have acted on it. " +
					"From `0` to `20`. Default: `5`.",
				Optional:   true,
				Validators: []validator.Int64{wholeNumberRange{from: 0, to: 20}},
			},
			"requests_per_second": schema.Float64Attribute{
				MarkdownDescription: "Upper limit on the requests that this provider sends per second, over everything it does. `0` sets no " +
					"limit of its own; it still slows down when the API answers 429. Default: `0`.",
				Optional:   true,
				Validators: []validator.Float64{notNegative()},
			},
			"bulk_read": schema.StringAttribute{
				MarkdownDescription: "How a refresh reads many objects: `auto` takes them from pages of the API's lists, a hundred at once, as soon as a few " +
					"of one type were read; `off` asks for each by its id. Objects that a page does not show, or that this run has changed, are " +
					"always read by their id, and a page is used for one minute at most. Default: `auto`.",
				Optional:   true,
				Validators: []validator.String{oneOf(bulkReadAuto, bulkReadOff)},
			},
			"ca_certificate_file": schema.StringAttribute{
				MarkdownDescription: "Path of a PEM file with the certificate authorities to trust instead of the system's, for example those " +
					"of a company proxy. May be set with `" + envCACertificateFile + "`.",
				Optional:   true,
				Validators: []validator.String{notEmpty()},
			},
		},
	}
}

// Configure reads the provider block and the environment. It sends nothing:
// the client is built when a resource or data source first needs it, so that
// values unknown at plan time are no error.
func (p *contentgrooveProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var model providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	configuration, diags := resolveConfiguration(model.configurationValues)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	conn := newConnection(configuration, connectionOptions{
		background:        context.WithoutCancel(ctx),
		userAgent:         userAgent(p.version, req.TerraformVersion),
		logger:            newLogger(),
		clock:             p.clock,
		journal:           p.journal,
		uploadIdleTimeout: p.uploadIdleTimeout,
	})
	p.conn.Store(conn)
	if left := conn.ledger.Left(); len(left) > 0 {
		resp.Diagnostics.Append(interruptedRunWarning(left))
	}
	// Without the capability, what needs the API fails with an error that says what
	// to do (newClient).
	if req.ClientCapabilities.DeferralAllowed && !configuration.complete() {
		resp.Deferred = &provider.Deferred{Reason: provider.DeferredReasonProviderConfigUnknown}
	}
	resp.ActionData = conn
	resp.DataSourceData = conn
	resp.EphemeralResourceData = conn
	resp.ListResourceData = conn
	resp.ResourceData = conn
}

// Resources lists the managed resources.
func (p *contentgrooveProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		newMediaResource,
		newClipResource,
		newWebhookSubscriptionResource,
	}
}

// DataSources lists the data sources.
func (p *contentgrooveProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		newMediaDataSource,
		newMediasDataSource,
		newClipDataSource,
		newClipsDataSource,
		newWebhookSubscriptionDataSource,
		newWebhookSubscriptionsDataSource,
		newAPIConfigurationDataSource,
	}
}

// ListResources lists the list resources, one for each managed resource.
func (p *contentgrooveProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		newMediaListResource,
		newClipListResource,
		newWebhookSubscriptionListResource,
	}
}

// EphemeralResources lists the ephemeral resources.
func (p *contentgrooveProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{newDirectUploadEphemeral, newClipFileEphemeral}
}

// Actions lists the actions.
func (p *contentgrooveProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{newMediaWaitAction, newWebhookTestAction}
}

// Functions lists the functions.
func (p *contentgrooveProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		newWebhookEventFunction,
		newClipsVTTFunction,
		newClipsSRTFunction,
		newTimecodeFunction,
		newFormatTimecodeFunction,
	}
}

// configurationPath names an attribute of the provider block in a diagnostic.
func configurationPath(name string) path.Path { return path.Root(name) }
