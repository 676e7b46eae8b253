package client

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// The types below read attributes whose JSON type the API's description leaves
// open: it declares numbers that arrive in quotes, and the other way round. A
// value that cannot be meant fails with an error that names the attribute,
// never with a zero.

// number is a number, a number in quotes, or nothing (null or "").
type number struct{ value *float64 }

// UnmarshalJSON reads any of the forms.
func (n *number) UnmarshalJSON(data []byte) error {
	n.value = nil
	literal, ok := unquoted(data)
	switch {
	case !ok:
		return wrongType[float64](data)
	case literal == "":
		return nil
	}
	parsed, err := strconv.ParseFloat(literal, 64)
	// ParseFloat also takes "NaN", "Inf", hexadecimal and underscores.
	if err != nil || strings.Trim(literal, "0123456789+-.eE") != "" {
		return wrongType[float64](data)
	}
	n.value = &parsed
	return nil
}

// orZero is the number, or 0 for nothing.
func (n number) orZero() float64 {
	if n.value == nil {
		return 0
	}
	return *n.value
}

// maxExactInteger is the largest float64 up to which every integer has a
// representation of its own.
const maxExactInteger = 1 << 53

// integer is a whole number, possibly in quotes or written like 12.0, or nothing.
type integer struct{ value *int64 }

// UnmarshalJSON reads any of the forms.
func (i *integer) UnmarshalJSON(data []byte) error {
	i.value = nil
	if literal, ok := unquoted(data); ok {
		if exact, err := strconv.ParseInt(literal, 10, 64); err == nil {
			i.value = &exact
			return nil
		}
	}
	var n number
	if err := n.UnmarshalJSON(data); err != nil || n.value == nil {
		return err
	}
	if *n.value != math.Trunc(*n.value) || math.Abs(*n.value) > maxExactInteger {
		return wrongType[int64](data)
	}
	integral := int64(*n.value)
	i.value = &integral
	return nil
}

// boolean is true or false, possibly in quotes, or nothing.
type boolean struct{ value *bool }

// UnmarshalJSON reads any of the forms.
func (b *boolean) UnmarshalJSON(data []byte) error {
	b.value = nil
	literal, ok := unquoted(data)
	switch {
	case !ok:
		return wrongType[bool](data)
	case literal == "":
		return nil
	case literal != "true" && literal != "false":
		return wrongType[bool](data)
	}
	value := literal == "true"
	b.value = &value
	return nil
}

// isTrue is the value, with nothing as false.
func (b boolean) isTrue() bool { return b.value != nil && *b.value }

// anyText is a string, a number that is meant as one, or nothing (null). Unlike
// for the other types, "" is a value of its own.
type anyText struct{ value *string }

// UnmarshalJSON reads any of the forms.
func (t *anyText) UnmarshalJSON(data []byte) error {
	t.value = nil
	if isNull(data) {
		return nil
	}
	literal, ok := unquoted(data)
	if isBoolean := data[0] == 't' || data[0] == 'f'; !ok || isBoolean {
		return wrongType[string](data)
	}
	t.value = &literal
	return nil
}

// identifier is an object's id: a string, or a number; null counts as "".
type identifier string

// UnmarshalJSON reads any of the forms.
func (i *identifier) UnmarshalJSON(data []byte) error {
	var t anyText
	if err := t.UnmarshalJSON(data); err != nil {
		return err
	}
	*i = ""
	if t.value != nil {
		*i = identifier(*t.value)
	}
	return nil
}

// unquoted is the content of a JSON string, the literal of a number or a
// boolean, and "" for null. It is not ok for an object or an array.
func unquoted(data []byte) (literal string, ok bool) {
	switch {
	case len(data) == 0 || data[0] == '{' || data[0] == '[':
		return "", false
	case isNull(data):
		return "", true
	case data[0] == '"':
		err := json.Unmarshal(data, &literal)
		return literal, err == nil
	default:
		return string(data), true
	}
}

// isNull reports whether data is JSON's null.
func isNull(data []byte) bool { return string(bytes.TrimSpace(data)) == "null" }

// wrongType is the decoder's own error for a value of a wrong type: to that one,
// the decoder adds the path of the attribute.
func wrongType[T any](data []byte) error {
	return &json.UnmarshalTypeError{Value: Printable(shorten(string(data), 40)), Type: reflect.TypeFor[T]()}
}
