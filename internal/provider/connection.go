package provider

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/creation"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/sourcefile"
)

// connection is what Configure hands to every resource and data source: the
// way to the API, and what all of them share within one Terraform operation.
type connection struct {
	configuration configuration
	options       connectionOptions

	build  func() (*client.Client, diag.Diagnostics)
	ledger *creation.Ledger
	hashes *sourcefile.Hasher
	// plannedURLs finds two subscriptions with one URL in a plan.
	plannedURLs plannedURLs

	medias        *objectReader[client.Media]
	clips         *objectReader[client.Clip]
	subscriptions *objectReader[client.WebhookSubscription]

	// proof knows whether the base URL is that of the API.
	proof baseURLProof
}

// connectionOptions are the surroundings that a connection works in.
type connectionOptions struct {
	// background is the context of what serves several calls and ends with none.
	background context.Context
	userAgent  string
	logger     *slog.Logger
	clock      client.Clock
	journal    *creation.Journal
	// uploadIdleTimeout is the client's; 0 means its default.
	uploadIdleTimeout time.Duration
}

func newConnection(configuration configuration, options connectionOptions) *connection {
	conn := &connection{configuration: configuration, options: options, hashes: sourcefile.NewHasher()}
	conn.build = sync.OnceValues(conn.newClient)
	conn.ledger = creation.NewLedger(options.journal, creation.Options{
		Clock: options.clock, Log: options.logger, ServerTime: conn.serverTime,
		RequestTimeout: configuration.requestTimeout,
		Scope:          configuration.baseURL + " " + creation.Workspace(),
		Key:            keyHint(configuration),
	})
	conn.medias = newObjectReader(conn, mediaType, (*client.Client).GetMedia, (*client.Client).MediaPage,
		func(media *client.Media) string { return media.ID })
	conn.clips = newObjectReader(conn, clipType, (*client.Client).GetClip, (*client.Client).ClipPage,
		func(clip *client.Clip) string { return clip.ID })
	conn.subscriptions = newObjectReader(conn, webhookSubscriptionType, (*client.Client).GetWebhookSubscription, (*client.Client).WebhookSubscriptionPage,
		func(subscription *client.WebhookSubscription) string { return subscription.ID })
	return conn
}

// client returns the API client, built at the first call. It fails with a
// diagnostic when the provider's configuration is unknown or incomplete.
func (c *connection) client() (*client.Client, diag.Diagnostics) { return c.build() }

// own notes that an object is in the state: it is nobody else's, and its creation
// is complete.
func (c *connection) own(kind, id, _ string) {
	c.ledger.Own(kind, id)
}

// keyHint tells two API keys apart, as a rule, and gives nothing away: many keys
// have the same hint.
func keyHint(configuration configuration) string {
	sum := sha256.Sum256([]byte("contentgroove " + configuration.baseURL + " " + configuration.apiKey))
	return hex.EncodeToString(sum[:2])
}

// changed notes that this operation has changed an object, so that no page that was
// read before is believed for it.
func (c *connection) changed(kind, id string) {
	switch kind {
	case mediaType:
		c.medias.Changed(id)
	case clipType:
		c.clips.Changed(id)
	case webhookSubscriptionType:
		c.subscriptions.Changed(id)
	}
}

// serverTime translates a time of this machine's clock into the server's. It
// reports whether the server has ever told its time.
func (c *connection) serverTime(local time.Time) (time.Time, bool) {
	api, diags := c.client()
	if diags.HasError() {
		return local, false
	}
	_, known := api.ServerClock()
	return api.ServerTime(local), known
}

// serverNow is the present by the server's clock, as far as it is known.
func (c *connection) serverNow() time.Time {
	now := c.options.clock.Now()
	if api, diags := c.client(); !diags.HasError() {
		return api.ServerTime(now)
	}
	return now
}

// confirmBaseURL returns nil if something at the base URL has answered as the API
// does, or does so now.
func (c *connection) confirmBaseURL(ctx context.Context) error {
	return c.proof.require(ctx, c.options.background, c.probe)
}

// probe asks for a list, to learn whether anything at the base URL is the API.
func (c *connection) probe(ctx context.Context) error {
	api, diags := c.client()
	if diags.HasError() {
		return diagnosticsError(diags)
	}
	for _, err := range api.Medias(ctx, client.ListOptions{Limit: 1}) {
		return err
	}
	return nil
}

// hasKey tells whether there is an API key to authenticate with.
func (c *connection) hasKey() bool { return c.configuration.apiKey != "" }

func (c *connection) newClient() (*client.Client, diag.Diagnostics) {
	var diags diag.Diagnostics
	if !c.configuration.complete() {
		slices.Sort(c.configuration.unknown)
		diags.AddError("Provider configuration not known yet", fmt.Sprintf(
			"The ContentGroove API has to be called, but these attributes of the provider block depend on values that Terraform only "+
				"knows after an apply: %s. Apply the resources that they come from first (terraform apply -target=...), or set them "+
				"from variables or the environment.", strings.Join(c.configuration.unknown, ", ")))
		return nil, diags
	}
	if !c.hasKey() {
		diags.AddAttributeError(configurationPath("api_key"), "Missing API key",
			"The ContentGroove API needs an API key. Create one on https://app.contentgroove.com/api_keys, then set the environment "+
				"variable "+envAPIKey+" or the attribute `api_key` of the provider block.")
		return nil, diags
	}
	api, err := client.New(client.Options{
		BaseURL:           c.configuration.baseURL,
		APIKey:            c.configuration.apiKey,
		AuthMethod:        c.configuration.authMethod,
		UserAgent:         c.options.userAgent,
		RequestTimeout:    c.configuration.requestTimeout,
		MaxRetries:        c.configuration.maxRetries,
		RequestsPerSecond: c.configuration.requestsPerSecond,
		RootCAs:           c.configuration.rootCAs,
		Logger:            c.options.logger,
		Clock:             c.options.clock,
		UploadIdleTimeout: c.options.uploadIdleTimeout,
	})
	if err != nil {
		diags.AddError("Invalid provider configuration", err.Error())
		return nil, diags
	}
	return api, diags
}

// connectionFrom unwraps the data that Configure stored. It is nil, without an
// error, before the provider is configured: Terraform validates first.
func connectionFrom(providerData any) (*connection, diag.Diagnostics) {
	var diags diag.Diagnostics
	if providerData == nil {
		return nil, diags
	}
	conn, ok := providerData.(*connection)
	if !ok {
		diags.AddError("Unexpected provider data", fmt.Sprintf(
			"Expected a connection, got %T. This is a bug in the provider; please report it.", providerData))
	}
	return conn, diags
}
