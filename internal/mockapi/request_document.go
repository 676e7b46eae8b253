package mockapi

import (
	"encoding/json"
	"mime"
	"net/http"
	"slices"
	"strings"
)

// checkContentType refuses a body that is not declared as JSON.
func checkContentType(header http.Header) error {
	declared := header.Get("Content-Type")
	if declared == "" {
		return badRequest("The request has no Content-Type.")
	}
	mediaType, parameters, err := mime.ParseMediaType(declared)
	charset := parameters["charset"]
	if err != nil || mediaType != "application/json" || (charset != "" && !strings.EqualFold(charset, "utf-8")) {
		return badRequest("The Content-Type must be application/json.")
	}
	return nil
}

// inputs are the attributes of a request document, not yet read.
type inputs map[string]json.RawMessage

// parseInputs takes a request document apart and refuses every member that the
// operation does not document, a type included.
func parseInputs(body []byte, known ...string) (inputs, error) {
	document, err := parseObject(body, "The body")
	if err != nil {
		return nil, err
	}
	data, err := onlyMember(document, "data", "The body")
	if err != nil {
		return nil, err
	}
	members, err := parseObject(data, "data")
	if err != nil {
		return nil, err
	}
	attributes, err := onlyMember(members, "attributes", "data")
	if err != nil {
		return nil, err
	}
	in, err := parseObject(attributes, "attributes")
	if err != nil {
		return nil, err
	}
	for name := range in {
		if !slices.Contains(known, name) {
			return nil, badRequest("The operation has no attribute %q.", name)
		}
	}
	return in, nil
}

func parseObject(raw []byte, what string) (inputs, error) {
	var object inputs
	if err := json.Unmarshal(raw, &object); err != nil || object == nil {
		return nil, badRequest("%s is not a JSON object.", what)
	}
	return object, nil
}

func onlyMember(object inputs, name, what string) (json.RawMessage, error) {
	member, ok := object[name]
	if !ok || len(object) > 1 {
		return nil, badRequest("%s must have the member %q and no other.", what, name)
	}
	return member, nil
}

// input reads an attribute. It returns nil when the attribute was left out; null
// is a value that no attribute allows.
func input[T any](in inputs, name, what string) (*T, error) {
	raw, ok := in[name]
	if !ok {
		return nil, nil
	}
	var value *T
	if err := json.Unmarshal(raw, &value); err != nil || value == nil {
		return nil, invalidAttribute(name, "must be %s", what)
	}
	return value, nil
}

func (in inputs) text(name string) (*string, error) {
	return input[string](in, name, "a string")
}

func (in inputs) number(name string) (*float64, error) {
	return input[float64](in, name, "a number")
}

func (in inputs) texts(name string) (*[]string, error) {
	return input[[]string](in, name, "an array of strings")
}

// requiredText is text for an attribute that must not be missing.
func (in inputs) requiredText(name string) (string, error) {
	value, err := in.text(name)
	if err != nil {
		return "", err
	}
	if value == nil {
		return "", invalidAttribute(name, "can't be blank")
	}
	return *value, nil
}

// assign sets a field when its attribute was given.
func assign[T any](field, value *T) {
	if value != nil {
		*field = *value
	}
}
