// Package acctest gives each acceptance test a ContentGroove of its own: a fresh
// mock API, a provider that talks to it, and a clock that both share, so that no
// test waits for real.
package acctest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/creation"
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
}

// New starts a mock API and makes a provider for it. Both end with the test. All
// traffic is held against the published API description, where that is at hand.
func New(t *testing.T, options mockapi.Options) *Env {
	t.Helper()
	clock := mocktest.NewClock(time.Time{})
	options.Clock = clock
	processes := &processes{clock: clock, journalDir: t.TempDir()}
	return &Env{
		Server: startServer(t, options),
		Clock:  clock,
		ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			// A new provider for each, as a new process would have.
			"contentgroove": processes.start,
		},
	}
}

// processes are the providers of a test, one after the other. In one process of
// the machine nothing else tells when one of them has ended.
type processes struct {
	clock      client.Clock
	journalDir string

	mu      sync.Mutex
	journal *creation.Journal
}

// start ends the provider that was started last, in order, and starts another.
func (p *processes) start() (tfprotov6.ProviderServer, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.journal != nil {
		p.journal.Close()
	}
	p.journal = creation.Open(p.journalDir, creation.Host{Now: p.clock.Now})
	return provider.NewServer("test", provider.WithClock(p.clock), provider.WithJournal(p.journal))(), nil
}

// StartServer starts a mock API that runs on the system's clock, for a provider
// in a process of its own.
func StartServer(t testing.TB, options mockapi.Options) *mockapi.Server {
	t.Helper()
	return startServer(t, options)
}

func startServer(t testing.TB, options mockapi.Options) *mockapi.Server {
	t.Helper()
	options.Observe = contractCheck(t)
	return mocktest.Start(t, options)
}

// Config puts a provider block for the mock in front of a configuration. The
// arguments are further lines of that block.
func (e *Env) Config(configuration string, arguments ...string) string {
	return e.ProviderBlock(arguments...) + "\n" + configuration
}

// ProviderBlock is a provider block for the mock. The arguments are further
// lines of it.
func (e *Env) ProviderBlock(arguments ...string) string {
	block := fmt.Sprintf("provider \"contentgroove\" {\n  base_url = %q\n  api_key  = %q\n", e.URL(), mockapi.DefaultAPIKey)
	for _, argument := range arguments {
		block += "  " + argument + "\n"
	}
	return block + "}\n"
}
