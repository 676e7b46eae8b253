package mockapi

import (
	"encoding/json"
	"math"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// checkContentType refuses a body that is not declared as JSON.
func (s *Server) checkContentType(header http.Header) error {
	declared := header.Get("Content-Type")
	if declared == "" {
		return badRequest("The request has no Content-Type.")
	}
	if s.lenient() && strings.Contains(declared, "json") {
		return nil
	}
	mediaType, parameters, err := mime.ParseMediaType(declared)
	charset := parameters["charset"]
	if err != nil || mediaType != "application/json" || (charset != "" && !strings.EqualFold(charset, "utf-8")) {
		return badRequest("The Content-Type must be application/json.")
	}
	return nil
}

// inputs are the attributes of a request document, not yet read.
type inputs struct {
	values  jsonObject
	lenient bool
}

type jsonObject map[string]json.RawMessage

// parseInputs takes a request document apart. The strict profile refuses every
// member that the operation does not document, a type included; the lenient one
// leaves them out.
func (s *Server) parseInputs(body []byte, known ...string) (inputs, error) {
	in := inputs{lenient: s.lenient()}
	document, err := parseObject(body, "The body")
	if err != nil {
		return in, err
	}
	data, err := in.onlyMember(document, "data", "The body")
	if err != nil {
		return in, err
	}
	members, err := parseObject(data, "data")
	if err != nil {
		return in, err
	}
	attributes, err := in.onlyMember(members, "attributes", "data")
	if err != nil {
		return in, err
	}
	if in.values, err = parseObject(attributes, "attributes"); err != nil {
		return in, err
	}
	for name, value := range in.values {
		switch {
		case in.lenient && (!slices.Contains(known, name) || string(value) == "null"):
			delete(in.values, name)
		case !slices.Contains(known, name):
			return in, badRequest("The operation has no attribute %q.", name)
		}
	}
	return in, nil
}

func parseObject(raw []byte, what string) (jsonObject, error) {
	var object jsonObject
	if err := json.Unmarshal(raw, &object); err != nil || object == nil {
		return nil, badRequest("%s is not a JSON object.", what)
	}
	return object, nil
}

func (in inputs) onlyMember(object jsonObject, name, what string) (json.RawMessage, error) {
	member, ok := object[name]
	if !ok || len(object) > 1 && !in.lenient {
		return nil, badRequest("%s must have the member %q and no other.", what, name)
	}
	return member, nil
}

// has reports whether an attribute was given.
func (in inputs) has(name string) bool {
	_, ok := in.values[name]
	return ok
}

// input reads an attribute. It returns nil when the attribute was left out; null
// is a value that no attribute allows.
func input[T any](in inputs, name, what string) (*T, error) {
	raw, ok := in.values[name]
	if !ok {
		return nil, nil
	}
	var value *T
	if err := json.Unmarshal(raw, &value); err != nil || value == nil {
		return nil, invalidAttribute(name, "invalid", "must be %s", what)
	}
	return value, nil
}

func (in inputs) text(name string) (*string, error) {
	if number, err := input[json.Number](in, name, ""); in.lenient && err == nil && number != nil {
		text := number.String()
		return &text, nil
	}
	return input[string](in, name, "a string")
}

func (in inputs) number(name string) (*float64, error) {
	if text, err := input[string](in, name, ""); in.lenient && err == nil && text != nil {
		number, err := strconv.ParseFloat(*text, 64)
		if err != nil || math.IsInf(number, 0) || math.IsNaN(number) {
			return nil, invalidAttribute(name, "not_a_number", "is not a number")
		}
		return &number, nil
	}
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
		return "", blankAttribute(name)
	}
	return *value, nil
}

// assign sets a field when its attribute was given.
func assign[T any](field, value *T) {
	if value != nil {
		*field = *value
	}
}
