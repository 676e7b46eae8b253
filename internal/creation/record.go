package creation

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
)

// record is an entry with the file that holds it. Its methods are the changes of
// state that entry.go draws.
type record struct {
	journal *Journal
	ledger  *Ledger
	// file is "" if there is no journal.
	file string
	// turn names what creations have in common that can be taken for each other.
	turn  string
	entry Entry
	// given reports that Terraform was given the object.
	given bool
}

// prepared notes what the request needs; nil if the service has lost it.
func (r *record) prepared(data json.RawMessage) error {
	return r.update(func(entry *Entry) { entry.Prepared = data })
}

// send notes that the POST goes out now: from here on the object may exist. It
// waits until no other process sends a request that could be mistaken for this
// one.
func (r *record) send(ctx context.Context, traits Traits, before Before) error {
	options := &r.ledger.options
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		now := options.Clock.Now()
		busy := false
		r.ledger.note(r.update(func(entry *Entry) {
			if busy = r.journal.sending(r.turn); busy {
				return
			}
			entry.State, entry.SentAt, entry.ID, entry.CreatedAt = StateSent, now, "", ""
			entry.Until = now.Add(max(settleTime, options.RequestTimeout+settleAfter))
			entry.Traits, entry.Before, entry.Key = traits.hashed(), before, options.Key
		}))
		if !busy {
			return nil
		}
		if err := options.Clock.Sleep(ctx, turnPause); err != nil {
			return err
		}
	}
}

// sending reports whether another live process has sent a request in this turn.
func (j *Journal) sending(turn string) bool {
	return slices.ContainsFunc(j.live(func(name string) bool { return hasTurn(name, turn) }),
		func(r *record) bool { return r.entry.State == StateSent })
}

// refused notes that the POST had no effect.
func (r *record) refused() error {
	return r.update(func(entry *Entry) { entry.State, entry.ID, entry.CreatedAt = StatePrepared, "", "" })
}

// unresolved notes that nobody knows what the POST did.
func (r *record) unresolved() error {
	return r.update(func(entry *Entry) { entry.State = StateUnresolved })
}

// created notes the id of the object.
func (r *record) created(facts Facts) error {
	return r.update(func(entry *Entry) { entry.State, entry.ID, entry.CreatedAt = StateCreated, facts.ID, facts.CreatedAt })
}

// returned notes that Terraform was given the object.
func (r *record) returned() {
	r.journal.mu.Lock()
	defer r.journal.mu.Unlock()
	r.given = true
	r.journal.active--
}

// leave ends a creation without an object. If the entry knows anything, it stays
// for whoever creates the same object next.
func (r *record) leave() {
	r.journal.mu.Lock()
	defer r.journal.mu.Unlock()
	r.journal.active--
	switch {
	case r.entry.State == StatePrepared && r.entry.Prepared == nil:
		_ = r.journal.guarded(func() error { r.remove(); return nil })
	case r.file != "":
		delete(r.journal.own, r)
		r.journal.orphans = append(r.journal.orphans, r)
	}
}

// store drops an entry whose object is in a state. It stays as long as the
// search for another object could take this one for its own. The lock is held.
func (r *record) store() {
	doubt := slices.ContainsFunc(r.journal.known(), func(other *record) bool {
		return other.entry.Kind == r.entry.Kind && other.entry.inDoubt()
	})
	if !doubt {
		r.remove()
		return
	}
	r.entry.State = StateStored
	_ = r.write() // Without a journal, the ledger knows.
}

func (r *record) update(change func(*Entry)) error {
	r.journal.mu.Lock()
	defer r.journal.mu.Unlock()
	if r.file == "" {
		change(&r.entry)
		return nil
	}
	changed := false
	err := r.journal.guarded(func() error {
		change(&r.entry)
		changed = true
		return r.write()
	})
	if !changed {
		change(&r.entry) // This process goes on, if not on disk then in memory.
	}
	return err
}

// reload reads the entry of a process that is gone once more: another process may
// have changed it. It reports false, and forgets the entry, if that process has
// taken it over. The journal is guarded.
func (r *record) reload() bool {
	if _, own := r.journal.own[r]; own {
		return true
	}
	content, err := readFile(r.file)
	if err == nil && json.Unmarshal(content, &r.entry) == nil {
		return true
	}
	r.journal.orphans = slices.DeleteFunc(r.journal.orphans, func(other *record) bool { return other == r })
	return false
}

// write replaces the file in one step, so that a crash leaves the old or the new.
// The lock is held.
func (r *record) write() error {
	if r.file == "" {
		return nil
	}
	content, err := json.Marshal(r.entry)
	if err != nil {
		return err
	}
	return r.journal.host.Change(func() error { return replaceFile(r.file, content) })
}

// remove deletes the entry, and the folder of a process that is gone with its
// last one. The lock is held.
func (r *record) remove() {
	r.journal.orphans = slices.DeleteFunc(r.journal.orphans, func(other *record) bool { return other == r })
	delete(r.journal.own, r)
	if r.file == "" {
		return
	}
	if r.journal.host.Change(func() error { return removeFile(r.file) }) != nil {
		return
	}
	if folder := r.folder(); r.journal.session == nil || folder != r.journal.session.folder {
		r.journal.removeIfEmpty(folder)
	}
}

// folder is that of the process that wrote the entry.
func (r *record) folder() string { return filepath.Dir(r.file) }
