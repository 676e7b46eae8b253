package control

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// hidden stands where a secret was.
const hidden = "***"

// requestDocument is a request of the log. Keys and signatures are hidden.
type requestDocument struct {
	ID        string    `json:"id"`
	Time      time.Time `json:"time"`
	Host      string    `json:"host"`
	Operation string    `json:"operation,omitempty"`
	Method    string    `json:"method"`
	Target    string    `json:"target"`
	Status    int       `json:"status"`
	Reason    string    `json:"reason,omitempty"`
	Fault     string    `json:"fault,omitempty"`
	Bytes     int64     `json:"bytes,omitempty"`
	Micros    int64     `json:"micros"`
}

func newRequestDocument(r mockapi.Request) requestDocument {
	return requestDocument{
		ID: r.RequestID, Time: r.Time, Host: string(r.Host), Operation: r.Operation, Method: r.Method,
		Target: target(r), Status: r.Status, Reason: r.Reason, Fault: string(r.Fault), Bytes: r.BodyBytes,
		Micros: r.Duration.Microseconds(),
	}
}

// target is path and query, without what opens anything.
func target(r mockapi.Request) string {
	if len(r.Query) == 0 {
		return r.Path
	}
	if r.Host == mockapi.HostUpload {
		return r.Path + "?" + hidden
	}
	query := url.Values{}
	for name, values := range r.Query {
		query[name] = values
		if name == "api_key" {
			query[name] = []string{hidden}
		}
	}
	text, err := url.QueryUnescape(query.Encode())
	if err != nil {
		text = query.Encode()
	}
	return r.Path + "?" + text
}

type exchangeDocument struct {
	requestDocument
	RequestHeader  map[string]string `json:"request_header"`
	RequestBody    string            `json:"request_body,omitempty"`
	ResponseHeader map[string]string `json:"response_header"`
	ResponseBody   string            `json:"response_body,omitempty"`
}

func visibleHeader(header http.Header) map[string]string {
	visible := map[string]string{}
	for name, values := range header {
		visible[name] = strings.Join(values, ", ")
		if name == "Authorization" || name == "X-Api-Key" || name == "Cookie" {
			visible[name] = hidden
		}
	}
	return visible
}

// visibleBody hides presigned URLs' queries, which let anybody upload.
func visibleBody(body []byte) string {
	text := string(body)
	for {
		at := strings.Index(text, "?X-Amz-")
		if at < 0 {
			return text
		}
		end := strings.IndexAny(text[at:], "\" <>\n")
		if end < 0 {
			end = len(text) - at
		}
		text = text[:at] + "?" + hidden + text[at+end:]
	}
}

// limit reads how many are asked for, the newest ones.
func limit(r *http.Request) (int, error) {
	given := r.URL.Query().Get("limit")
	if given == "" {
		return 100, nil
	}
	n, err := strconv.Atoi(given)
	if err != nil || n < 1 {
		return 0, problem{http.StatusBadRequest, "limit must be a whole number from 1 on"}
	}
	return n, nil
}

// requests returns the newest requests, newest first.
func (c controller) requests(n int, operation string) []requestDocument {
	documents := []requestDocument{}
	for _, r := range slices.Backward(c.server.Requests()) {
		if len(documents) == n {
			break
		}
		if operation == "" || r.Operation == operation {
			documents = append(documents, newRequestDocument(r))
		}
	}
	return documents
}

func (c controller) getRequests(w http.ResponseWriter, r *http.Request) error {
	n, err := limit(r)
	if err != nil {
		return err
	}
	return ok(w, map[string]any{
		"total": c.server.CountRequests(""), "requests": c.requests(n, r.URL.Query().Get("operation")),
	})
}

func (c controller) clearRequests(w http.ResponseWriter, _ *http.Request) error {
	c.server.ResetRequests()
	return done(w)
}

func (c controller) getRequest(w http.ResponseWriter, r *http.Request) error {
	e, found := c.server.Exchange(r.PathValue("id"))
	if !found {
		return notFound("request in the log")
	}
	return ok(w, exchangeDocument{
		requestDocument: newRequestDocument(e.Request),
		RequestHeader:   visibleHeader(e.Header), RequestBody: visibleBody(e.RequestBody),
		ResponseHeader: visibleHeader(e.ResponseHeader), ResponseBody: visibleBody(e.ResponseBody),
	})
}

// deliveryDocument is one attempt at a delivery.
type deliveryDocument struct {
	ID             string          `json:"id"`
	Time           time.Time       `json:"time"`
	SubscriptionID string          `json:"subscription_id"`
	URL            string          `json:"url"`
	Event          string          `json:"event"`
	EventID        string          `json:"event_id"`
	Attempt        int             `json:"attempt"`
	Status         int             `json:"status"`
	Error          string          `json:"error,omitempty"`
	Delivered      bool            `json:"delivered"`
	NextAttempt    time.Time       `json:"next_attempt,omitzero"`
	Payload        json.RawMessage `json:"payload,omitempty"`
}

func newDeliveryDocument(d mockapi.Delivery, payload bool) deliveryDocument {
	document := deliveryDocument{
		ID: d.ID, Time: d.Time, SubscriptionID: d.SubscriptionID, URL: d.URL, Event: d.Event, EventID: d.EventID,
		Attempt: d.Attempt, Status: d.Status, Error: d.Error, Delivered: d.Delivered(), NextAttempt: d.NextAttempt,
	}
	if payload {
		document.Payload = d.Body
	}
	return document
}

// deliveries returns the newest attempts, newest first.
func (c controller) deliveries(n int) []deliveryDocument {
	documents := []deliveryDocument{}
	for _, d := range slices.Backward(c.server.Deliveries()) {
		if len(documents) == n {
			break
		}
		documents = append(documents, newDeliveryDocument(d, false))
	}
	return documents
}

func (c controller) getDeliveries(w http.ResponseWriter, r *http.Request) error {
	n, err := limit(r)
	if err != nil {
		return err
	}
	return ok(w, map[string]any{"deliveries": c.deliveries(n)})
}

func (c controller) getDelivery(w http.ResponseWriter, r *http.Request) error {
	for _, d := range c.server.Deliveries() {
		if d.ID == r.PathValue("id") {
			return ok(w, newDeliveryDocument(d, true))
		}
	}
	return notFound("delivery")
}

func (c controller) resend(w http.ResponseWriter, r *http.Request) error {
	if !c.server.Resend(r.PathValue("id")) {
		return notFound("delivery to a subscription that still exists")
	}
	return done(w)
}
