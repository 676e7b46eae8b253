package mockapi

import (
	"cmp"
	"math"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
)

// Quirks are ways in which a service may differ from its own description and
// from what its clients expect. The zero value has none of them. All times pass
// on the server's clock.
type Quirks struct {
	// ListLag is how long an object that was created through the API is missing
	// from lists. Reads by id find it at once.
	ListLag time.Duration
	// ReadLag is how long a read by id answers 404 for an object that was created
	// through the API, as a replica that lags behind would.
	ReadLag time.Duration
	// IgnoreSort lists objects in the order of their ids, whatever sort says.
	IgnoreSort bool
	// IgnoreFilters lists all objects, whatever the filters say.
	IgnoreFilters bool
	// PageSizeFallback answers a page[size] over MaxPageSize with pages of
	// DefaultPageSize instead of MaxPageSize.
	PageSizeFallback bool
	// NoDate leaves the Date header out of every answer.
	NoDate bool
	// ClockSkew is how far the service's clock is ahead of Options.Clock: in the
	// Date header and in every time that it gives to an object.
	ClockSkew time.Duration
	// StampSkew is how far the times of objects are ahead of the Date header.
	StampSkew time.Duration
	// FillNames gives a media without a name the name of its source URL's file, or
	// "Untitled recording".
	FillNames bool
	// RoundTimes rounds the start and end of clips to its multiples.
	RoundTimes time.Duration
	// LostUploadStatus is the status of a POST /medias with the id of an upload
	// that the service no longer knows (see ForgetUploads): 422, or 404. 0 is 422.
	LostUploadStatus int
}

// ForgetUploads forgets all direct uploads so far, received files included, as a
// service does that cleans up what nobody has used. Medias that were made of
// them stay.
func (s *Server) ForgetUploads() {
	s.lock()
	defer s.unlock()
	s.touch()
	s.uploads = newCollection[*uploadRecord]()
}

// origin is embedded in records that lag.
type origin struct {
	// madeAt is when the API made the object, on the server's clock. It is zero
	// for what was seeded, which never lags.
	madeAt time.Time
}

// lags reports whether lag has not yet passed since the object was made.
func (o origin) lags(now time.Time, lag time.Duration) bool {
	return !o.madeAt.IsZero() && now.Before(o.madeAt.Add(lag))
}

// lagging is what a lag has to know of a record.
type lagging interface {
	lags(now time.Time, lag time.Duration) bool
}

// readable finds the object that a read by id asks for, unless it lags.
func readable[T listedRecord](s *Server, c *call, in *collection[T]) (T, error) {
	r, ok := in.get(c.id)
	if !ok || r.lags(c.now, s.options.Quirks.ReadLag) {
		return r, notFound()
	}
	return r, nil
}

// serviceTime is what the service takes the present for.
func (s *Server) serviceTime(now time.Time) time.Time { return now.Add(s.options.Quirks.ClockSkew) }

// stampTime is the present as objects have it.
func (s *Server) stampTime(now time.Time) time.Time {
	return s.serviceTime(now).Add(s.options.Quirks.StampSkew)
}

// setDate sets the Date header, which net/http would take from the machine's
// clock.
func (s *Server) setDate(header http.Header, now time.Time) {
	if s.options.Quirks.NoDate {
		header["Date"] = nil
		return
	}
	header.Set("Date", s.serviceTime(now).UTC().Format(http.TimeFormat))
}

// fillName gives a media without a name one.
func (s *Server) fillName(m *mediaRecord) {
	if !s.options.Quirks.FillNames || m.Name != "" {
		return
	}
	m.Name = "Untitled recording"
	if u, err := url.Parse(m.SourceURL); err == nil {
		if base := path.Base(u.Path); base != "." && base != "/" {
			m.Name = strings.TrimSuffix(base, path.Ext(base))
		}
	}
}

// roundTime rounds a clip's time in seconds.
func (s *Server) roundTime(seconds float64) float64 {
	to := s.options.Quirks.RoundTimes
	if to <= 0 {
		return seconds
	}
	return milliseconds(math.Round(seconds/to.Seconds()) * to.Seconds())
}

// inIDOrder returns the records in the order of their ids.
func inIDOrder[T record](records []T) []T {
	return slices.SortedFunc(slices.Values(records), func(a, b T) int { return cmp.Compare(a.recordID(), b.recordID()) })
}
