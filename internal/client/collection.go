package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// collection is what the operations on one type of object need to know of it: W
// is the object as the API sends it, T as this package returns it.
type collection[W, T any] struct {
	// path is its segment below the base URL.
	path string
	// singular and plural are what messages call the object.
	singular, plural string
	// paged reports whether the list has a documented page parameter.
	paged bool
	// convert turns the wire form into the exported one.
	convert func(*W) (T, error)
	// id returns the object's id.
	id func(T) string
}

// Reasons why an object in an answer cannot be used.
var (
	errNoID         = errors.New("the object has no id")
	errNoAttributes = errors.New("the object has no attributes")
)

// object converts one object of an answer.
func (of collection[W, T]) object(wire *W) (T, error) {
	object, err := of.convert(wire)
	if err == nil && of.id(object) == "" {
		err = errNoID
	}
	return object, err
}

// one sends a call whose answer is one object. The object is the zero value
// whenever there is an error.
func (of collection[W, T]) one(ctx context.Context, c *Client, request call) (T, error) {
	var object, none T
	request.decode = func(body []byte) error {
		doc, err := decodeDocument[W](body)
		if err != nil {
			return err
		}
		if object, err = of.object(doc.Data); err != nil {
			return err
		}
		if id := of.id(object); request.object != "" && id != request.object {
			return &OtherObjectError{Want: request.object, ID: id}
		}
		return nil
	}
	if err := c.send(ctx, request); err != nil {
		return none, err
	}
	return object, nil
}

// get reads one object.
func (of collection[W, T]) get(ctx context.Context, c *Client, id string) (T, error) {
	return of.one(ctx, c, call{operation: "read " + of.singular, method: http.MethodGet, path: []string{of.path, id}, object: id})
}

// delete deletes one object.
func (of collection[W, T]) delete(ctx context.Context, c *Client, id string) error {
	return c.send(ctx, call{operation: "delete " + of.singular, method: http.MethodDelete, path: []string{of.path, id}, object: id, decode: checkDeleted})
}

// create makes an object with the attributes, which are any JSON object.
// The path and query of the secret URL, if there is one among them, are shown in
// no message.
func (of collection[W, T]) create(ctx context.Context, c *Client, attributes any, secretURL string) (T, error) {
	return of.write(ctx, c, call{operation: "create " + of.singular, method: http.MethodPost, path: []string{of.path}, secretURL: secretURL}, attributes)
}

// update changes the attributes of an object that are given.
func (of collection[W, T]) update(ctx context.Context, c *Client, id string, attributes any) (T, error) {
	return of.write(ctx, c, call{operation: "update " + of.singular, method: http.MethodPut, path: []string{of.path, id}, object: id}, attributes)
}

// write sends attributes, and returns what the API made of them.
func (of collection[W, T]) write(ctx context.Context, c *Client, request call, attributes any) (T, error) {
	body, err := encodeDocument(attributes)
	if err != nil {
		var none T
		return none, fmt.Errorf("%s: the attributes have no JSON form: %w", request.operation, err)
	}
	request.body = body
	return of.one(ctx, c, request)
}
