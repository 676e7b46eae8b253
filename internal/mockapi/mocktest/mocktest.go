// Package mocktest starts mock ContentGroove servers in tests. It is apart from
// mockapi so that the command does not link the testing package.
package mocktest

import (
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// Start starts a server on free loopback ports and closes it when the test ends.
func Start(t testing.TB, options mockapi.Options) *mockapi.Server {
	t.Helper()
	server := mockapi.New(options)
	t.Cleanup(server.Close)
	if err := server.Start(); err != nil {
		t.Fatalf("Starting the mock API: %s", err)
	}
	return server
}
