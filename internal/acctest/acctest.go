// Package acctest gives each acceptance test a ContentGroove of its own: a fresh
// mock API, a provider that talks to it, and a clock that both share, so that no
// test waits for real.
package acctest

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi/mocktest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/provider"
)

// Env is the surroundings of one test.
type Env struct {
	*mockapi.Server

	// Clock is the time of the API and of the provider. It only moves when the
	// provider waits, or when a test advances it.
	Clock *mocktest.Clock
	// ProviderFactories run the provider in the test's own process.
	ProviderFactories map[string]func() (tfprotov6.ProviderServer, error)

	journalDir string
}

// New starts a mock API and makes a provider for it. Both end with the test. All
// traffic is held against the published API description, where that is at hand.
func New(t *testing.T, options mockapi.Options) *Env {
	t.Helper()
	clock := mocktest.NewClock(time.Time{})
	options.Clock = clock
	if check := contractCheck(t); check != nil {
		options.Observe = check
	}
	env := &Env{Server: mocktest.Start(t, options), Clock: clock, journalDir: t.TempDir()}
	env.ProviderFactories = env.factories("test")
	return env
}

func (e *Env) factories(version string) map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"contentgroove": providerserver.NewProtocol6WithError(
			provider.New(version, provider.WithClock(e.Clock), provider.WithJournalDir(e.journalDir))()),
	}
}

// Config puts a provider block for the mock in front of a configuration. The
// arguments are further lines of that block.
func (e *Env) Config(configuration string, arguments ...string) string {
	block := fmt.Sprintf("provider \"contentgroove\" {\n  base_url = %q\n  api_key  = %q\n", e.URL(), mockapi.DefaultAPIKey)
	for _, argument := range arguments {
		block += "  " + argument + "\n"
	}
	return block + "}\n\n" + configuration
}

// observer sees one request and its answer.
type observer = func(r *http.Request, requestBody []byte, status int, header http.Header, responseBody []byte)

// contract is the published API description, read once for all tests.
var contract = sync.OnceValues(loadContract)

// contractCheck returns an observer that fails the test when a request or an
// answer does not fit the published API description. It is nil when the
// description is not at hand: the project does not contain it.
func contractCheck(t *testing.T) observer {
	t.Helper()
	description, err := contract()
	if err != nil {
		t.Fatalf("reading the API description: %s", err)
	}
	if description == nil {
		return nil
	}
	return func(r *http.Request, requestBody []byte, status int, header http.Header, responseBody []byte) {
		if err := description.check(r, requestBody, status, header, responseBody); err != nil {
			t.Errorf("%s %s does not fit the API description: %s", r.Method, r.URL.Path, err)
		}
	}
}
