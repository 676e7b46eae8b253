package client

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// readErrorBody fills in what the body of a refused request says. It takes any
// shape that JSON APIs answer errors in; what it cannot read becomes an excerpt.
func readErrorBody(clean redactor, refused *APIError, answer answer) {
	var doc map[string]any
	if err := json.Unmarshal(answer.body, &doc); err != nil {
		refused.Excerpt = clean.excerpt(answer.body)
		return
	}
	for _, member := range []string{"errors", "error", "message"} {
		if refused.Errors = errorObjects(clean, doc[member]); len(refused.Errors) > 0 {
			break
		}
	}
	refused.Documented = isJSON(answer.header) && isDocumented(answer.status, doc)
	if len(refused.Errors) == 0 {
		refused.Excerpt = clean.excerpt(answer.body)
	}
}

// isJSON reports whether an answer says of itself that it is JSON.
func isJSON(header http.Header) bool {
	media, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	return err == nil && (media == "application/json" || strings.HasSuffix(media, "+json"))
}

// isDocumented reports whether a body has the documented shape of errors: an
// array of objects. For a 404, which can cost a resource its place in the state,
// the documentation is taken at its word: nothing but errors, and all four
// members in each of them. Other services answer 404 in JSON, too.
func isDocumented(status int, doc map[string]any) bool {
	list, _ := doc["errors"].([]any)
	for _, entry := range list {
		object, isObject := entry.(map[string]any)
		if !isObject || status == http.StatusNotFound && !isDocumentedNotFoundObject(object) {
			return false
		}
	}
	return len(list) > 0 && (status != http.StatusNotFound || len(doc) == 1)
}

// isDocumentedNotFoundObject reports whether an error of a 404 has the members
// that are documented: the title, the status, and a detail and a source that may
// be null.
func isDocumentedNotFoundObject(object map[string]any) bool {
	title, _ := object["title"].(string)
	_, hasDetail := object["detail"]
	_, hasSource := object["source"]
	return strings.EqualFold(title, http.StatusText(http.StatusNotFound)) &&
		scalarText(object["status"]) == strconv.Itoa(http.StatusNotFound) && hasDetail && hasSource
}

// errorObjects reads a member that tells of errors: an array, a single object,
// a plain text, or an object with lists of complaints by attribute.
func errorObjects(clean redactor, member any) []ErrorObject {
	switch member := member.(type) {
	case []any:
		var objects []ErrorObject
		for _, entry := range member {
			objects = append(objects, errorObjects(clean, entry)...)
		}
		return objects
	case map[string]any:
		if object := errorObject(clean, member); object != (ErrorObject{}) {
			return []ErrorObject{object}
		}
		return attributeErrors(clean, member)
	default:
		if text := errorText(clean, member); text != "" {
			return []ErrorObject{{Detail: text}}
		}
		return nil
	}
}

// errorObject reads an object of the documented shape.
func errorObject(clean redactor, members map[string]any) ErrorObject {
	object := ErrorObject{
		Code:    errorText(clean, members["code"]),
		Title:   errorText(clean, members["title"]),
		Detail:  errorText(clean, members["detail"]),
		Message: errorText(clean, members["message"]),
		Status:  errorText(clean, members["status"]),
	}
	if source, ok := members["source"].(map[string]any); ok {
		object.Pointer = errorText(clean, source["pointer"])
		object.Parameter = errorText(clean, source["parameter"])
	}
	return object
}

// attributeErrors reads lists of complaints by attribute, as in
// {"name": ["is too long"]}.
func attributeErrors(clean redactor, members map[string]any) []ErrorObject {
	var objects []ErrorObject
	for attribute, value := range members {
		list, ok := value.([]any)
		if !ok {
			list = []any{value}
		}
		for _, complaint := range list {
			if text := errorText(clean, complaint); text != "" {
				objects = append(objects, ErrorObject{Detail: clean.text(attribute) + " " + text})
			}
		}
	}
	slices.SortFunc(objects, func(a, b ErrorObject) int { return strings.Compare(a.Detail, b.Detail) })
	return objects
}

// maxErrorText bounds each text that is taken from an answer, in characters.
const maxErrorText = 1000

// errorText is a scalar of an answer, fit to be shown, and "" for anything else.
func errorText(clean redactor, value any) string {
	return shorten(strings.TrimSpace(clean.text(scalarText(value))), maxErrorText)
}

// scalarText is a JSON scalar as text, and "" for anything else.
func scalarText(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case bool:
		return fmt.Sprint(value)
	default:
		return ""
	}
}
