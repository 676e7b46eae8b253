package mockapi

import (
	"errors"
	"net/http"
	"strings"
)

// Profile is how the server treats what the API description does not know.
type Profile string

// The profiles.
const (
	// Strict refuses whatever the description does not allow, so that a careless
	// client fails here. It is the default.
	Strict Profile = "strict"
	// Lenient behaves as services of this kind usually do (Rails, a JSON:API gem,
	// Ransack): it ignores filters, sorts, parameters and attributes that it does
	// not know, replaces bad page numbers and sizes by the defaults, compares text
	// without regard to case where PostgreSQL does, converts numbers and strings
	// into each other, takes PATCH for PUT, answers HEAD, and forgives doubled and
	// trailing slashes.
	Lenient Profile = "lenient"
)

func (s *Server) lenient() bool { return s.options.Profile == Lenient }

// route returns the method and the path, below the base path, that a request is
// taken for.
func (s *Server) route(r *http.Request) (method, path string, ok bool) {
	method, path = r.Method, r.URL.EscapedPath()
	if s.lenient() {
		switch method {
		case http.MethodHead:
			method = http.MethodGet
		case http.MethodPatch:
			method = http.MethodPut
		}
		for strings.Contains(path, "//") {
			path = strings.ReplaceAll(path, "//", "/")
		}
		path = strings.TrimSuffix(path, "/")
	}
	path, ok = strings.CutPrefix(path, s.basePath+"/")
	return method, path, ok
}

// profileError gives the errors of attributes the codes that Rails has for them.
// The strict profile knows the one code that the description shows.
func (s *Server) profileError(err error) error {
	var e *apiError
	if !s.lenient() || !errors.As(err, &e) {
		return err
	}
	changed := *e
	changed.objects = nil
	for _, object := range e.objects {
		if o, ok := object.(errorObject); ok && o.railsCode != "" {
			o.Code = o.railsCode
			object = o
		}
		changed.objects = append(changed.objects, object)
	}
	return &changed
}
