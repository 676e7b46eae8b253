package provider

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
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
}

// journal keeps the entries of one process in a folder of its own, which it
// holds a file lock on: an entry whose folder can be locked belongs to a
// process that is gone.
type journal struct {
	dir string
	now func() time.Time

	mu      sync.Mutex
	lock    *flock.Flock
	session string
	count   int
	orphans []journalRecord
	loaded  bool
	// held are the locks on the folders that orphans are in. A lock that nothing
	// refers to is released by the garbage collector.
	held []*flock.Flock
}

// journalRecord is an entry and the file that holds it.
type journalRecord struct {
	journal *journal
	file    string
	entry   journalEntry
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
	for i, orphan := range j.orphans {
		if orphan.entry.Kind == kind && orphan.entry.Fingerprint == fingerprint {
			j.orphans = append(j.orphans[:i], j.orphans[i+1:]...)
			return &orphan, nil
		}
	}
	record := &journalRecord{journal: j, entry: journalEntry{Kind: kind, Fingerprint: fingerprint, StartedAt: j.now()}}
	if err := j.openSession(); err != nil {
		return record, err
	}
	j.count++
	record.file = filepath.Join(j.session, fmt.Sprintf("%d%s", j.count, entrySuffix))
	return record, record.write()
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

// openSession creates this process's folder and locks it.
func (j *journal) openSession() error {
	if j.session != "" {
		return nil
	}
	if err := os.MkdirAll(j.dir, journalDirMode); err != nil {
		return err
	}
	session, err := os.MkdirTemp(j.dir, sessionPrefix)
	if err != nil {
		return err
	}
	lock := flock.New(filepath.Join(session, lockFileName))
	if _, err := lock.TryLock(); err != nil {
		return errors.Join(err, os.RemoveAll(session))
	}
	j.session, j.lock = session, lock
	return nil
}

// closeSession removes this process's folder when nothing is under way.
func (j *journal) closeSession() {
	if j.session == "" {
		return
	}
	if entries, err := entryFiles(j.session); err != nil || len(entries) > 0 {
		return
	}
	_ = j.lock.Unlock()
	_ = os.RemoveAll(j.session)
	j.session, j.lock = "", nil
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
			continue // Its process is alive.
		}
		// The lock is held on purpose until this process ends: what it found is
		// its own now.
		j.loadSession(session, lock)
	}
}

// loadSession reads the entries of one folder, and removes a folder without any.
func (j *journal) loadSession(session string, lock *flock.Flock) {
	files, err := entryFiles(session)
	if err != nil {
		return
	}
	found := false
	for _, file := range files {
		record := journalRecord{journal: j, file: file}
		content, err := os.ReadFile(file) //nolint:gosec // A file of our own making.
		if err != nil || json.Unmarshal(content, &record.entry) != nil || j.now().Sub(record.entry.StartedAt) > journalLifetime {
			record.remove()
			continue
		}
		j.orphans, found = append(j.orphans, record), true
	}
	if !found {
		_ = lock.Unlock()
		_ = os.RemoveAll(session)
		_ = os.Remove(j.dir)
		return
	}
	j.held = append(j.held, lock)
}

// uploaded notes that the file was uploaded.
func (r *journalRecord) uploaded(uploadID string) error {
	return r.update(func(entry *journalEntry) { entry.UploadID = uploadID })
}

// sending notes that the POST goes out now: from here on the object may exist.
func (r *journalRecord) sending(at time.Time) error {
	return r.update(func(entry *journalEntry) { entry.SentAt = at })
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
	}
}

// done removes the entry: the object is in the state, or was never made.
func (r *journalRecord) done() {
	r.journal.mu.Lock()
	defer r.journal.mu.Unlock()
	r.remove()
	r.journal.closeSession()
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
	if r.file == "" {
		return
	}
	if err := os.Remove(r.file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return
	}
	folder := filepath.Dir(r.file)
	if folder == r.journal.session {
		return
	}
	if left, err := entryFiles(folder); err == nil && len(left) == 0 {
		_ = os.RemoveAll(folder)
		_ = os.Remove(r.journal.dir)
	}
}
