package provider

import "testing"

func TestClaims(t *testing.T) {
	t.Parallel()
	changes := newClaims()
	equal(t, "at first", changes.changed(mediaType, "1"), false)
	changes.change(mediaType, "1")
	equal(t, "changed", changes.changed(mediaType, "1"), true)
	equal(t, "another type with the same id", changes.changed(clipType, "1"), false)
}
