package provider

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// movedObject is what a generic REST provider stores of an object and a move
// needs. The rest of such a state is not read: the next refresh brings it.
type movedObject struct {
	ID     string          `json:"id"`
	Path   string          `json:"path"`
	Output json.RawMessage `json:"output"`
}

// movedID returns the id of the object that a resource of a generic provider
// manages. It must belong to the collection, such as medias. Known is false if
// the type is of no provider that can be moved from.
func movedID(typeName string, state *tfprotov6.RawState, collection string) (id string, known bool, err error) {
	var object movedObject
	read := map[string]func(string) (string, error){
		"restapi_object":    object.restapiID,
		"restful_resource":  object.restfulID,
		"restful_operation": object.restfulID,
	}[typeName]
	if read == nil {
		return "", false, nil
	}
	if state == nil || json.Unmarshal(state.JSON, &object) != nil {
		return "", true, errors.New("its state cannot be read")
	}
	if id, err = read(collection); err != nil {
		return "", true, err
	}
	if id == "" || strings.ContainsAny(id, "/ ?#{}$") {
		return "", true, fmt.Errorf("its state has no usable id, but %q", id)
	}
	return id, true, nil
}

// restapiID returns the id of a restapi_object, whose path is the collection.
func (o *movedObject) restapiID(collection string) (string, error) {
	if segments := pathSegments(o.Path); len(segments) == 0 || segments[len(segments)-1] != collection {
		return "", fmt.Errorf("its path is %q, which does not end in /%s", o.Path, collection)
	}
	return o.ID, nil
}

// restfulID returns the id of an object of the provider restful. Its own id is the
// object's path or, where nothing was configured to build that from, the
// collection's; then the answer has the id.
func (o *movedObject) restfulID(collection string) (string, error) {
	segments := pathSegments(o.ID)
	switch last := len(segments) - 1; {
	case last >= 1 && segments[last-1] == collection:
		return segments[last], nil
	case last >= 0 && segments[last] == collection:
		return o.outputID()
	}
	return "", fmt.Errorf("its id is %q, which is not the path of an object below /%s", o.ID, collection)
}

// outputID returns the id in the answer of the API. The answer is a dynamic value,
// which a state has with its type, or a text in older versions.
func (o *movedObject) outputID() (string, error) {
	var answer struct {
		Data struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	var dynamic struct {
		Value json.RawMessage `json:"value"`
	}
	var text string
	body := []byte(o.Output)
	switch {
	case json.Unmarshal(o.Output, &text) == nil:
		body = []byte(text)
	case json.Unmarshal(o.Output, &dynamic) == nil && dynamic.Value != nil:
		body = dynamic.Value
	}
	if err := json.Unmarshal(body, &answer); err != nil || answer.Data.ID == "" {
		return "", fmt.Errorf("neither its id, %q, nor its output has the id of the object", o.ID)
	}
	return answer.Data.ID, nil
}

// pathSegments are the parts of a path or of a URL.
func pathSegments(address string) []string {
	parsed, err := url.Parse(address)
	if err != nil {
		return nil
	}
	return strings.FieldsFunc(parsed.Path, func(r rune) bool { return r == '/' })
}
