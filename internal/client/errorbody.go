package client

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// readErrorBody fills in what the body of a refused request says. It takes any
// shape that JSON APIs answer errors in; what it cannot read becomes an excerpt.
func (c *Client) readErrorBody(refused *APIError, body []byte) {
	var doc struct {
		Errors  any `json:"errors"`
		Error   any `json:"error"`
		Message any `json:"message"`
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		refused.Excerpt = c.redact.excerpt(body)
		return
	}
	for _, member := range []any{doc.Errors, doc.Error, doc.Message} {
		if refused.Errors = c.errorObjects(member); len(refused.Errors) > 0 {
			break
		}
	}
	refused.Documented = isDocumented(doc.Errors)
	if len(refused.Errors) == 0 {
		refused.Excerpt = c.redact.excerpt(body)
	}
}

// isDocumented tells whether an errors member has the documented shape: an
// array of objects.
func isDocumented(errors any) bool {
	list, _ := errors.([]any)
	return len(list) > 0 && !slices.ContainsFunc(list, func(entry any) bool {
		_, isObject := entry.(map[string]any)
		return !isObject
	})
}

// errorObjects reads a member that tells of errors: an array, a single object,
// a plain text, or an object with lists of complaints by attribute.
func (c *Client) errorObjects(member any) []ErrorObject {
	switch member := member.(type) {
	case []any:
		var objects []ErrorObject
		for _, entry := range member {
			objects = append(objects, c.errorObjects(entry)...)
		}
		return objects
	case map[string]any:
		if object := c.errorObject(member); object != (ErrorObject{}) {
			return []ErrorObject{object}
		}
		return c.complaints(member)
	default:
		if words := c.words(member); words != "" {
			return []ErrorObject{{Detail: words}}
		}
		return nil
	}
}

// errorObject reads an object of the documented shape.
func (c *Client) errorObject(members map[string]any) ErrorObject {
	object := ErrorObject{
		Code:    c.words(members["code"]),
		Title:   c.words(members["title"]),
		Detail:  c.words(members["detail"]),
		Message: c.words(members["message"]),
		Status:  c.words(members["status"]),
	}
	if source, ok := members["source"].(map[string]any); ok {
		object.Pointer = c.words(source["pointer"])
		object.Parameter = c.words(source["parameter"])
	}
	return object
}

// complaints reads lists of complaints by attribute, as in {"name": ["is too long"]}.
func (c *Client) complaints(members map[string]any) []ErrorObject {
	var objects []ErrorObject
	for attribute, value := range members {
		list, ok := value.([]any)
		if !ok {
			list = []any{value}
		}
		for _, complaint := range list {
			if words := c.words(complaint); words != "" {
				objects = append(objects, ErrorObject{Detail: c.redact.text(attribute) + " " + words})
			}
		}
	}
	slices.SortFunc(objects, func(a, b ErrorObject) int { return strings.Compare(a.Detail, b.Detail) })
	return objects
}

// maxWords bounds each text that is taken from an answer, in characters.
const maxWords = 1000

// words is a scalar as text without secrets, and "" for anything else.
func (c *Client) words(value any) string {
	switch value := value.(type) {
	case string:
		return shorten(c.redact.text(value), maxWords)
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case bool:
		return fmt.Sprint(value)
	default:
		return ""
	}
}
