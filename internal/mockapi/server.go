package mockapi

import (
	"context"
	"math"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// Server is one ContentGroove account in memory. Make one with New; its methods
// may be called from several goroutines.
type Server struct {
	options  Options
	clock    Clock
	apiKeys  map[string]bool
	basePath string
	limiter  *rate.Limiter
	signer   signer
	faults   faultList
	log      requestLog
	changes  changes
	listening

	// ctx ends with Close. Everything that waits, waits on it too.
	ctx    context.Context
	cancel context.CancelFunc
	// running counts the goroutines and requests that Close waits for.
	running sync.WaitGroup
	closing sync.RWMutex

	// mu guards all that follows. Take it with lock, which brings the state up to
	// the present first.
	mu            sync.Mutex
	agenda        agenda
	medias        *collection[*mediaRecord]
	clips         *collection[*clipRecord]
	subscriptions *collection[*subscriptionRecord]
	uploads       *collection[*uploadRecord]
	deliveries    deliveryQueue
	worker        worker
	counters      counters
	lastStamp     time.Time
	lastSeed      time.Time
	// revision counts the changes of the account.
	revision uint64
	touched  bool

	signedLinks atomic.Uint64
}

// counters are what the service counts over the life of an account.
type counters struct {
	externalID    int
	mediasCreated int
	clipsCreated  int
}

// New makes a server with an empty account. It serves through Handler and
// UploadHandler, or by itself after Start; either way Close ends it.
func New(options Options) *Server {
	options = options.withDefaults()
	ctx, cancel := context.WithCancel(context.Background())
	s := &Server{
		options:  options,
		clock:    options.Clock,
		apiKeys:  map[string]bool{},
		basePath: "/" + strings.Trim(options.BasePath, "/"),
		signer:   newSigner(),
		ctx:      ctx,
		cancel:   cancel,
	}
	for _, key := range options.APIKeys {
		s.apiKeys[key] = true
	}
	if options.RateLimit > 0 {
		burst := options.RateBurst
		setDefault(&burst, int(math.Ceil(options.RateLimit)))
		s.limiter = rate.NewLimiter(rate.Limit(options.RateLimit), burst)
	}
	s.log.keep, s.log.keepBodies = options.KeepRequests, options.KeepBodies
	s.empty()
	s.startWorker()
	return s
}

// Handler serves the API under Options.BasePath.
func (s *Server) Handler() http.Handler { return http.HandlerFunc(s.serveAPI) }

// UploadHandler serves the object store. It has to be on another host or port
// than the API, and Options.UploadURL has to name it.
func (s *Server) UploadHandler() http.Handler { return http.HandlerFunc(s.serveUpload) }

// Reset forgets everything: the account, faults, deliveries and the request log.
func (s *Server) Reset() {
	s.mu.Lock()
	s.empty()
	s.unlock()
	s.ClearFaults()
	s.ResetRequests()
}

// empty makes the account a new one. The clock's stamps go on, so that no two
// objects ever share a time.
func (s *Server) empty() {
	s.agenda = agenda{}
	s.medias = newCollection[*mediaRecord]()
	s.clips = newCollection[*clipRecord]()
	s.subscriptions = newCollection[*subscriptionRecord]()
	s.uploads = newCollection[*uploadRecord]()
	s.deliveries.clear()
	s.touch()
	s.counters = counters{}
	s.lastSeed = s.clock.Now().Add(-seedAge)
}

// lock takes the state and brings it up to the present, so that whoever looks
// sees what has finished in the meantime.
func (s *Server) lock() (now time.Time) {
	s.mu.Lock()
	now = s.clock.Now()
	if s.agenda.runDue(now) {
		s.touch()
	}
	return now
}

// unlock gives the state back, and wakes the worker if something is due for it.
func (s *Server) unlock() {
	needed, touched := s.workerNeeded(), s.touched
	s.touched = false
	s.mu.Unlock()
	if touched {
		s.changes.announce()
	}
	if needed {
		s.wakeWorker()
	}
}

// touch notes that the account changes. Server.mu must be held.
func (s *Server) touch() {
	s.revision++
	s.touched = true
}

// stamp returns the time for a new object: the present in whole milliseconds, as
// the API shows it, and later than any stamp before.
func (s *Server) stamp(now time.Time) time.Time {
	t := s.stampTime(now).UTC().Truncate(time.Millisecond)
	if !t.After(s.lastStamp) {
		t = s.lastStamp.Add(time.Millisecond)
	}
	s.lastStamp = t
	return t
}

// enter counts one goroutine or request in, unless the server is closed. Whoever
// got in calls s.running.Done.
func (s *Server) enter() bool {
	s.closing.RLock()
	defer s.closing.RUnlock()
	if s.ctx.Err() != nil {
		return false
	}
	s.running.Add(1)
	return true
}

// Close ends what the server serves by itself, what hangs in a fault, and what
// is being delivered, and waits for all of it. It may be called more than once.
func (s *Server) Close() {
	s.closing.Lock()
	s.cancel()
	s.closing.Unlock()
	s.stopListening()
	s.running.Wait()
}
