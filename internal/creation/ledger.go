package creation

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// Options are the surroundings of a [Ledger].
type Options struct {
	// Clock tells the time and waits.
	Clock client.Clock
	// ServerTime translates a local time into the server's, and reports whether
	// the server has ever told its time.
	ServerTime func(local time.Time) (server time.Time, known bool)
	// RequestTimeout bounds one request.
	RequestTimeout time.Duration
	// Scope is where objects are created: the base URL, and the workspace. A
	// creation in one scope is never resumed in another.
	Scope string
	// Key gives a hint of the API key, and no more than that.
	Key string
	Log *slog.Logger
}

// Ledger knows which objects belong to a resource in one Terraform operation.
// It is safe for concurrent use.
type Ledger struct {
	options Options
	journal *Journal
	turns   turns

	mu      sync.Mutex
	owned   map[object]struct{}
	befores map[string]*overview
}

// object names an object of the API.
type object struct{ kind, id string }

// NewLedger returns a ledger that owns nothing yet.
func NewLedger(journal *Journal, options Options) *Ledger {
	return &Ledger{options: options, journal: journal, owned: map[object]struct{}{}, befores: map[string]*overview{}}
}

// Own notes that an object is in a state: its creation is complete, and it is
// nobody else's.
func (l *Ledger) Own(kind, id string) {
	l.mu.Lock()
	l.owned[object{kind, id}] = struct{}{}
	l.mu.Unlock()
	l.journal.forget(kind, id)
}

// Deleted notes that an object does not exist any more.
func (l *Ledger) Deleted(kind, id string) { l.journal.forget(kind, id) }

// Expect notes that a plan declares this creation, so that what is known of it
// is not reported as wanted by nobody in the apply that follows.
func (l *Ledger) Expect(kind string, request any) {
	if l.journal.hasOrphans() {
		l.journal.expect(kind, l.Fingerprint(kind, request), l.options.Key)
	}
}

// Left returns what earlier runs left in this scope, without what the plan of
// this run has declared: that is taken over in the apply.
func (l *Ledger) Left() []Left { return l.journal.left(l.options.Scope) }

// claim marks an object as owned. It reports whether it was free until now, here
// and in all other processes that use the journal.
func (l *Ledger) claim(kind, id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := object{kind, id}
	if _, taken := l.owned[key]; taken {
		return false
	}
	l.owned[key] = struct{}{}
	return true
}

// Owns reports whether an object belongs to a resource of this operation.
func (l *Ledger) Owns(kind, id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, owned := l.owned[object{kind, id}]
	return owned
}

// begin opens the record of a creation.
func (l *Ledger) begin(ctx context.Context, kind, label, fingerprint, turn string) (*record, error) {
	return l.journal.begin(ctx, l, Entry{
		Kind: kind, Label: label, Scope: l.options.Scope, Fingerprint: fingerprint, Run: l.journal.host.Run, Key: l.options.Key,
		State: StatePrepared, StartedAt: l.options.Clock.Now(),
	}, hash(kind + " " + turn)[:turnLength])
}

// note logs that something could not be written to the journal.
func (l *Ledger) note(err error) {
	if err != nil {
		l.options.Log.Warn("Cannot record the creation under way; a crash before it ends would lose its id", "error", err)
	}
}
