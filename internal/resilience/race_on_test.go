//go:build race

package resilience_test

// underRace reports whether the race detector is on, which makes a run several
// times slower.
const underRace = true
