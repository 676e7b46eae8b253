package provider_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// Texts that several errors share.
const (
	anyRequestID  = "(request id "
	checkTheKey   = "it comes from the attribute `api_key` or the environment variable CONTENTGROOVE_API_KEY, and is listed on https://app.contentgroove.com/api_keys"
	notOurAPI     = "Something other than the ContentGroove API may have answered. Check `base_url`, and proxies between here and the API."
	serversFault  = "This is a failure on the server's side. Apply again later; if it goes on, give the request id to ContentGroove's support."
	someMediaID   = "7f0f6a55-0000-4000-8000-000000000000"
	listAllMedias = `data "contentgroove_medias" "test" {}`
)

// endless is how often a fault strikes that never stops.
const endless = 1000

// What the user reads for each error of the API, and for each mistake in a
// configuration that the provider can see.
func TestAccErrors_text(t *testing.T) {
	t.Parallel()
	media := mediaConfig(sourceURL + "\n" + `name = "Weekly call"`)
	for name, test := range map[string]struct {
		options mockapi.Options
		fault   mockapi.Fault
		config  string
		// provider are further lines of the provider block.
		provider []string
		want     []string
		// requests is how many requests may be sent.
		requests int
	}{
		"400": {
			options:  mockapi.Options{Profile: mockapi.Strict}, // the lenient one ignores the filter
			config:   dataConfig("medias", `filter = { source_file_preview_image_url_cont = "red" }`),
			want:     []string{"Cannot list media", "List medias: the API answered 400 Bad Request", "in the parameter filter[source_file_preview_image_url_cont]", anyRequestID},
			requests: 1,
		},
		"401": {
			options:  mockapi.Options{APIKeys: []string{"another-key"}},
			config:   media,
			want:     []string{`Cannot create media "Weekly call"`, "Create media: the API answered 401 Unauthorized: You need to sign in or sign up before continuing", anyRequestID, checkTheKey},
			requests: 2, // What is there is looked at before the creation.
		},
		"402": {
			fault:    mockapi.Fault{Kind: mockapi.Quota402, Times: endless},
			config:   media,
			want:     []string{`Cannot create media "Weekly call"`, "402 Payment Required", "exceeded_quota_count", anyRequestID, "See https://app.contentgroove.com/quota_usage; waiting or retrying does not help."},
			requests: 2, // What is there is looked at before; then it fails at once.
		},
		"404": {
			config:   dataConfig("media", `id = "`+someMediaID+`"`),
			want:     []string{"No such media", `There is no media with the id "` + someMediaID + `", or it belongs to another account.`, "404 Not Found", anyRequestID, "id = "},
			requests: 2, // The second makes sure that the API is there.
		},
		"422": {
			config: media + `
resource "contentgroove_clip" "test" {
  media_id   = contentgroove_media.test.id
  name       = "Too long"
  start_time = 12.5
  end_time   = 100000
}`,
			want:     []string{`Cannot create clip "Too long"`, "422 Unprocessable Entity", "at /data/attributes/end_time", anyRequestID, "end_time = 100000"},
			requests: 6, // The media, two looks at its processing at most, the clip, and a look at the list before each creation.
		},
		"429": {
			fault:    mockapi.Fault{Kind: mockapi.RateLimited, Times: endless},
			config:   media,
			provider: []string{"max_retries = 2"},
			want:     []string{`Cannot create media "Weekly call"`, "429 Too Many Requests", anyRequestID, "max_retries", "Set `requests_per_second` in the provider block"},
			requests: 6, // The look at the list, and the creation.
		},
		"429 with Retry-After": {
			fault:    mockapi.Fault{Kind: mockapi.RateLimited, Times: endless, RetryAfter: mockapi.RetryAfterDate},
			config:   listAllMedias,
			provider: []string{"max_retries = 1"},
			want:     []string{"Cannot list media", "429 Too Many Requests", anyRequestID},
			requests: 2,
		},
		"500 in a list": {
			fault:    mockapi.Fault{Kind: mockapi.Error500Before, Times: endless},
			config:   listAllMedias,
			provider: []string{"max_retries = 2"},
			want:     []string{"Cannot list media", "500 Internal Server Error", anyRequestID, serversFault},
			requests: 3,
		},
		"500 in a create": {
			fault:    mockapi.Fault{Operation: mockapi.OpCreateMedia, Kind: mockapi.Error500Before},
			config:   media,
			want:     []string{`Cannot create media "Weekly call"`, "500 Internal Server Error", "may or may not have been carried out", "No matching object has appeared on the server"},
			requests: 12, // The request that creates is sent once; the list is read before, and for a minute after it.
		},
		"a web page": {
			fault:    mockapi.Fault{Kind: mockapi.HTML, Times: endless},
			config:   listAllMedias,
			provider: []string{"max_retries = 5"},
			want:     []string{"Cannot list media", "text/html", "Be right back", notOurAPI},
			requests: 3,
		},
		"a web page of a proxy": {
			fault:    mockapi.Fault{Kind: mockapi.HTML502, Times: endless},
			config:   listAllMedias,
			provider: []string{"max_retries = 0"},
			want:     []string{"Cannot list media", "502 Bad Gateway", "text/html", serversFault},
			requests: 1,
		},
		"other JSON": {
			fault:    mockapi.Fault{Kind: mockapi.SenselessJSON, Times: endless},
			config:   listAllMedias,
			provider: []string{"max_retries = 0"},
			want:     []string{"Cannot list media", notOurAPI},
			requests: 1,
		},
		"a redirect": {
			fault:    mockapi.Fault{Kind: mockapi.RedirectOtherHost, RedirectTo: "https://elsewhere.example.com/login?token=secret"},
			config:   listAllMedias,
			want:     []string{"Cannot list media", "302 Found", "a redirect to https://elsewhere.example.com, which is not followed"},
			requests: 1,
		},
		"a lost connection": {
			fault:    mockapi.Fault{Kind: mockapi.ResetBefore, Times: endless},
			config:   listAllMedias,
			provider: []string{"max_retries = 1"},
			want:     []string{"Cannot list media"},
			requests: 4, // The transport may repeat on its own what broke on a kept connection.
		},
		"no answer": {
			fault:    mockapi.Fault{Kind: mockapi.Timeout, Times: endless},
			config:   listAllMedias,
			provider: []string{`request_timeout = "200ms"`, "max_retries = 0"},
			want:     []string{"Cannot list media", "request_timeout"},
			requests: 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, test.options)
			if test.fault.Kind != "" {
				env.Inject(test.fault)
			}
			cli := env.CLI(t)
			cli.Write("main.tf", requiredProviders+env.Config(test.config, test.provider...))
			printed, err := cli.Run("apply", "-auto-approve")
			if err == nil {
				t.Fatalf("the apply succeeded:\n%s", printed)
			}
			wants(t, printed, test.want...)
			for _, secret := range []string{mockapi.DefaultAPIKey, "token=", "This is a bug", "panic"} {
				// The frame of an error may quote the provider block, never its key.
				if strings.Contains(printed, secret) {
					t.Errorf("%q is shown in:\n%s", secret, printed)
				}
			}
			if sent := env.CountRequests(""); sent > test.requests {
				t.Errorf("%d requests were sent, want at most %d", sent, test.requests)
			}
		})
	}
}

// What is wrong in itself is refused by a plan, without any request.
func TestAccErrors_configuration(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config   string
		provider string
		want     []string
	}{
		"plain http": {
			config: `provider "contentgroove" { base_url = "http://api.example.com/api/v1" }` + "\n" + listAllMedias,
			want:   []string{"Invalid value of base_url", "is not an absolute https URL (http only on a loopback host)"},
		},
		"base URL with a query": {
			config: `provider "contentgroove" { base_url = "https://api.example.com/api/v1?api_key=secret" }` + "\n" + listAllMedias,
			want:   []string{"Invalid value of base_url"},
		},
		"key with white space": {
			// Terraform quotes the line that is at fault, so the key is not in it.
			config: `provider "contentgroove" { api_key = var.key }
variable "key" {
  default   = "abc def"
  sensitive = true
}
` + listAllMedias,
			want: []string{"Invalid value of api_key", "The value is not a key without white space or control characters inside"},
		},
		"authentication method": {provider: `auth_method = "basic"`, want: []string{"Invalid value of auth_method", `The value "basic" is not one of "bearer", "x_api_key", "query"`}},
		"bad duration":          {provider: `request_timeout = "soon"`, want: []string{"Invalid value of request_timeout", `The value "soon" is not a positive duration`}},
		"duration without unit": {provider: `request_timeout = "30"`, want: []string{`The value "30" is not a positive duration`, "write a number with a unit"}},
		"negative duration":     {provider: `request_timeout = "-1s"`, want: []string{`The value "-1s" is not a positive duration`, "longer than nothing"}},
		"too many retries":      {provider: `max_retries = 21`, want: []string{"max_retries", "The value 21 is not a whole number from 0 to 20."}},
		"negative rate":         {provider: `requests_per_second = -1`, want: []string{"requests_per_second", "The value -1 is not a number of 0 or more"}},
		"certificates":          {provider: `ca_certificate_file = "none.pem"`, want: []string{"Invalid certificate file", "The file named by the attribute `ca_certificate_file` cannot be used", "no such file"}},
		"two sources":           {config: mediaConfig(sourceURL + "\n" + `upload_id = "abc"`), want: []string{"More than one source", "source_url", "upload_id"}},
		"no source": {
			config: mediaConfig(`name = "Weekly call"`),
			want:   []string{"Missing source", "A media cannot be created without a source. Set one of `source_url`, `source_file`, `upload_id`, `upload_id_wo`."},
		},
		"no web address":   {config: mediaConfig(`source_url = "ftp://media.example.com/call.mp4"`), want: []string{"Invalid value of source_url", "it must begin with http:// or https://"}},
		"missing file":     {config: mediaConfig(`source_file = "none.mp4"`), want: []string{"Source file not found", `There is no file "none.mp4"`}},
		"directory":        {config: mediaConfig(`source_file = "."`), want: []string{"Source file is a directory"}},
		"empty file":       {config: mediaConfig(`source_file = "${path.cwd}/empty.mp4"`), want: []string{"Source file is empty"}},
		"clip backwards":   {config: clipConfig(someMediaID, "Backwards", 30, 12.5, ""), want: []string{"Clip ends before it starts", "end_time (12.5 s) must be after start_time (30 s)."}},
		"no events at all": {config: subscriptionConfig(receiverURL, "subscribed_events = []"), want: []string{"subscribed_events", "a set with at least one element"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, mockapi.Options{})
			cli := env.CLI(t)
			cli.Write("empty.mp4", "")
			config := test.config
			switch {
			case test.provider != "":
				config = env.Config(listAllMedias, test.provider)
			case !strings.HasPrefix(config, "provider"):
				config = env.Config(config)
			}
			cli.Write("main.tf", requiredProviders+config)
			printed, err := cli.Run("plan")
			if err == nil {
				t.Fatalf("the plan succeeded:\n%s", printed)
			}
			wants(t, printed, test.want...)
			if strings.Contains(printed, "abc def") {
				t.Errorf("the key is shown:\n%s", printed)
			}
			count(t, env, "", 0)
		})
	}
}

// Something at base_url that answers every path 404 must not empty the state.
func TestAccErrors_wrongBaseURL(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	elsewhere := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(elsewhere.Close)
	cli := env.CLI(t)
	config := requiredProviders + env.Config(mediaConfig(sourceURL))
	cli.Write("main.tf", config)
	cli.MustRun("apply", "-auto-approve")
	env.Clock.Advance(slowProcessing) // No new object any more, for which a 404 may be a lag.

	cli.Write("main.tf", strings.Replace(config, env.URL(), elsewhere.URL, 1))
	printed, err := cli.Run("apply", "-auto-approve")
	if err == nil {
		t.Errorf("the apply succeeded:\n%s", printed)
	}
	wants(t, printed, "Cannot read contentgroove_media (id "+env.Medias()[0].ID+")", "This answer has not the form of the API's own", "Check base_url ("+elsewhere.URL)

	cli.Write("main.tf", config)
	wants(t, cli.MustRun("plan"), "No changes.")
}

// Neither an error nor nonsense in a refresh removes anything from the state.
func TestAccErrors_refresh(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	cli := env.CLI(t)
	cli.Write("main.tf", requiredProviders+env.Config(mediaConfig(sourceURL), "max_retries = 0"))
	cli.MustRun("apply", "-auto-approve")
	for _, kind := range []mockapi.FaultKind{
		mockapi.Error500Before, mockapi.Unauthorized401, mockapi.HTML, mockapi.SenselessJSON, mockapi.TruncatedBody, mockapi.ResetBefore,
	} {
		env.Inject(mockapi.Fault{Kind: kind, Times: endless})
		printed, err := cli.Run("apply", "-auto-approve")
		if err == nil {
			t.Errorf("the apply succeeded in spite of %q:\n%s", kind, printed)
		}
		wants(t, printed, "Cannot read contentgroove_media")
		env.ClearFaults()
	}
	wants(t, cli.MustRun("plan"), "No changes.")
	count(t, env, mockapi.OpCreateMedia, 1)
}

// What is gone is said to be gone, and made again.
func TestAccErrors_gone(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	cli := env.CLI(t)
	cli.Write("main.tf", requiredProviders+env.Config(mediaConfig(sourceURL)))
	cli.MustRun("apply", "-auto-approve")
	env.Clock.Advance(slowProcessing)
	id := env.Medias()[0].ID
	env.DeleteMedia(id)
	wants(t, cli.MustRun("plan"), "Warning: Media is gone", "ContentGroove does not know the id "+id+" any more", "1 to add, 0 to change, 0 to destroy")
}
