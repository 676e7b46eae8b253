package creation

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// Journal keeps, on disk, what is known of creations. Terraform learns an id only
// when Create returns, and stores it later still. A provider or a Terraform that
// is killed in between would leave an object that nobody knows.
//
// Each process has a folder of its own in the journal, with one file for each
// creation, and a lock that tells whether the process is alive. The entries of a
// process that is gone are taken over by the next one that creates the same
// object. A journal whose folder cannot be written works in memory only.
//
// It is safe for concurrent use, also by several processes.
type Journal struct {
	dir  string
	host Host

	mu      sync.Mutex
	loaded  bool
	session *session
	count   int
	// own are the entries of this process.
	own map[*record]struct{}
	// orphans are those of processes that are gone.
	orphans []*record
	// folders are the folders whose entries are among the orphans.
	folders map[string]bool
	// active counts the creations under way.
	active  int
	stopped bool
}

// Open returns the journal in a folder, which need not exist. Nothing is read or
// written yet.
func Open(dir string, host Host) *Journal {
	return &Journal{dir: dir, host: host.complete(), own: map[*record]struct{}{}, folders: map[string]bool{}}
}

const (
	// uploadLifetime is how long something prepared is kept for a creation of which
	// nothing was sent.
	uploadLifetime = 24 * time.Hour
	// busyLimit bounds the wait for the provider of a Terraform that was killed.
	busyLimit = 90 * time.Second
	// busyPause is the pause between two looks at another process.
	busyPause = 250 * time.Millisecond
	// turnPause is the same while another process sends its request.
	turnPause = 50 * time.Millisecond
)

// begin opens the record of a creation. It takes over the entry of an earlier
// run that left the same creation unfinished. If the provider of such a run is
// still at work although its Terraform is gone, it is waited for.
func (j *Journal) begin(ctx context.Context, ledger *Ledger, entry Entry, turn string) (*record, error) {
	r := &record{journal: j, ledger: ledger, entry: entry, turn: turn}
	j.begun(1)
	clock := ledger.options.Clock
	for started := clock.Now(); ; {
		busy, err := j.tryBegin(r)
		if err != nil {
			ledger.note(err)
			return r, nil
		}
		if busy == "" {
			return r, nil
		}
		if waited := clock.Now().Sub(started); waited >= busyLimit {
			j.begun(-1)
			return nil, &BusyError{Label: entry.Label, Waited: waited.Round(time.Second), File: busy}
		}
		ledger.options.Log.WarnContext(ctx, "Waiting for the provider of a run that was killed: it is still creating the same object", "object", entry.Label, "journal", busy)
		if err := clock.Sleep(ctx, busyPause); err != nil {
			j.begun(-1)
			return nil, &InterruptedError{Label: entry.Label, Err: err}
		}
	}
}

// tryBegin returns the entry of another process that has to end first, or "".
func (j *Journal) tryBegin(r *record) (busy string, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	err = j.guarded(func() error {
		if err := j.openSession(); err != nil {
			return err
		}
		j.scan()
		if r.file == "" {
			j.count++
			r.file = j.session.entryFile(r.entry.Fingerprint, r.turn, j.count)
		}
		if j.takeOver(r) {
			return nil
		}
		if busy = j.busyFile(&r.entry); busy != "" {
			return nil
		}
		return r.write()
	})
	if err != nil {
		r.file = ""
	}
	if busy == "" {
		j.own[r] = struct{}{}
	}
	return busy, err
}

// takeOver moves the entry of a process that is gone into the record, the one
// that knows most first.
func (j *Journal) takeOver(r *record) bool {
	for _, orphan := range j.matching(&r.entry) {
		j.orphans = slices.DeleteFunc(j.orphans, func(other *record) bool { return other == orphan })
		if j.host.Change(func() error { return rename(orphan.file, r.file) }) != nil {
			continue // Another process was faster.
		}
		run := r.entry.Run
		r.entry = orphan.entry
		r.entry.Run, r.entry.Expected = run, ""
		_ = r.write() // The file has the entry already; only the run is new.
		j.removeIfEmpty(orphan.folder())
		return true
	}
	return false
}

// matching returns the orphans that a creation can go on from: what knows most
// comes first, then what began first, so that resources that look alike get their
// own objects back if they come in the same order.
// The journal is guarded.
func (j *Journal) matching(wanted *Entry) []*record {
	var found []*record
	for _, orphan := range slices.Clone(j.orphans) {
		entry := &orphan.entry
		switch {
		case entry.Kind != wanted.Kind || entry.Fingerprint != wanted.Fingerprint || !orphan.reload() || entry.State == StateStored:
		case entry.Run != "" && entry.Run == j.host.Run:
			// A provider of this very run has crashed, and the object may be in the state.
		case entry.inDoubt() && entry.Key != wanted.Key:
			// A search with another account's key would find nothing.
		default:
			found = append(found, orphan)
		}
	}
	slices.SortStableFunc(found, func(a, b *record) int {
		return cmp.Or(cmp.Compare(b.entry.rank(), a.entry.rank()), a.entry.StartedAt.Compare(b.entry.StartedAt))
	})
	return found
}

// states are all states, ordered by how much is known.
var states = []State{StatePrepared, StateUnresolved, StateSent, StateCreated, StateStored}

// rank orders entries by how much they know.
func (e *Entry) rank() int {
	return slices.Index(states, e.State)
}

// busyFile returns the entry of a live process for the same creation, if that
// process's Terraform is gone: it is about to end.
func (j *Journal) busyFile(wanted *Entry) string {
	for _, each := range j.live(func(name string) bool { return hasFingerprint(name, wanted.Fingerprint) }) {
		if each.entry.Kind == wanted.Kind && each.entry.State != StateStored && !j.host.Alive(each.entry.Run) {
			return each.file
		}
	}
	return ""
}

// forget drops what is known of an object that is in a state, or deleted.
func (j *Journal) forget(kind, id string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.load()
	for _, r := range j.known() {
		if r.entry.Kind == kind && r.entry.ID == id && r.entry.State == StateCreated {
			_ = j.guarded(func() error {
				if r.reload() {
					r.store()
				}
				return nil
			})
		}
	}
}

// expect notes that the plan of this run declares a creation.
func (j *Journal) expect(kind, fingerprint, key string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	_ = j.guarded(func() error {
		for _, orphan := range j.matching(&Entry{Kind: kind, Fingerprint: fingerprint, Key: key}) {
			if orphan.entry.Expected != j.host.Run {
				orphan.entry.Expected = j.host.Run
				return orphan.write()
			}
		}
		return nil
	})
}

// hasOrphans reports whether an earlier run left anything.
func (j *Journal) hasOrphans() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.load()
	return len(j.orphans) > 0
}

// Left is an object that an earlier run created, or may have created, and that
// was not seen in a state since.
type Left struct {
	Entry

	// File is the entry. Whoever deletes it dismisses the object.
	File string
}

// left returns what earlier runs left in a scope.
func (j *Journal) left(scope string) []Left {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.load()
	var left []Left
	for _, orphan := range j.orphans {
		entry := &orphan.entry
		open := entry.State == StateCreated || entry.inDoubt()
		if open && entry.Scope == scope && (entry.Expected == "" || entry.Expected != j.host.Run) {
			left = append(left, Left{Entry: *entry, File: orphan.file})
		}
	}
	return left
}

// ids returns the ids that other entries hold for objects of a kind.
func (j *Journal) ids(kind string, except *record) []string {
	var ids []string
	for _, entry := range j.others(except) {
		if entry.Kind == kind && entry.ID != "" {
			ids = append(ids, entry.ID)
		}
	}
	return ids
}

// others returns the entries of all processes but one.
func (j *Journal) others(except *record) []*Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	_ = j.guarded(func() error { j.scan(); return nil })
	var entries []*Entry
	for _, r := range append(j.known(), j.live(nil)...) {
		if r != except {
			entry := r.entry
			entries = append(entries, &entry)
		}
	}
	return entries
}

// known returns the entries of this process, and those of processes that are
// gone. The lock is held.
func (j *Journal) known() []*record {
	return slices.AppendSeq(slices.Clone(j.orphans), maps.Keys(j.own))
}

func (j *Journal) begun(change int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.active += change
}

// Idle reports whether no creation is under way in this process.
func (j *Journal) Idle() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.active == 0
}

// Stop notes that Terraform was told to stop: it may end before it has stored
// what it was given.
func (j *Journal) Stop() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.stopped = true
}

// Close ends the process's part in order. Terraform ends a provider when all of
// its work is done, and stores the state: objects that it was given need no entry
// any more.
func (j *Journal) Close() {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.session == nil {
		return
	}
	_ = j.guarded(func() error {
		for r := range j.own {
			if r.given && r.entry.State == StateCreated && !j.stopped {
				r.store()
			}
		}
		j.closeSession()
		return nil
	})
}
