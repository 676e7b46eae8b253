package provider

import (
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// plannedURLs are the URLs that subscriptions are to be created for in one run.
// The zero value is empty.
type plannedURLs struct {
	mu   sync.Mutex
	seen map[string]bool
}

// add notes a URL, and reports whether it was there already.
func (p *plannedURLs) add(url string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen == nil {
		p.seen = map[string]bool{}
	}
	twin := p.seen[url]
	p.seen[url] = true
	return twin
}

// warnOfTwin warns when two subscriptions are to be created for one URL. It looks
// at creations only: a subscription that exists may be about to be replaced, and
// nothing in a request tells.
func (r *webhookSubscriptionResource) warnOfTwin(url types.String, diags *diag.Diagnostics) {
	if known(url) && r.conn.plannedURLs.add(url.ValueString()) {
		diags.AddAttributeWarning(path.Root("url"), "Two subscriptions with one URL",
			"Another webhook subscription of this plan has the same url. ContentGroove will send every event there twice. "+
				"To receive each once, keep one subscription and name all of its events in subscribed_events.")
	}
}
