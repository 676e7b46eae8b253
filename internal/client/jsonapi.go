package client

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// Optional is a member of a JSON object that may be left out, null or a value;
// the three mean different things. A relationship that a list leaves out is
// not known; one that is null is known to be empty.
type Optional[T any] struct {
	// Present reports whether the member was there, null or not.
	Present bool
	// Value is nil when the member was null or left out.
	Value *T
}

// UnmarshalJSON notes that the member is present. The decoder does not call it
// for a member that is left out.
func (o *Optional[T]) UnmarshalJSON(data []byte) error {
	o.Present, o.Value = true, nil
	if isNull(data) {
		return nil
	}
	o.Value = new(T)
	return json.Unmarshal(data, o.Value)
}

// encodeDocument is the document that a create or update sends. The API's
// request documents have no type member.
func encodeDocument(attributes any) ([]byte, error) {
	type data struct {
		Attributes any `json:"attributes"`
	}
	return json.Marshal(struct {
		Data data `json:"data"`
	}{data{attributes}})
}

// document is an answer: one object, or a list of them with links.
type document[D any] struct {
	Data   *D              `json:"data"`
	Links  json.RawMessage `json:"links"`
	Errors json.RawMessage `json:"errors"`
}

// decodeDocument reads a success body. Data is never nil when it succeeds.
func decodeDocument[D any](body []byte) (*document[D], error) {
	var doc document[D]
	if err := json.Unmarshal(body, &doc); err != nil {
		return nil, describeJSONError(err)
	}
	if hasErrors(doc.Errors) {
		return nil, errors.New("it has errors despite its status")
	}
	if doc.Data == nil {
		return nil, errors.New("its data is missing or null")
	}
	return &doc, nil
}

// hasErrors reports whether the errors member of a document holds anything.
func hasErrors(member json.RawMessage) bool {
	switch string(bytes.Join(bytes.Fields(member), nil)) {
	case "", "null", "[]", "{}":
		return false
	default:
		return true
	}
}

// checkDeleted looks at the body of a successful delete. It is empty as a rule.
// Anything but a document of this API comes from somebody else, and then the
// object may well still be there.
func checkDeleted(body []byte) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		return describeJSONError(err)
	}
	if hasErrors(members["errors"]) {
		return errors.New("it has errors despite its status")
	}
	for _, known := range []string{"data", "meta"} {
		if _, ok := members[known]; ok {
			return nil
		}
	}
	if len(members) > 0 {
		return errors.New("it has neither data nor meta")
	}
	return nil
}

// describeJSONError words an error of the decoder for people who have never
// seen this package's types.
func describeJSONError(err error) error {
	var wrongType *json.UnmarshalTypeError
	if !errors.As(err, &wrongType) {
		return err
	}
	if wrongType.Field == "" {
		return fmt.Errorf("its top level is a JSON %s", wrongType.Value)
	}
	return fmt.Errorf("its %s is of an unexpected type: %s", wrongType.Field, wrongType.Value)
}

// linkage is a relationship to one object, either as relationships hold it
// ({"data": {"id": …}}) or as the object itself ({"id": …}).
type linkage struct {
	Data Optional[reference] `json:"data"`
	reference
}

// reference names another object.
type reference struct {
	ID identifier `json:"id"`
}

// id is the related object's id: not present if the relationship does not tell.
func (l linkage) id() Optional[string] {
	target := l.reference
	switch {
	case l.Data.Value != nil:
		target = *l.Data.Value
	case l.Data.Present:
		return Optional[string]{Present: true}
	}
	if target.ID == "" {
		return Optional[string]{}
	}
	id := string(target.ID)
	return Optional[string]{Present: true, Value: &id}
}

// relatedID is the id in a relationship that may be missing or null altogether.
func relatedID(relationship Optional[linkage]) Optional[string] {
	if relationship.Value == nil {
		return Optional[string]{Present: relationship.Present}
	}
	return relationship.Value.id()
}

// linkages is a relationship to any number of objects.
type linkages struct {
	Data []reference `json:"data"`
}

// ids are the related objects' ids, nil if the relationship does not tell.
func (l linkages) ids() []string {
	if l.Data == nil {
		return nil
	}
	ids := make([]string, 0, len(l.Data))
	for _, target := range l.Data {
		ids = append(ids, string(target.ID))
	}
	return ids
}
