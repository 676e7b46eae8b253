package control

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

const (
	// shownObjects is how many of each kind of object the page gets, the newest.
	shownObjects = 60
	// shownTraffic is how many requests and deliveries it gets.
	shownTraffic = 200
	// eventInterval is the time between two events at least.
	eventInterval = 150 * time.Millisecond
	// progressInterval is the time between two events while something is processed.
	progressInterval = 400 * time.Millisecond
	// heartbeat keeps a quiet connection open.
	heartbeat = 15 * time.Second
)

// overview is all that the page shows at once.
type overview struct {
	API           string                        `json:"api"`
	Uploads       string                        `json:"uploads"`
	Now           time.Time                     `json:"now"`
	Medias        []mediaOverview               `json:"medias"`
	Subscriptions []mockapi.WebhookSubscription `json:"subscriptions"`
	Deliveries    []deliveryDocument            `json:"deliveries"`
	Requests      []requestDocument             `json:"requests"`
	Faults        []faultDocument               `json:"faults"`
	Totals        map[string]int                `json:"totals"`
}

type mediaOverview struct {
	mockapi.Media
	State    string         `json:"state"`
	Progress float64        `json:"progress"`
	Clips    []clipOverview `json:"clips"`
}

type clipOverview struct {
	mockapi.Clip
	State    string  `json:"state"`
	Progress float64 `json:"progress"`
}

func (c controller) overview() (o overview, processing bool) {
	state, progress := c.server.Snapshot(), c.server.Progress()
	o = overview{
		API: c.server.URL(), Uploads: c.server.UploadURL(), Now: c.server.Now(),
		Medias:        []mediaOverview{},
		Subscriptions: newest(state.WebhookSubscriptions),
		Deliveries:    c.deliveries(shownTraffic),
		Requests:      c.requests(shownTraffic, ""),
		Faults:        c.faults(),
		Totals: map[string]int{
			"medias": len(state.Medias), "clips": len(state.Clips),
			"subscriptions": len(state.WebhookSubscriptions), "requests": c.server.CountRequests(""),
		},
	}
	clips := map[string][]clipOverview{}
	for _, clip := range state.Clips {
		clips[clip.MediaID] = append(clips[clip.MediaID], clipOverview{clip, clip.State.String(), progress[clip.ID]})
	}
	for _, m := range newest(state.Medias) {
		shown := mediaOverview{m, m.State.String(), progress[m.ID], clips[m.ID]}
		if len(shown.Clips) > shownObjects {
			shown.Clips = shown.Clips[:shownObjects]
		}
		o.Medias = append(o.Medias, shown)
	}
	return o, len(progress) > 0
}

// newest returns the newest objects, newest first.
func newest[T any](oldestFirst []T) []T {
	shown := make([]T, 0, shownObjects)
	for i := len(oldestFirst) - 1; i >= 0 && len(shown) < shownObjects; i-- {
		shown = append(shown, oldestFirst[i])
	}
	return shown
}

func (c controller) getOverview(w http.ResponseWriter, _ *http.Request) error {
	o, _ := c.overview()
	return ok(w, o)
}

// events sends the overview at once and after every change.
func (c controller) events(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	stream := http.NewResponseController(w)
	for {
		changed := c.server.Changed()
		o, processing := c.overview()
		if !send(w, stream, o) || !waitForNews(r, changed, processing) {
			return nil
		}
	}
}

// send writes one event. It reports false when the reader has gone.
func send(w io.Writer, stream *http.ResponseController, o overview) bool {
	content, err := json.Marshal(o)
	if err == nil {
		_, err = fmt.Fprintf(w, "event: overview\ndata: %s\n\n", content)
	}
	return err == nil && stream.Flush() == nil
}

// waitForNews waits until an event is due. It reports false when the reader has
// gone or the server ends.
func waitForNews(r *http.Request, changed <-chan struct{}, processing bool) bool {
	pause := time.NewTimer(eventInterval)
	defer pause.Stop()
	select {
	case <-pause.C:
	case <-r.Context().Done():
		return false
	}
	longest := heartbeat
	if processing {
		longest = progressInterval - eventInterval
	}
	timeout := time.NewTimer(longest)
	defer timeout.Stop()
	select {
	case <-changed:
	case <-timeout.C:
	case <-r.Context().Done():
		return false
	}
	return true
}
