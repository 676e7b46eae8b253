//go:build !race

package resilience_test

const underRace = false
