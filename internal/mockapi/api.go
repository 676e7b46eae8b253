package mockapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"
)

// maxRequestBody is more than any document of the API can need.
const maxRequestBody = 1 << 20

// answer is a whole answer. It is kept back until it is complete, so that faults
// can replace it and observers see all of it.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	x, ok := s.begin(w, r, HostAPI)
	if !ok {
		return
	}
	defer x.end()

	method, path, underBase := s.route(r)
	op, id, known := findOperation(method, path)
	if !underBase || !known {
		x.send(failure(notFound()))
		return
	}
	x.entry.Operation = op.name

	body, err := io.ReadAll(io.LimitReader(r.Body, maxRequestBody+1))
	if err != nil {
		x.reset()
		return
	}
	x.body, x.entry.BodyBytes = body, int64(len(body))
	if !x.pause(s.options.Latency) {
		return
	}
	c := &call{request: r, id: id, body: body}
	x.serve(func() answer {
		a := s.perform(op, c)
		if a.status == http.StatusOK && op.method == http.MethodPost {
			s.faults.created(op.name, a.body)
		}
		return a
	}, func(delay time.Duration) { s.performLater(op, c, delay) })
}

// perform checks a request step by step as the service does, and carries it out.
func (s *Server) perform(op *operation, c *call) answer {
	err := s.admit(op, c)
	if err != nil {
		return failure(s.profileError(err))
	}
	c.now = s.lock()
	document, err := op.handle(s, c)
	if op.method != http.MethodGet || op.name == OpGetUploadURL {
		s.touch()
	}
	s.unlock()
	if err != nil {
		return failure(s.profileError(err))
	}
	if document == nil {
		return answer{status: http.StatusNoContent}
	}
	return success(document)
}

// performLater carries a request out when delay has passed on the server's clock.
// Nobody gets the answer.
func (s *Server) performLater(op *operation, c *call, delay time.Duration) {
	if s.admit(op, c) != nil {
		return
	}
	now := s.lock()
	defer s.unlock()
	s.agenda.schedule(now.Add(delay), func(at time.Time) {
		c.now = at
		_, _ = op.handle(s, c)
	})
}

// admit decides everything that does not depend on the state of the account.
func (s *Server) admit(op *operation, c *call) error {
	if err := s.limit(); err != nil {
		return err
	}
	query, err := s.parseQuery(c.request)
	if err != nil {
		return err
	}
	c.query = query
	if err := s.authenticate(c.request, query); err != nil {
		return err
	}
	if err := op.parameters.check(query); err != nil && !s.lenient() {
		return err
	}
	return s.checkBody(op, c)
}

// checkBody refuses a body where none belongs, and one that does not say that it
// is JSON.
func (s *Server) checkBody(op *operation, c *call) error {
	switch op.method {
	case http.MethodPost, http.MethodPut:
		if len(c.body) > maxRequestBody {
			return badRequest("The body is larger than any document of this API.")
		}
		return s.checkContentType(c.request.Header)
	default:
		if len(c.body) > 0 && !s.lenient() {
			return badRequest("A %s request has no body.", op.method)
		}
		return nil
	}
}

func success(document any) answer {
	return jsonAnswer(http.StatusOK, nil, document)
}

func failure(err error) answer {
	var e *apiError
	if !errors.As(err, &e) {
		e = internalError(err.Error())
	}
	return jsonAnswer(e.status, e.header, errorDocument{e.objects})
}

func jsonAnswer(status int, header http.Header, document any) answer {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	// Presigned URLs are full of ampersands, which the service leaves as they are.
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(document); err != nil {
		return answer{status: http.StatusInternalServerError}
	}
	h := http.Header{"Content-Type": {"application/json; charset=utf-8"}}
	for name, values := range header {
		h[name] = values
	}
	return answer{status: status, header: h, body: bytes.TrimSuffix(body.Bytes(), []byte("\n"))}
}
