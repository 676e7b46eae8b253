// Package mocktest starts mock ContentGroove servers in tests. It is apart from
// mockapi so that the command does not link the testing package.
package mocktest

import (
	"os"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// profileVariable names the profile of the servers whose options name none.
const profileVariable = "CONTENTGROOVE_MOCK_PROFILE"

// Start starts a server on free loopback ports and closes it when the test ends.
// The environment variable CONTENTGROOVE_MOCK_PROFILE (strict or lenient) gives a
// profile to servers whose options name none, so that a whole suite can be run
// under either.
func Start(t testing.TB, options mockapi.Options) *mockapi.Server {
	t.Helper()
	if options.Profile == "" {
		options.Profile = mockapi.Profile(os.Getenv(profileVariable))
	}
	server := mockapi.New(options)
	t.Cleanup(server.Close)
	if err := server.Start(); err != nil {
		t.Fatalf("Starting the mock API: %s", err)
	}
	return server
}
