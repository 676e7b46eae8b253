package demo

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"sync"
	"time"
)

// receiver is the team's pipeline: it takes webhooks and remembers their events.
type receiver struct {
	server   *http.Server
	listener net.Listener
	ended    chan struct{}

	mu     sync.Mutex
	events []string
}

func startReceiver(ctx context.Context) (*receiver, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &receiver{listener: listener, ended: make(chan struct{})}
	r.server = &http.Server{Handler: r, ReadHeaderTimeout: time.Second}
	go func() {
		defer close(r.ended)
		_ = r.server.Serve(listener) // It ends with close, and says so in its error.
	}()
	return r, nil
}

// url is where webhooks are to be sent.
func (r *receiver) url() string { return "http://" + r.listener.Addr().String() + "/contentgroove" }

// received returns the names of the events that have arrived so far.
func (r *receiver) received() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.events...)
}

func (r *receiver) close() {
	_ = r.server.Close()
	<-r.ended
}

// ServeHTTP takes one delivery. Nothing but 200 counts as taken.
func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	var delivery struct {
		Event string `json:"event"`
	}
	if err := json.NewDecoder(req.Body).Decode(&delivery); err != nil {
		http.Error(w, "not a webhook", http.StatusBadRequest)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, delivery.Event)
}
