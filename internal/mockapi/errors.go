package mockapi

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"
)

// apiError is an answer other than success, with the objects of its errors
// array. The service words them differently for each status, so the objects are
// kept as they will be shown.
type apiError struct {
	status  int
	objects []any
	// header is added to the answer.
	header http.Header
}

func (e *apiError) Error() string { return "status " + strconv.Itoa(e.status) }

// errorDocument is the body of every answer other than success.
type errorDocument struct {
	Errors []any `json:"errors"`
}

// errorObject is a JSON:API error object. Detail and Source are null, not
// missing, where the service has nothing to say.
type errorObject struct {
	Code   string  `json:"code,omitempty"`
	Detail *string `json:"detail"`
	Source any     `json:"source"`
	Status string  `json:"status"`
	Title  string  `json:"title"`

	// railsCode is the code that Rails has for it, for the lenient profile.
	railsCode string
}

type sourcePointer struct {
	Pointer string `json:"pointer"`
}

type sourceParameter struct {
	Parameter string `json:"parameter"`
}

func newError(status int, objects ...any) *apiError {
	return &apiError{status: status, objects: objects}
}

// badRequest is a request that breaks the contract as a whole.
func badRequest(format string, args ...any) *apiError {
	return badSource(nil, format, args...)
}

// badParameter is a query parameter that the contract does not know or allow.
func badParameter(name, format string, args ...any) *apiError {
	return badSource(sourceParameter{name}, format, args...)
}

func badSource(source any, format string, args ...any) *apiError {
	detail := fmt.Sprintf(format, args...)
	return newError(http.StatusBadRequest, errorObject{
		Detail: &detail, Source: source, Status: "400", Title: "Bad Request",
	})
}

// unauthorized is worded unlike all others: by its message alone, which is that
// of the library (Devise) that services of this kind use.
func unauthorized() *apiError {
	return newError(http.StatusUnauthorized, struct {
		Message string `json:"message"`
	}{"You need to sign in or sign up before continuing."})
}

// quotaExceeded says 402 on the outside and 422 on the inside, as documented.
func quotaExceeded(things string) *apiError {
	detail := "The monthly quota for the number of " + things + " is used up. " +
		"The Settings / Quota Usage page shows your usage."
	return newError(http.StatusPaymentRequired, errorObject{
		Code: "exceeded_quota_count", Detail: &detail, Source: sourcePointer{},
		Status: "422", Title: "Unprocessable Entity",
	})
}

func notFound() *apiError {
	return newError(http.StatusNotFound, errorObject{Status: "404", Title: "Not Found"})
}

// blankAttribute is a required attribute that is missing or empty.
func blankAttribute(name string) *apiError { return invalidAttribute(name, "blank", "can't be blank") }

// invalidAttribute is an attribute whose value is refused. railsCode is the name
// that Rails has for the rule.
func invalidAttribute(name, railsCode, format string, args ...any) *apiError {
	detail := fmt.Sprintf(format, args...)
	return newError(http.StatusUnprocessableEntity, errorObject{
		Code: "invalid", Detail: &detail, Source: sourcePointer{"/data/attributes/" + name},
		Status: "422", Title: "Unprocessable Entity", railsCode: railsCode,
	})
}

func tooManyRequests(header http.Header) *apiError {
	return &apiError{
		status: http.StatusTooManyRequests,
		header: header,
		objects: []any{struct {
			Detail string `json:"detail"`
			Status string `json:"status"`
			Title  string `json:"title"`
		}{"Too many requests came within the current window. Try again later.", "429", "Too Many Requests"}},
	}
}

func internalError(detail string) *apiError {
	return newError(http.StatusInternalServerError, errorObject{
		Detail: &detail, Status: "500", Title: "Internal Server Error",
	})
}

// reason returns the first thing that an answer says about what is wrong.
func reason(a answer) string {
	var document struct {
		Errors []struct {
			Detail  string `json:"detail"`
			Message string `json:"message"`
			Title   string `json:"title"`
			Source  struct {
				Pointer   string `json:"pointer"`
				Parameter string `json:"parameter"`
			} `json:"source"`
		} `json:"errors"`
	}
	if json.Unmarshal(a.body, &document) != nil || len(document.Errors) == 0 {
		_, text, _ := bytes.Cut(a.body, []byte("<Message>"))
		text, _, _ = bytes.Cut(text, []byte("</Message>"))
		return html.UnescapeString(string(text))
	}
	e := document.Errors[0]
	where := strings.TrimPrefix(e.Source.Pointer, "/data/attributes/") + e.Source.Parameter
	said := cmp.Or(e.Detail, e.Message, e.Title)
	if where != "" {
		return where + ": " + said
	}
	return said
}
