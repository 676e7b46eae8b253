package control

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// Listener serves the control of a mock server on an address of its own.
type Listener struct {
	server *http.Server
	url    string
	ended  chan struct{}
}

// Start serves the page and the control of a server on an address
// ("127.0.0.1:4012"; port 0 picks a free one) until Close.
func Start(ctx context.Context, server *mockapi.Server, address string, options Options) (*Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("control: listening: %w", err)
	}
	l := &Listener{
		server: &http.Server{
			Handler:           Handler(server, options),
			ReadHeaderTimeout: 30 * time.Second,
			ErrorLog:          log.New(io.Discard, "", 0),
		},
		url:   "http://" + listener.Addr().String(),
		ended: make(chan struct{}),
	}
	go func() {
		defer close(l.ended)
		_ = l.server.Serve(listener)
	}()
	return l, nil
}

// URL returns the address of the page.
func (l *Listener) URL() string { return l.url }

// Close ends all connections, those that events are sent on included.
func (l *Listener) Close() {
	_ = l.server.Close()
	<-l.ended
}
