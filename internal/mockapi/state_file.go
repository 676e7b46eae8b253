package mockapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// saveInterval is the time between two savings at least.
const saveInterval = 200 * time.Millisecond

// ReadState reads a state or seed file.
func ReadState(name string) (State, error) {
	var state State
	content, err := os.ReadFile(name) //nolint:gosec // The caller names the file.
	if err != nil {
		return state, err
	}
	if err := json.Unmarshal(content, &state); err != nil {
		return state, fmt.Errorf("mockapi: %s: %w", name, err)
	}
	return state, nil
}

// WriteState writes a state file. Readers find the old content or the new one,
// never a part. It holds a signing key, so only its owner may read it.
func WriteState(name string, state State) error {
	content, err := json.MarshalIndent(state, "", "  ")
	if err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temporary.Name()) }() // after a failure; else it is gone
	_, err = temporary.Write(append(content, '\n'))
	if err = errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), name)
}

// Persist loads the account from a file, if it exists, and saves it there after
// changes until Close, which saves it once more. report is called when a file
// cannot be written; the server goes on without.
func (s *Server) Persist(name string, report func(error)) error {
	state, err := ReadState(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = WriteState(name, s.Snapshot())
	case err == nil:
		err = s.Load(state)
	}
	if err != nil {
		return err
	}
	if !s.enter() {
		return errors.New("mockapi: the server is closed")
	}
	go func() {
		defer s.running.Done()
		s.saveChanges(name, report)
	}()
	return nil
}

func (s *Server) saveChanges(name string, report func(error)) {
	saved := uint64(0)
	for {
		changed := s.changes.next()
		s.mu.Lock()
		revision := s.revision
		s.mu.Unlock()
		if revision != saved {
			saved = revision
			if err := WriteState(name, s.Snapshot()); err != nil {
				report(fmt.Errorf("saving the state: %w", err))
			}
		}
		select {
		case <-changed:
		case <-s.ctx.Done():
			if err := WriteState(name, s.Snapshot()); err != nil {
				report(fmt.Errorf("saving the state: %w", err))
			}
			return
		}
		// Many changes at once are saved together.
		timer := time.NewTimer(saveInterval)
		select {
		case <-timer.C:
		case <-s.ctx.Done():
			timer.Stop()
		}
	}
}
