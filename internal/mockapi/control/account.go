package control

import (
	"net/http"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

func (c controller) getState(w http.ResponseWriter, _ *http.Request) error {
	return ok(w, c.server.Snapshot())
}

func (c controller) putState(w http.ResponseWriter, r *http.Request) error {
	return c.takeState(w, r, c.server.Load)
}

func (c controller) seed(w http.ResponseWriter, r *http.Request) error {
	return c.takeState(w, r, c.server.Seed)
}

func (c controller) takeState(w http.ResponseWriter, r *http.Request, take func(mockapi.State) error) error {
	var state mockapi.State
	if err := readJSON(r, &state); err != nil {
		return err
	}
	if err := take(state); err != nil {
		return problem{http.StatusUnprocessableEntity, err.Error()}
	}
	return ok(w, c.server.Snapshot())
}

func (c controller) reset(w http.ResponseWriter, _ *http.Request) error {
	c.server.Reset()
	return done(w)
}

func (c controller) finishAll(w http.ResponseWriter, _ *http.Request) error {
	c.server.FinishAll()
	return done(w)
}

func (c controller) finish(w http.ResponseWriter, r *http.Request) error {
	if !c.server.FinishProcessing(r.PathValue("id")) {
		return notFound("media or clip that is processed")
	}
	return done(w)
}

type clockDocument struct {
	Now time.Time `json:"now"`
}

func (c controller) getClock(w http.ResponseWriter, _ *http.Request) error {
	return ok(w, clockDocument{c.server.Now()})
}

func (c controller) moveClock(w http.ResponseWriter, r *http.Request) error {
	var move struct {
		Advance duration `json:"advance"`
	}
	if err := readJSON(r, &move); err != nil {
		return err
	}
	now, err := c.server.Advance(time.Duration(move.Advance))
	if err != nil {
		return problem{http.StatusUnprocessableEntity, err.Error()}
	}
	return ok(w, clockDocument{now})
}

// file leads to a file that a media or clip refers to. The link is signed anew,
// so that a page can be left open for longer than a link is good.
func (c controller) file(w http.ResponseWriter, r *http.Request) error {
	target := c.server.FileURL(r.PathValue("kind") + "/" + r.PathValue("id") + "/" + r.PathValue("what"))
	if target == "" {
		return notFound("file")
	}
	http.Redirect(w, r, target, http.StatusFound) //nolint:gosec // The server makes the target, and signs it.
	return nil
}

// duration is a time.Duration that is written as text, such as "1m30s".
type duration time.Duration

func (d duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

func (d *duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	*d = duration(parsed)
	return err
}
