package creation

import (
	"encoding/json"
	"slices"
	"time"
)

// State is how far a creation has got.
type State string

// The states of an entry. The arrows are the methods of a record:
//
//	begin ──► prepared ──send──► sent ──created──► created ──forget──► (no entry)
//	              ▲               │ │                  ▲         └───► stored
//	              └────refused────┘ └─unresolved─► unresolved ─created─┘
const (
	// StatePrepared: nothing was sent, but something may have been prepared.
	StatePrepared State = "prepared"
	// StateSent: a POST is under way. If its process is gone, nobody knows its outcome.
	StateSent State = "sent"
	// StateUnresolved: a POST ended, and nobody knows its outcome.
	StateUnresolved State = "unresolved"
	// StateCreated: the API has named the object's id.
	StateCreated State = "created"
	// StateStored: the object is in a state. The entry is kept only so that the search
	// for the outcome of another one does not take this object for its own.
	StateStored State = "stored"
)

// Entry is what is known of one creation.
type Entry struct {
	// Kind is the type of the resource.
	Kind string `json:"kind"`
	// Label is what messages call the object.
	Label string `json:"label"`
	// Scope is where it is created.
	Scope string `json:"scope"`
	// Fingerprint identifies what is created, and where.
	Fingerprint string `json:"fingerprint"`
	// Run identifies the run of Terraform; "" if that is not known.
	Run string `json:"run,omitempty"`
	// Key gives a hint of the API key in use, and no more than that.
	Key   string `json:"key,omitempty"`
	State State  `json:"state"`
	// StartedAt is when the creation began, by the clock of this machine.
	StartedAt time.Time `json:"started_at"`
	// SentAt is when the POST was sent, and Until when it cannot have an effect any
	// more, both by the clock of this machine.
	SentAt time.Time `json:"sent_at,omitzero"`
	Until  time.Time `json:"until,omitzero"`
	// Traits are those of the request, hashed.
	Traits Traits `json:"traits,omitempty"`
	// Before is what was there before the POST.
	Before Before `json:"before,omitzero"`
	// Prepared is what the request needs, such as the id of an upload.
	Prepared json.RawMessage `json:"prepared,omitempty"`
	// ID and CreatedAt are what the API said of the object.
	ID        string `json:"id,omitempty"`
	CreatedAt string `json:"created_at,omitempty"`
	// Expected is the run of Terraform whose plan declares this creation.
	Expected string `json:"expected,omitempty"`
}

// inDoubt reports whether the outcome of a POST is not known.
func (e *Entry) inDoubt() bool { return e.State == StateSent || e.State == StateUnresolved }

// couldBe reports whether an object can be the outcome of the entry's POST.
func (e *Entry) couldBe(kind string, object Facts) bool {
	return e.inDoubt() && e.Kind == kind && e.Traits.allow(object.Traits.hashed()) && !slices.Contains(e.Before.IDs, object.ID)
}
