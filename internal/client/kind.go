package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// kind is what the operations on one type of object need to know of it: W is
// the object as the API sends it, T as this package returns it.
type kind[W, T any] struct {
	// path is the collection's segment below the base URL.
	path string
	// singular and plural are what messages call the object.
	singular, plural string
	// paged tells that the list has a documented page parameter.
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
func (k kind[W, T]) object(wire *W) (T, error) {
	object, err := k.convert(wire)
	if err == nil && k.id(object) == "" {
		err = errNoID
	}
	return object, err
}

// one sends a call whose answer is one object. The object is the zero value
// whenever there is an error.
func (k kind[W, T]) one(ctx context.Context, c *Client, request call) (T, error) {
	var object, none T
	request.decode = func(body []byte) error {
		doc, err := decodeDocument[W](body)
		if err != nil {
			return err
		}
		object, err = k.object(doc.Data)
		return err
	}
	if err := c.send(ctx, request); err != nil {
		return none, err
	}
	return object, nil
}

// get reads one object.
func (k kind[W, T]) get(ctx context.Context, c *Client, id string) (T, error) {
	return k.one(ctx, c, call{operation: "read " + k.singular, method: http.MethodGet, path: []string{k.path, id}})
}

// delete deletes one object.
func (k kind[W, T]) delete(ctx context.Context, c *Client, id string) error {
	return c.send(ctx, call{operation: "delete " + k.singular, method: http.MethodDelete, path: []string{k.path, id}, decode: checkDeleted})
}

// create makes an object with the attributes, which are any JSON object.
func (k kind[W, T]) create(ctx context.Context, c *Client, attributes any) (T, error) {
	return k.write(ctx, c, call{operation: "create " + k.singular, method: http.MethodPost, path: []string{k.path}}, attributes)
}

// update changes the attributes of an object that are given.
func (k kind[W, T]) update(ctx context.Context, c *Client, id string, attributes any) (T, error) {
	return k.write(ctx, c, call{operation: "update " + k.singular, method: http.MethodPut, path: []string{k.path, id}}, attributes)
}

// write sends attributes, and returns what the API made of them.
func (k kind[W, T]) write(ctx context.Context, c *Client, request call, attributes any) (T, error) {
	body, err := encodeDocument(attributes)
	if err != nil {
		var none T
		return none, fmt.Errorf("%s: the attributes have no JSON form: %w", request.operation, err)
	}
	request.body = body
	return k.one(ctx, c, request)
}
