package provider

import (
	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

func newMediaShortcut() *shortcut {
	s := &shortcut{
		refresh: listedRefresh(func(conn *connection) *bulkReader[client.Media] { return conn.medias }, (*mediaObject).refresh,
			func(state *mediaObject, listed *client.Media) bool { return !state.lacksTranscription(listed) }),
		valid: func(config attributeValues) bool { return len(givenSources(config)) < 2 },
		// Processing has ended well, and there is no file to look at.
		settled: func(_, state attributeValues) bool {
			return state["source_file"].IsNull() && state.isFalse("is_processing") && state.isFalse("has_fetch_error")
		},
		protected: func(state attributeValues) bool { return !state.isFalse("deletion_protection") },
	}
	return s.describe(mediaResourceSchema())
}
