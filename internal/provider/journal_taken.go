package provider

import (
	"os"
	"slices"
	"time"
)

// An entry in doubt is that of a POST without a clear answer. A later run looks
// for the object that it may have created, and must not take that of another
// resource which looks the same, as with count. But in the process that applies,
// Terraform shows nothing of resources that it leaves alone. So entries in doubt
// hold the ids that are taken: by whoever creates an object, and by the refresh
// or plan that comes before the apply.

const (
	// recentObjects is how many of the objects that this process created last
	// are noted as taken when a POST is sent. Only those can be among the
	// candidates of its search, which goes back two seconds.
	recentObjects = 100
	// takenTolerance allows for clocks that differ: an object that is older than
	// the POST by more than this is no candidate anyway.
	takenTolerance = time.Hour
)

// takenObject is an object that belongs to a resource.
type takenObject struct{ kind, id string }

// made notes that this process has created an object.
func (j *journal) made(kind, id string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.recent = append(j.recent, takenObject{kind, id})
	if len(j.recent) > recentObjects {
		j.recent = slices.Delete(j.recent, 0, 1)
	}
	j.take(kind, id, time.Time{})
}

// owned notes that an object is in the state: its creation is complete, and it
// is not the object of another one.
func (j *journal) owned(kind, id, createdAt string) {
	j.forget(kind, id)
	j.mu.Lock()
	defer j.mu.Unlock()
	at, _ := parseTime(createdAt)
	j.take(kind, id, at)
}

// take adds an object to the entries in doubt that could mistake it for theirs;
// a zero time means that it may be new. The lock is held.
func (j *journal) take(kind, id string, createdAt time.Time) {
	for i := range j.orphans {
		j.orphans[i].take(kind, id, createdAt)
	}
	for _, record := range j.doubtful {
		record.take(kind, id, createdAt)
	}
}

func (r *journalRecord) take(kind, id string, createdAt time.Time) {
	if r.entry.Kind != kind || !r.entry.inDoubt() || slices.Contains(r.entry.Taken, id) {
		return
	}
	if !createdAt.IsZero() && createdAt.Before(r.entry.SentAt.Add(-takenTolerance)) {
		return
	}
	r.entry.Taken = append(r.entry.Taken, id)
	if _, err := os.Stat(r.file); err == nil { // Otherwise another process has resumed it.
		_ = r.write() // The search goes on without, as it would without a journal.
	}
}

// recentlyMade are the ids of the objects of a type that this process created
// last. The lock is held.
func (j *journal) recentlyMade(kind string) []string {
	var ids []string
	for _, object := range j.recent {
		if object.kind == kind {
			ids = append(ids, object.id)
		}
	}
	return ids
}

// inDoubt tells that a POST was sent, and that nobody knows what it did.
func (e *journalEntry) inDoubt() bool { return !e.SentAt.IsZero() && e.ID == "" }
