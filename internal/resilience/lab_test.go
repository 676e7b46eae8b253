package resilience_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/creation"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi/mocktest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/provider"
)

// victim is what dies in a crash.
type victim string

const (
	plugin          victim = "plugin"
	terraformItself victim = "Terraform"
	both            victim = "both"
)

// lab is a machine and a service in virtual time, on which processes die at a
// chosen step. A step is everything that somebody else can see: a change of the
// journal, a request before and after the service acts on it, the return of a
// Create, and the storing of a state.
type lab struct {
	clock     *mocktest.Clock
	service   *mockapi.Server
	workspace *terraform.Workspace
	journal   string

	mu        sync.Mutex
	processes map[string]*process
	// command numbers the commands of Terraform, and killed are those that died.
	command int
	killed  map[string]bool
	// armed reports that steps count. At step crashAt, the victim dies.
	armed        bool
	steps, crash int
	victim       victim
	crashed      bool
	where        string

	// anchors are resources that exist before and stay.
	anchors []terraform.Resource
	// file can be uploaded, and mediaID can be cut.
	file, mediaID string
	// told is what the user has read.
	told strings.Builder
}

// arm makes the steps of what follows count.
func (l *lab) arm(victim victim, step int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.armed, l.victim, l.crash = true, victim, step
}

func (l *lab) disarm() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.armed = false
}

// process is a plugin.
type process struct {
	lab   *lab
	alias string
	run   string

	mu    sync.Mutex
	dead  bool
	locks []*flock.Flock
}

var errDead = errors.New("the process is dead")

// newLab starts a service with quirks.
func newLab(t *testing.T, options mockapi.Options) *lab {
	t.Helper()
	l := &lab{
		clock: mocktest.NewClock(time.Time{}), journal: filepath.Join(t.TempDir(), "contentgroove"),
		processes: map[string]*process{}, killed: map[string]bool{},
	}
	options.Clock = l.clock
	uploads := httptest.NewServer(l.between(func() http.Handler { return l.service.UploadHandler() }))
	t.Cleanup(uploads.Close)
	options.UploadURL = uploads.URL
	l.service = mockapi.New(options)
	t.Cleanup(l.service.Close)
	api := httptest.NewServer(l.between(func() http.Handler { return l.service.Handler() }))
	t.Cleanup(api.Close)

	block := terraform.Object{"base_url": api.URL + mockapi.DefaultBasePath, "api_key": mockapi.DefaultAPIKey, "max_retries": 2}
	l.workspace = &terraform.Workspace{
		Config: terraform.Config{Providers: map[string]terraform.Object{"": block, "other": block}},
		Start:  l.start,
		Hooks: terraform.Hooks{
			AfterCall: func(_ *terraform.Run, call terraform.Call) {
				if call.Method == "ApplyResourceChange" {
					l.reach("return of "+call.Method, call.Provider)
				}
			},
			BeforeStore: func(_ *terraform.Run, _ string) { l.reach("before the state is stored", "") },
			AfterStore:  func(_ *terraform.Run, _ string) { l.reach("after the state is stored", "") },
		},
	}
	return l
}

// start starts a plugin.
func (l *lab) start(alias string) (tfprotov6.ProviderServer, func(), error) {
	l.mu.Lock()
	p := &process{lab: l, alias: alias, run: l.run()}
	id := fmt.Sprintf("p%d", len(l.processes))
	l.processes[id] = p
	l.mu.Unlock()
	journal := creation.Open(l.journal, creation.Host{
		Run: p.run, Alive: l.alive, Now: l.clock.Now, Change: p.change, Lock: p.lock,
	})
	server := provider.NewServer(id, provider.WithClock(l.clock), provider.WithJournal(journal))()
	return server, func() { journal.Close(); p.die() }, nil
}

// run identifies the command that is under way.
func (l *lab) run() string { return fmt.Sprintf("run %d", l.command) }

func (l *lab) alive(run string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return run == l.run() && !l.killed[run]
}

// terraform runs a command, and waits until everything that it started is gone.
func (l *lab) terraform(command func() (*terraform.Result, error)) (*terraform.Result, error) {
	l.mu.Lock()
	l.command++
	l.mu.Unlock()
	result, err := command()
	l.workspace.Running().Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, p := range l.processes {
		p.die()
	}
	return result, err
}

// reach counts a step, and lets the victim die at the chosen one. A plugin dies
// with its Terraform, but only after the calls under way have ended.
func (l *lab) reach(what, alias string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.armed || l.crashed {
		return
	}
	if l.steps++; l.steps != l.crash {
		return
	}
	l.crashed, l.where = true, what
	run := l.workspace.Running()
	if l.victim != terraformItself {
		for _, p := range l.processes {
			if p.run == l.run() && (l.victim == both || p.alias == alias) {
				p.die()
			}
		}
		run.KillPlugin(alias)
	}
	if l.victim != plugin {
		l.killed[l.run()] = true
		run.Kill()
	}
}

// version finds the plugin in its user agent.
var version = regexp.MustCompile(`terraform-provider-contentgroove/(p\d+)`)

// between stands between plugins and the service.
func (l *lab) between(service func() http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		match := version.FindStringSubmatch(r.UserAgent())
		if match == nil {
			http.Error(w, "no plugin", http.StatusTeapot)
			return
		}
		l.mu.Lock()
		p := l.processes[match[1]]
		l.mu.Unlock()
		what := r.Method + " " + r.URL.Path
		l.reach("before "+what, p.alias)
		if p.isDead() {
			panic(http.ErrAbortHandler)
		}
		answer := httptest.NewRecorder()
		service().ServeHTTP(answer, r)
		l.reach("after "+what, p.alias)
		if p.isDead() {
			panic(http.ErrAbortHandler)
		}
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	})
}

// change carries out a change of the journal, unless the process is dead.
func (p *process) change(change func() error) error {
	p.lab.reach("change of the journal", p.alias)
	if p.isDead() {
		return errDead
	}
	return change()
}

// lock makes a file lock, which the process loses when it dies.
func (p *process) lock(path string) *flock.Flock {
	lock := flock.New(path)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.locks = append(p.locks, lock)
	return lock
}

func (p *process) isDead() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.dead
}

// die ends the process. Its locks go.
func (p *process) die() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dead = true
	for _, lock := range p.locks {
		_ = lock.Close()
	}
	p.locks = nil
}
