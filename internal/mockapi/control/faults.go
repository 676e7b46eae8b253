package control

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// faultDocument is a fault as JSON.
type faultDocument struct {
	ID        int      `json:"id"`
	Kind      string   `json:"kind"`
	Operation string   `json:"operation,omitempty"`
	Times     int      `json:"times,omitempty"`
	Skip      int      `json:"skip,omitempty"`
	Delay     duration `json:"delay,omitzero"`
	// RetryAfter is "none", "seconds" or "date".
	RetryAfter      string   `json:"retry_after,omitempty"`
	RetryAfterDelay duration `json:"retry_after_delay,omitzero"`
	RedirectTo      string   `json:"redirect_to,omitempty"`
}

type faultsDocument struct {
	Faults     []faultDocument     `json:"faults"`
	Kinds      []mockapi.FaultKind `json:"kinds"`
	Operations []string            `json:"operations"`
}

var retryAfterForms = []string{"none", "seconds", "date"}

func (c controller) faults() []faultDocument {
	documents := []faultDocument{}
	for _, f := range c.server.ActiveFaults() {
		documents = append(documents, faultDocument{
			ID: f.ID, Kind: string(f.Kind), Operation: f.Operation, Times: f.Times, Skip: f.Skip, Delay: duration(f.Delay),
			RetryAfter: retryAfterForms[f.RetryAfter], RetryAfterDelay: duration(f.RetryAfterDelay), RedirectTo: f.RedirectTo,
		})
	}
	return documents
}

func (c controller) getFaults(w http.ResponseWriter, _ *http.Request) error {
	return ok(w, faultsDocument{c.faults(), mockapi.FaultKinds(), mockapi.Operations()})
}

func (c controller) addFault(w http.ResponseWriter, r *http.Request) error {
	var f faultDocument
	if err := readJSON(r, &f); err != nil {
		return err
	}
	form := max(0, slices.Index(retryAfterForms, f.RetryAfter))
	switch {
	case f.Kind != "" && !slices.Contains(mockapi.FaultKinds(), mockapi.FaultKind(f.Kind)):
		return problem{http.StatusUnprocessableEntity, "there is no fault of the kind " + strconv.Quote(f.Kind) + "; GET /_mock/faults lists them"}
	case f.Kind == "" && f.Delay <= 0:
		return problem{http.StatusUnprocessableEntity, "a fault needs a kind or a delay"}
	case f.Operation != "" && !slices.Contains(mockapi.Operations(), f.Operation):
		return problem{http.StatusUnprocessableEntity, "there is no operation " + strconv.Quote(f.Operation) + "; GET /_mock/faults lists them"}
	case f.RetryAfter != "" && retryAfterForms[form] != f.RetryAfter:
		return problem{http.StatusUnprocessableEntity, "retry_after must be none, seconds or date"}
	case f.Times < 0 || f.Skip < 0 || f.Delay < 0 || f.RetryAfterDelay < 0:
		return problem{http.StatusUnprocessableEntity, "times, skip and delays must not be negative"}
	}
	f.ID = c.server.Inject(mockapi.Fault{
		Kind: mockapi.FaultKind(f.Kind), Operation: f.Operation, Times: f.Times, Skip: f.Skip, Delay: time.Duration(f.Delay),
		RetryAfter: mockapi.RetryAfterForm(form), RetryAfterDelay: time.Duration(f.RetryAfterDelay), RedirectTo: f.RedirectTo,
	})
	return writeJSON(w, http.StatusCreated, f)
}

func (c controller) clearFaults(w http.ResponseWriter, _ *http.Request) error {
	c.server.ClearFaults()
	return done(w)
}

func (c controller) removeFault(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil || !c.server.RemoveFault(id) {
		return notFound("fault")
	}
	return done(w)
}
