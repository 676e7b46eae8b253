package mockapi

import (
	"container/heap"
	"time"
)

// agenda is what the service has still to do and when: the steps of processing
// and the attempts of deliveries. Nothing on it happens by itself; whoever looks
// at the server runs first what has become due, in the order in which it was due.
type agenda struct {
	entries entryHeap
	added   int
}

type agendaEntry struct {
	at    time.Time
	order int
	run   func(at time.Time)
}

// schedule plans run for at. When it is run it gets at, the time for which it
// was planned, however late it is.
func (a *agenda) schedule(at time.Time, run func(at time.Time)) {
	a.added++
	heap.Push(&a.entries, agendaEntry{at: at, order: a.added, run: run})
}

// next returns when the earliest entry is due.
func (a *agenda) next() (time.Time, bool) {
	if len(a.entries) == 0 {
		return time.Time{}, false
	}
	return a.entries[0].at, true
}

// runDue runs all that is due at now, including what that schedules in turn. It
// reports whether there was anything.
func (a *agenda) runDue(now time.Time) (ran bool) {
	for len(a.entries) > 0 && !a.entries[0].at.After(now) {
		entry, ok := heap.Pop(&a.entries).(agendaEntry)
		if ok {
			entry.run(entry.at)
			ran = true
		}
	}
	return ran
}

// entryHeap orders entries by time, and by their coming for the same time.
type entryHeap []agendaEntry

func (h entryHeap) Len() int { return len(h) }

func (h entryHeap) Less(i, j int) bool {
	if h[i].at.Equal(h[j].at) {
		return h[i].order < h[j].order
	}
	return h[i].at.Before(h[j].at)
}

func (h entryHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

func (h *entryHeap) Push(x any) {
	if entry, ok := x.(agendaEntry); ok {
		*h = append(*h, entry)
	}
}

func (h *entryHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	old[len(old)-1] = agendaEntry{}
	*h = old[:len(old)-1]
	return last
}
