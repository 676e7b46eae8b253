package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// The journal exists because the API has no idempotency key. Terraform learns
// the id of a new object only when Create returns; a provider process that is
// killed before that (while it waits for processing, say) would leave an object
// that nobody knows. So each creation under way has a small file in Terraform's
// data directory, and the creation that is tried again after a crash finds it.
// The file goes away when Create returns.

// journalLifetime bounds how long an unfinished creation is remembered.
const journalLifetime = 24 * time.Hour

// Permissions of the journal: an upload id lets its holder use the upload.
const (
	journalDirMode  = 0o700
	journalFileMode = 0o600
)

// journalEntry is what is known of an unfinished creation.
type journalEntry struct {
	// Kind is the type of the object: media, clip or webhook subscription.
	Kind string `json:"kind"`
	// Fingerprint identifies what was to be created, and where.
	Fingerprint string `json:"fingerprint"`
	// StartedAt is when the creation began, by the clock of this machine.
	StartedAt time.Time `json:"started_at"`
	// SentAt is when the POST was sent, by the clock of this machine; zero as
	// long as it was not. The server's time may not have been known then, and
	// whoever looks for the object learns it anew.
	SentAt time.Time `json:"sent_at,omitzero"`
	// ID is the object's id once the API has answered with it.
	ID string `json:"id,omitempty"`
	// UploadID stands for a file that was uploaded, and can be used again.
	UploadID string `json:"upload_id,omitempty"`
	// Taken are ids of objects that belong to other resources, for the search.
	Taken []string `json:"taken,omitempty"`
}

// journal keeps the entries of one process in a folder of its own, which it
// holds a file lock on while creations are under way: an entry whose folder can
// be locked belongs to nobody any more. A process may outlive its creations by
// far, when Terraform is killed and cannot end it.
type journal struct {
	dir string
	now func() time.Time

	mu      sync.Mutex
	lock    *flock.Flock
	session string
	// count numbers the entries, and active tells how many of them are of
	// creations under way.
	count, active int
	orphans       []journalRecord
	loaded        bool

	// doubtful are this process's entries whose POST was sent and that have not
	// ended, or ended in doubt. recent are the objects that it created last.
	doubtful []*journalRecord
	recent   []takenObject
}

// journalRecord is an entry and the file that holds it.
type journalRecord struct {
	journal *journal
	file    string
	entry   journalEntry
	// active tells that the creation is under way.
	active bool
}

func newJournal(dir string) *journal { return &journal{dir: dir, now: time.Now} }

// defaultJournalDir is inside Terraform's data directory: it is per root module,
// ignored by version control, and kept where a pipeline resumes its work.
func defaultJournalDir() string {
	data := os.Getenv("TF_DATA_DIR")
	if data == "" {
		data = ".terraform"
	}
	return filepath.Join(data, "contentgroove")
}

// begin records that a creation is about to start. When an earlier process left
// the same creation unfinished, the record continues what that one knew.
func (j *journal) begin(kind, fingerprint string) (*journalRecord, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.load()
	record := &journalRecord{journal: j, entry: journalEntry{Kind: kind, Fingerprint: fingerprint, StartedAt: j.now()}}
	if err := j.openSession(); err != nil {
		return record, err
	}
	j.count++
	record.file = filepath.Join(j.session, fmt.Sprintf("%d%s", j.count, entrySuffix))
	record.active = true
	j.active++
	if j.resume(record) {
		return record, nil
	}
	return record, record.write()
}

// resume moves the entry of an unfinished creation into the record. Moving the
// file makes sure that of several processes, as a configuration with several
// provider blocks has them, only one does so.
func (j *journal) resume(record *journalRecord) bool {
	for {
		i := slices.IndexFunc(j.orphans, func(orphan journalRecord) bool {
			return orphan.entry.Kind == record.entry.Kind && orphan.entry.Fingerprint == record.entry.Fingerprint
		})
		if i < 0 {
			return false
		}
		orphan := j.orphans[i]
		j.orphans = slices.Delete(j.orphans, i, i+1)
		if os.Rename(orphan.file, record.file) == nil {
			record.entry = orphan.entry
			j.removeEmpty(filepath.Dir(orphan.file))
			return true
		}
	}
}

// forget drops what is known of an object that is in the state, or gone.
func (j *journal) forget(kind, id string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.load()
	kept := j.orphans[:0]
	for _, orphan := range j.orphans {
		if orphan.entry.Kind == kind && orphan.entry.ID == id {
			orphan.remove()
			continue
		}
		kept = append(kept, orphan)
	}
	j.orphans = kept
}

// sessionAttempts is how often a folder is created. Another process may take a
// new one, which nobody has locked yet, for one that was left behind.
const sessionAttempts = 3

// openSession creates this process's folder and locks it.
func (j *journal) openSession() error {
	if j.session != "" {
		return nil
	}
	var err error
	for range sessionAttempts {
		if err = os.MkdirAll(j.dir, journalDirMode); err != nil {
			return err
		}
		var session string
		if session, err = os.MkdirTemp(j.dir, sessionPrefix); err != nil {
			continue
		}
		lock, locked := flock.New(filepath.Join(session, lockFileName)), false
		if locked, err = lock.TryLock(); locked {
			j.session, j.lock = session, lock
			return nil
		}
		err = errors.Join(err, os.RemoveAll(session))
	}
	if err == nil {
		err = errors.New("another process holds the lock on every new folder")
	}
	return err
}

// closeSession lets go of this process's folder when nothing is under way, and
// removes it when nothing is in it.
func (j *journal) closeSession() {
	if j.session == "" || j.active > 0 {
		return
	}
	_ = j.lock.Unlock()
	j.removeEmpty(j.session)
	j.session, j.lock = "", nil
}

// removeEmpty removes the folder of a process if it has no entries.
func (j *journal) removeEmpty(session string) {
	if entries, err := entryFiles(session); err != nil || len(entries) > 0 {
		return
	}
	_ = os.RemoveAll(session)
	_ = os.Remove(j.dir) // Succeeds only for an empty folder, as it should.
}

// Names in the journal's folder.
const (
	sessionPrefix = "session-"
	lockFileName  = "lock"
	entrySuffix   = ".json"
)

// entryFiles lists the entries of one process. It does not use a pattern, which
// would find nothing below a folder that has brackets in its name.
func entryFiles(session string) ([]string, error) {
	files, err := os.ReadDir(session)
	if err != nil {
		return nil, err
	}
	var entries []string
	for _, file := range files {
		if filepath.Ext(file.Name()) == entrySuffix {
			entries = append(entries, filepath.Join(session, file.Name()))
		}
	}
	return entries, nil
}

// load reads, once, what processes that are gone left behind.
func (j *journal) load() {
	if j.loaded {
		return
	}
	j.loaded = true
	folders, err := os.ReadDir(j.dir)
	if err != nil {
		return // There is none, as a rule.
	}
	for _, folder := range folders {
		if !strings.HasPrefix(folder.Name(), sessionPrefix) {
			continue
		}
		session := filepath.Join(j.dir, folder.Name())
		lock := flock.New(filepath.Join(session, lockFileName))
		if locked, err := lock.TryLock(); err != nil || !locked {
			continue // Its process is alive, and at work.
		}
		j.loadSession(session)
		_ = lock.Unlock()
		j.removeEmpty(session)
	}
}

// loadSession reads the entries of one folder.
func (j *journal) loadSession(session string) {
	files, err := entryFiles(session)
	if err != nil {
		return
	}
	for _, file := range files {
		record := journalRecord{journal: j, file: file}
		content, err := os.ReadFile(file) //nolint:gosec // A file of our own making.
		if err != nil || json.Unmarshal(content, &record.entry) != nil || j.now().Sub(record.entry.StartedAt) > journalLifetime {
			record.remove()
			continue
		}
		j.orphans = append(j.orphans, record)
	}
}

// uploaded notes that the file was uploaded.
func (r *journalRecord) uploaded(uploadID string) error {
	return r.update(func(entry *journalEntry) { entry.UploadID = uploadID })
}

// sending notes that the POST goes out now: from here on the object may exist.
func (r *journalRecord) sending(at time.Time) error {
	return r.update(func(entry *journalEntry) {
		entry.SentAt = at
		entry.Taken = append(entry.Taken, r.journal.recentlyMade(entry.Kind)...)
		r.journal.doubtful = append(r.journal.doubtful, r)
	})
}

// refused notes that the POST had no effect.
func (r *journalRecord) refused() error {
	return r.update(func(entry *journalEntry) { entry.SentAt, entry.ID = time.Time{}, "" })
}

// created notes the id of the object.
func (r *journalRecord) created(id string) error {
	return r.update(func(entry *journalEntry) { entry.ID = id })
}

// keep leaves the entry for the next attempt if it knows something worth
// keeping, and removes it otherwise.
func (r *journalRecord) keep() {
	if r.entry.UploadID == "" && r.entry.SentAt.IsZero() && r.entry.ID == "" {
		r.done()
		return
	}
	r.end(func() {})
}

// done removes the entry: the object is in the state, or was never made.
func (r *journalRecord) done() { r.end(r.remove) }

// returned is for when Create returns the object. If it was interrupted, nobody
// may be there to take it: a Terraform that was killed looks the same. So the
// entry stays until the object is seen in the state.
func (r *journalRecord) returned(ctx context.Context) {
	if ctx.Err() != nil {
		r.keep()
		return
	}
	r.done()
}

// end ends the creation, after a last change to its file.
func (r *journalRecord) end(last func()) {
	r.journal.mu.Lock()
	defer r.journal.mu.Unlock()
	last()
	if !r.entry.inDoubt() {
		r.journal.doubtful = slices.DeleteFunc(r.journal.doubtful, func(other *journalRecord) bool { return other == r })
	}
	if r.active {
		r.active = false
		r.journal.active--
		r.journal.closeSession()
	}
}

func (r *journalRecord) update(change func(*journalEntry)) error {
	r.journal.mu.Lock()
	defer r.journal.mu.Unlock()
	change(&r.entry)
	return r.write()
}

// write replaces the file at once, so that a crash leaves the old or the new.
func (r *journalRecord) write() error {
	if r.file == "" {
		return nil
	}
	content, err := json.Marshal(r.entry)
	if err != nil {
		return err
	}
	draft := r.file + ".tmp"
	if err := os.WriteFile(draft, content, journalFileMode); err != nil {
		return err
	}
	return os.Rename(draft, r.file)
}

// remove deletes the file, and the folder of a process that is gone with its
// last one.
func (r *journalRecord) remove() {
	if err := os.Remove(r.file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return
	}
	if folder := filepath.Dir(r.file); folder != r.journal.session {
		r.journal.removeEmpty(folder)
	}
}
