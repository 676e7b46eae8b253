package provider

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// refusal is an answer with this status, wrapped as the client does it.
func refusal(status int, objects ...client.ErrorObject) error {
	return fmt.Errorf("wrapped: %w", &client.APIError{Operation: "create media", StatusCode: status, RequestID: "req-1", Errors: objects, Documented: true})
}

func TestNextStep(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err  error
		want []string
	}{
		"401":               {refusal(http.StatusUnauthorized), []string{"api_key", "CONTENTGROOVE_API_KEY", "https://app.contentgroove.com/api_keys"}},
		"403":               {refusal(http.StatusForbidden), []string{"Check the API key"}},
		"402":               {refusal(http.StatusPaymentRequired), []string{"https://app.contentgroove.com/quota_usage"}},
		"404":               {&client.APIError{StatusCode: 404, Method: "GET", Object: "m1", Documented: true}, []string{"Check the id,", "account"}},
		"404 of a creation": {&client.APIError{StatusCode: 404, Method: "POST", Documented: true}, []string{"Check the ids among the arguments", "base_url"}},
		"404 of a list":     {&client.APIError{StatusCode: 404, Method: "GET", Documented: true}, []string{"Check `base_url`"}},
		"404 of a proxy":    {&client.APIError{StatusCode: 404, Method: "GET", Object: "m1"}, []string{"Check `base_url`"}},
		"long Retry-After":  {&client.RetryAfterError{Err: refusal(http.StatusTooManyRequests)}, []string{"Apply again after that time", "requests_per_second"}},
		"another object":    {&client.OtherObjectError{}, []string{"base_url", "proxies"}},
		"429":               {refusal(http.StatusTooManyRequests), []string{"requests_per_second", "max_retries", "-parallelism"}},
		"500":               {refusal(http.StatusInternalServerError), []string{"server's side", "request id"}},
		"503":               {refusal(http.StatusServiceUnavailable), []string{"server's side"}},
		"no document":       {&client.MalformedError{Err: errors.New("not JSON")}, []string{"base_url", "proxies"}},
		"time limit":        {fmt.Errorf("read media: %w", context.DeadlineExceeded), []string{"timeouts"}},
		"interrupt":         {fmt.Errorf("read media: %w", context.Canceled), []string{"interrupted", "Apply again"}},
		"ambiguous 500":     {&client.AmbiguousError{Err: refusal(http.StatusInternalServerError)}, []string{"server's side"}},
		"gave up after 429": {&client.RetryError{Err: refusal(http.StatusTooManyRequests), Limit: context.DeadlineExceeded}, []string{"requests_per_second"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			contains(t, nextStep(test.err), test.want...)
		})
	}
	for name, err := range map[string]error{"422": refusal(http.StatusUnprocessableEntity), "something else": errors.New("disk full")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			equal(t, "next step", nextStep(err), "")
		})
	}
}

func TestAPIDiagnostic(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err       error
		attribute path.Path
	}{
		"no pointer":            {refusal(422, client.ErrorObject{Title: "Invalid"}), path.Empty()},
		"pointer":               {refusal(422, client.ErrorObject{Title: "Invalid", Pointer: "/data/attributes/name"}), path.Root("name")},
		"second error's":        {refusal(422, client.ErrorObject{}, client.ErrorObject{Title: "Invalid", Pointer: "/data/attributes/end_time"}), path.Root("end_time")},
		"unknown attribute":     {refusal(422, client.ErrorObject{Pointer: "/data/attributes/colour"}), path.Empty()},
		"below an attribute":    {refusal(422, client.ErrorObject{Pointer: "/data/attributes/name/0"}), path.Empty()},
		"upload, maybe a file":  {refusal(422, client.ErrorObject{Pointer: "/data/attributes/upload_id"}), path.Empty()},
		"the document":          {refusal(422, client.ErrorObject{Pointer: "/data"}), path.Empty()},
		"no name":               {refusal(422, client.ErrorObject{Pointer: "/data/attributes/"}), path.Empty()},
		"no answer of the API":  {errors.New("connection refused"), path.Empty()},
		"inside something else": {&client.RetryError{Limit: errors.New("limit"), Err: refusal(422, client.ErrorObject{Pointer: "/data/attributes/url"})}, path.Root("url")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			diagnostic := apiDiagnostic("Cannot create media", test.err)
			equal(t, "severity", diagnostic.Severity(), diag.SeverityError)
			equal(t, "summary", diagnostic.Summary(), "Cannot create media")
			got := path.Empty()
			if located, ok := diagnostic.(diag.DiagnosticWithPath); ok {
				got = located.Path()
			}
			if !got.Equal(test.attribute) {
				t.Errorf("attribute: got %q, want %q", got, test.attribute)
			}
		})
	}
	t.Run("text", func(t *testing.T) {
		t.Parallel()
		err := refusal(http.StatusPaymentRequired, client.ErrorObject{Title: "Quota exceeded", Code: "exceeded_quota_count"})
		contains(t, apiDiagnostic("Cannot create media", err).Detail(),
			"402 Payment Required", "Quota exceeded", "exceeded_quota_count", "req-1", "\n\nThe account's quota is used up.")
	})
}

func TestErrorText(t *testing.T) {
	t.Parallel()
	for give, want := range map[string]string{
		"disk full":   "Disk full.",
		"Disk full.":  "Disk full.",
		" disk full ": "Disk full.",
		"über alles":  "Über alles.",
		"“quoted”":    "“quoted”.",
		"":            "No reason was given.",
	} {
		equal(t, give, errorText(errors.New(give)), want)
	}
}

func TestGoneWarning(t *testing.T) {
	t.Parallel()
	contains(t, diagnosticText(goneWarning("Clip", "c1")), "Warning: Clip is gone", "c1", "removed from the state", "next apply creates it again")
}

func TestDuration(t *testing.T) {
	t.Parallel()
	for give, want := range map[time.Duration]string{
		0:                               "0s",
		250 * time.Millisecond:          "250ms",
		1499 * time.Millisecond:         "1s",
		90 * time.Second:                "1m30s",
		time.Minute:                     "1m",
		10 * time.Minute:                "10m",
		time.Hour:                       "1h",
		10 * time.Hour:                  "10h",
		90 * time.Minute:                "1h30m",
		time.Hour + 10*time.Minute:      "1h10m",
		time.Hour + 5*time.Second:       "1h0m5s",
		time.Hour - 100*time.Nanosecond: "1h",
	} {
		equal(t, give.String(), duration(give), want)
	}
}
