package provider

import (
	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

func newClipShortcut() *shortcut {
	s := &shortcut{
		refresh: listedRefresh(func(conn *connection) *objectReader[client.Clip] { return conn.clips }, (*clipObject).refresh, (*clipObject).assess),
		valid: func(config attributeValues) bool {
			return !config["start_time"].IsKnown() || !config["end_time"].IsKnown() || config.number("end_time") > config.number("start_time")
		},
		// Processing has ended, by either of its two signs; and a clip that ends
		// before it starts has the framework find the words.
		settled: func(_, state attributeValues) bool {
			finished := state.isFalse("is_processing") || !state["media_file_url"].IsNull()
			return finished && state.number("end_time") > state.number("start_time")
		},
	}
	return s.describe(clipResourceSchema())
}
