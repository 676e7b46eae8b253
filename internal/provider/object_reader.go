package provider

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/bulkread"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// objectReader reads the objects of one type of resource.
type objectReader[T any] struct {
	*bulkread.Reader[T]

	// kind is the type of the resource, as in "contentgroove_media".
	kind string
}

type (
	// getFunc reads one object.
	getFunc[T any] func(*client.Client, context.Context, string) (*T, error)
	// pageFunc reads a page of the list of all objects.
	pageFunc[T any] func(*client.Client, context.Context, client.ListOptions, int) (client.Page[*T], error)
)

func newObjectReader[T any](conn *connection, kind string, get getFunc[T], page pageFunc[T], id func(*T) string) *objectReader[T] {
	source := bulkread.Source[T]{
		Get: viaClient(conn, get),
		List: func(ctx context.Context, number, size int) (client.Page[*T], error) {
			api, diags := conn.client()
			if diags.HasError() {
				return client.Page[*T]{}, diagnosticsError(diags)
			}
			listed, err := page(api, ctx, client.ListOptions{Sort: oldestFirst, PageSize: size}, number)
			conn.proof.note(err)
			return listed, err
		},
		ID: id,
	}
	return &objectReader[T]{kind: kind, Reader: bulkread.New(source, bulkread.Options{
		Name: kind, SinglyOnly: !conn.configuration.bulkRead,
		Background: conn.options.background, Clock: conn.options.clock, Log: conn.options.logger, Patience: conn.patience(),
	})}
}

// viaClient returns a function that reads one object with the connection's client.
func viaClient[T any](conn *connection, get getFunc[T]) func(context.Context, string) (*T, error) {
	return func(ctx context.Context, id string) (*T, error) {
		api, diags := conn.client()
		if diags.HasError() {
			return nil, diagnosticsError(diags)
		}
		object, err := get(api, ctx, id)
		conn.proof.note(err)
		return object, err
	}
}

// patience is how this connection deals with a 404.
func (c *connection) patience() bulkread.Patience {
	return bulkread.Patience{Clock: c.options.clock, ServerNow: c.serverNow, Trust: c.trustNotFound}
}

// diagnosticsError is the first error of diagnostics.
func diagnosticsError(diags diag.Diagnostics) error {
	for _, diagnostic := range diags.Errors() {
		return errors.New(diagnostic.Detail())
	}
	return nil
}
