package provider

import (
	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

func newMediaShortcut() *shortcut {
	s := &shortcut{
		refresh: listedRefresh(func(conn *connection) *bulkReader[client.Media] { return conn.medias }, (*mediaObject).refresh,
			func(state *mediaObject, listed *client.Media) bool { return !state.lacksTranscription(listed) }),
		// Processing has ended well, and there is no file to look at.
		settled: func(_, state attributeValues) bool {
			return state["source_file"].IsNull() && state.is("is_processing", false) && state.is("has_fetch_error", false)
		},
		protected: func(state attributeValues) bool { return !state.is("deletion_protection", false) },
	}
	return s.describe(mediaResourceSchema())
}
