package provider

import (
	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

func newMediaShortcut() *shortcut {
	s := &shortcut{
		refresh: listedRefresh(func(conn *connection) *objectReader[client.Media] { return conn.medias }, (*mediaObject).refresh, (*mediaObject).assess),
		valid:   func(config attributeValues) bool { return len(givenSources(config)) < 2 },
		// Processing has ended well, and there is no file to look at.
		settled: func(_, state attributeValues) bool {
			return state["source_file"].IsNull() && state.isFalse("is_processing") && state.isFalse("has_fetch_error")
		},
		protected: func(state attributeValues) bool { return !state.isFalse("deletion_protection") },
	}
	return s.describe(mediaResourceSchema())
}
