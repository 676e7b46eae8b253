package mockapi

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// anyLoopbackPort is an address where the system picks a free port.
const anyLoopbackPort = "127.0.0.1:0"

// listening is the part of a Server that is at work after Start.
type listening struct {
	mu        sync.RWMutex
	servers   []*http.Server
	url       string
	uploadURL string
}

// Start serves the API and the object store on two free loopback ports.
func (s *Server) Start() error { return s.StartAt(anyLoopbackPort, anyLoopbackPort) }

// StartAt serves the API and the object store on the given addresses
// ("127.0.0.1:4010"). It returns when both are ready to answer. It fails when it
// cannot listen, or when the server has been started before.
func (s *Server) StartAt(apiAddress, uploadAddress string) error {
	s.listening.mu.Lock()
	defer s.listening.mu.Unlock()
	if len(s.servers) > 0 {
		return fmt.Errorf("mockapi: already started")
	}
	var config net.ListenConfig
	api, err := config.Listen(s.ctx, "tcp", apiAddress)
	if err != nil {
		return fmt.Errorf("mockapi: listening for the API: %w", err)
	}
	uploads, err := config.Listen(s.ctx, "tcp", uploadAddress)
	if err != nil {
		_ = api.Close()
		return fmt.Errorf("mockapi: listening for uploads: %w", err)
	}
	s.url = "http://" + api.Addr().String() + s.basePath
	s.listening.uploadURL = "http://" + uploads.Addr().String()
	s.serve(api, s.Handler())
	s.serve(uploads, s.UploadHandler())
	return nil
}

func (s *Server) serve(listener net.Listener, handler http.Handler) {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 30 * time.Second,
		// Faults break connections on purpose; what net/http thinks of that is noise.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	s.servers = append(s.servers, server)
	if !s.enter() {
		_ = listener.Close()
		return
	}
	go func() {
		defer s.running.Done()
		_ = server.Serve(listener)
	}()
}

// URL returns the base URL of the API, such as http://127.0.0.1:4010/api/v1; ""
// before Start.
func (s *Server) URL() string {
	s.listening.mu.RLock()
	defer s.listening.mu.RUnlock()
	return s.url
}

// UploadURL returns the base URL of the object store: Options.UploadURL, or else
// where Start serves it.
func (s *Server) UploadURL() string {
	if s.options.UploadURL != "" {
		return s.options.UploadURL
	}
	s.listening.mu.RLock()
	defer s.listening.mu.RUnlock()
	return s.listening.uploadURL
}

func (s *Server) stopListening() {
	s.listening.mu.RLock()
	defer s.listening.mu.RUnlock()
	for _, server := range s.servers {
		_ = server.Close()
	}
}
