package provider

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// apiDiagnostic turns an error of the client into a diagnostic. The summary
// names the operation and the object; the detail has the API's own words and
// the next step. An error that points at an attribute lands on it.
func apiDiagnostic(summary string, err error) diag.Diagnostic {
	detail := errorText(err)
	if step := nextStep(err); step != "" {
		detail += "\n\n" + step
	}
	if attribute, ok := pointedAttribute(err); ok {
		return diag.NewAttributeErrorDiagnostic(attribute, summary, detail)
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

// errorText is the error's own text as a sentence or more.
func errorText(err error) string {
	text := strings.TrimSpace(err.Error())
	if text == "" {
		return "No reason was given."
	}
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// nextStep says what the user can do about an error.
func nextStep(err error) string {
	var (
		tooLong   *client.RetryAfterError
		malformed *client.MalformedError
		other     *client.OtherObjectError
		apiError  *client.APIError
	)
	switch {
	case errors.As(err, &tooLong):
		return "Apply again after that time. To stay below the account's limit, set `requests_per_second` in the provider block or run Terraform with a lower -parallelism."
	case errors.Is(err, client.ErrUnauthorized):
		return "Check the API key: it comes from the attribute `api_key` or the environment variable " + envAPIKey +
			", and is listed on https://app.contentgroove.com/api_keys. Check also that `auth_method` and `base_url` are right."
	case errors.Is(err, client.ErrQuotaExceeded):
		return "The account's quota is used up. See https://app.contentgroove.com/quota_usage; waiting or retrying does not help."
	case errors.Is(err, client.ErrRateLimited):
		return "Set `requests_per_second` in the provider block to stay below the account's limit, raise `max_retries`, or run Terraform with a lower -parallelism."
	case errors.Is(err, client.ErrServer):
		return "This is a failure on the server's side. Apply again later; if it goes on, give the request id to ContentGroove's support."
	case errors.Is(err, client.ErrRequestTimeout):
		return "Raise `request_timeout` in the provider block if the way to the API is that slow, and check the network and its proxies."
	case errors.As(err, &malformed), errors.As(err, &other):
		return "Something other than the ContentGroove API may have answered. Check `base_url`, and proxies between here and the API."
	case errors.Is(err, context.DeadlineExceeded):
		return "Raise the matching value in `timeouts` if the operation needs longer."
	case errors.Is(err, context.Canceled):
		return "The operation was interrupted. Apply again to go on."
	case errors.As(err, &apiError) && apiError.StatusCode == http.StatusNotFound:
		return notFoundStep(apiError)
	}
	return ""
}

// notFoundStep says what the user can do about a 404. Only the API's own 404
// about one object says something about an id.
func notFoundStep(err *client.APIError) string {
	switch {
	case !err.Documented, err.Object == "" && err.Method == http.MethodGet:
		return "Check `base_url`: the ContentGroove API does not answer like that there. It ends in /api/v1 as a rule."
	case err.Object == "":
		return "Check the ids among the arguments, `base_url`, and that the API key belongs to the account that owns the objects."
	default:
		return "Check the id, and that the API key belongs to the account that owns the object."
	}
}

// pointedAttribute finds the attribute that the API's error points at, as in
// /data/attributes/name. Pointers are empty in most documented errors.
func pointedAttribute(err error) (path.Path, bool) {
	var apiError *client.APIError
	if !errors.As(err, &apiError) {
		return path.Empty(), false
	}
	for _, object := range apiError.Errors {
		name, found := strings.CutPrefix(object.Pointer, "/data/attributes/")
		if !found || name == "" || strings.ContainsAny(name, "/~") {
			continue
		}
		if _, known := pointerAttributes[name]; known {
			return path.Root(name), true
		}
	}
	return path.Empty(), false
}

// pointerAttributes are the API's request attributes: each is an argument of
// the same name in the resource that sends it. An upload_id is missing, since
// the user may have given a file instead.
var pointerAttributes = map[string]struct{}{
	"name": {}, "description": {}, "source_url": {},
	"media_id": {}, "start_time": {}, "end_time": {},
	"url": {}, "subscribed_events": {},
}

// goneWarning says why a resource leaves the state.
func goneWarning(label, id string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(label+" is gone",
		fmt.Sprintf("ContentGroove does not know the id %s any more: the object was deleted outside of Terraform. "+
			"It was removed from the state; the next apply creates it again if it is still in the configuration.", id))
}

// notFoundText says that an id leads nowhere.
func notFoundText(label, id string) string {
	return fmt.Sprintf("There is no %s with the id %q, or it belongs to another account.", label, id)
}

// duration prints a time span without needless digits.
func duration(d time.Duration) string {
	if d >= time.Second {
		d = d.Round(time.Second)
	}
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
