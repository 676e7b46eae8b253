package creation

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// session is the folder of one process in the journal. The lock is held as long
// as the process is alive.
type session struct {
	folder string
	lock   *flock.Flock
}

// Names in the journal's folder.
const (
	sessionPrefix = "session-"
	lockFileName  = "provider.lock"
	guardFileName = "journal.lock"
	entrySuffix   = ".json"
	draftSuffix   = ".tmp"
)

// Lengths of the parts of a file's name, which tell without reading it what an
// entry is about.
const (
	fingerprintLength = 16
	turnLength        = 16
)

func (s *session) entryFile(fingerprint, turn string, number int) string {
	return filepath.Join(s.folder, fmt.Sprintf("%s-%s-%d%s", fingerprint[:fingerprintLength], turn, number, entrySuffix))
}

func hasFingerprint(name, fingerprint string) bool {
	return strings.HasPrefix(name, fingerprint[:fingerprintLength]+"-")
}

func hasTurn(name, turn string) bool {
	return len(name) > fingerprintLength && strings.HasPrefix(name[fingerprintLength:], "-"+turn+"-")
}

const (
	// guardTimeout bounds the wait for another process that changes the journal,
	// which takes milliseconds.
	guardTimeout = 10 * time.Second
	guardPause   = 5 * time.Millisecond
)

// guarded carries out changes of the journal that no other process may come
// between. The journal's lock is held.
func (j *Journal) guarded(change func() error) error {
	name := filepath.Join(j.dir, guardFileName)
	for until := time.Now().Add(guardTimeout); ; {
		lock, err := j.lockGuard(name)
		if err != nil {
			return err
		}
		if lock != nil {
			err := change()
			_ = lock.Close()
			return err
		}
		if time.Now().After(until) {
			return fmt.Errorf("another process does not let go of %s", name)
		}
		<-time.After(guardPause)
	}
}

// lockGuard returns the lock, or nil if another process has it.
func (j *Journal) lockGuard(name string) (*flock.Flock, error) {
	if err := errors.Join(j.checkDir(), isOwnFile(name)); err != nil {
		return nil, err
	}
	lock := j.host.Lock(name)
	locked, err := lock.TryLock()
	if locked {
		// The file may have been removed, with the folder, just before.
		held, heldErr := lock.Stat()
		there, thereErr := os.Lstat(name)
		if heldErr == nil && thereErr == nil && os.SameFile(held, there) {
			return lock, nil
		}
	}
	_ = lock.Close()
	if errors.Is(err, fs.ErrNotExist) {
		err = nil // The folder has just gone.
	}
	return nil, err
}

// checkDir makes the journal's folder if it is missing. A symbolic link in its
// place is not followed.
func (j *Journal) checkDir() error {
	info, err := os.Lstat(j.dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return j.host.Change(func() error { return os.MkdirAll(j.dir, dirMode) })
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s is not a folder", j.dir)
	}
	return nil
}

// openSession makes this process's folder and locks it.
func (j *Journal) openSession() error {
	if j.session != nil {
		return nil
	}
	return j.host.Change(func() error {
		folder, err := os.MkdirTemp(j.dir, sessionPrefix)
		if err != nil {
			return err
		}
		lock := j.host.Lock(filepath.Join(folder, lockFileName))
		if locked, err := lock.TryLock(); !locked {
			return errors.Join(err, lock.Close(), os.Remove(folder))
		}
		j.session = &session{folder: folder, lock: lock}
		return nil
	})
}

// closeSession lets go of this process's folder, and removes what is empty.
func (j *Journal) closeSession() {
	folder := j.session.folder
	_ = j.session.lock.Close()
	j.session = nil
	j.removeIfEmpty(folder)
	_ = j.host.Change(func() error {
		if folders := sessionFolders(j.dir); len(folders) > 0 {
			return nil
		}
		// The folder itself goes only if nobody has put anything else there.
		_ = removeFile(filepath.Join(j.dir, guardFileName))
		return os.Remove(j.dir)
	})
}

// removeIfEmpty removes the folder of a process that has no entries. Files that
// are not the journal's stay, and the folder with them.
func (j *Journal) removeIfEmpty(folder string) {
	if len(entryFiles(folder)) > 0 {
		return
	}
	_ = j.host.Change(func() error {
		for _, draft := range ownFiles(folder, entrySuffix+draftSuffix) {
			_ = removeFile(draft)
		}
		_ = removeFile(filepath.Join(folder, lockFileName))
		return os.Remove(folder)
	})
}

// load reads, once, what earlier runs left. The lock is held.
func (j *Journal) load() {
	if j.loaded {
		return
	}
	j.loaded = true
	if info, err := os.Lstat(j.dir); err != nil || !info.IsDir() {
		return // There is none, as a rule.
	}
	_ = j.guarded(func() error { j.scan(); return nil })
}

// scan adds the entries of processes that are gone to the orphans. The journal is
// guarded.
func (j *Journal) scan() {
	j.loaded = true
	var found []*record
	for _, folder := range sessionFolders(j.dir) {
		if j.folders[folder] || j.session != nil && folder == j.session.folder || j.isAlive(folder) {
			continue
		}
		j.folders[folder] = true
		found = append(found, j.read(folder, nil)...)
		j.removeIfEmpty(folder)
	}
	j.orphans = append(j.orphans, found...)
	for _, orphan := range found {
		switch entry := &orphan.entry; {
		case entry.State == StateStored:
			orphan.store()
		case entry.State == StatePrepared && (entry.Prepared == nil || j.host.Now().Sub(entry.StartedAt) > uploadLifetime):
			orphan.remove()
		}
	}
}

// isAlive reports whether the process of a folder is alive. A folder without the
// lock of a process is not the journal's, and is left alone as well.
func (j *Journal) isAlive(folder string) bool {
	name := filepath.Join(folder, lockFileName)
	if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return true
	}
	lock := j.host.Lock(name)
	defer func() { _ = lock.Close() }()
	locked, err := lock.TryLock()
	return err != nil || !locked
}

// live returns the entries of other live processes whose file names are wanted;
// nil wants all. The journal is guarded.
func (j *Journal) live(wanted func(name string) bool) []*record {
	var records []*record
	for _, folder := range sessionFolders(j.dir) {
		if !j.folders[folder] && (j.session == nil || folder != j.session.folder) {
			records = append(records, j.read(folder, wanted)...)
		}
	}
	return records
}

// read reads the entries of a folder. What cannot be read is not the journal's.
func (j *Journal) read(folder string, wanted func(name string) bool) []*record {
	var records []*record
	for _, name := range entryFiles(folder) {
		if wanted != nil && !wanted(filepath.Base(name)) {
			continue
		}
		r := &record{journal: j, file: name}
		content, err := readFile(name)
		if err == nil && json.Unmarshal(content, &r.entry) == nil && slices.Contains(states, r.entry.State) {
			records = append(records, r)
		}
	}
	return records
}

// sessionFolders lists the folders of processes.
func sessionFolders(dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var folders []string
	for _, entry := range entries {
		if entry.IsDir() && strings.HasPrefix(entry.Name(), sessionPrefix) {
			folders = append(folders, filepath.Join(dir, entry.Name()))
		}
	}
	slices.Sort(folders)
	return folders
}
