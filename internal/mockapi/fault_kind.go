package mockapi

import (
	"net/http"
	"time"
)

// FaultKind is the way in which a request goes wrong.
type FaultKind string

// The kinds of faults. Some leave the request undone; others carry it out and
// keep the client from learning so.
const (
	// ResetBefore resets the connection; nothing is done.
	ResetBefore FaultKind = "reset before"
	// ResetAfter does what was asked, then resets the connection.
	ResetAfter FaultKind = "reset after"
	// Error500Before answers 500; nothing is done.
	Error500Before FaultKind = "500 before"
	// Error500After does what was asked, then answers 500.
	Error500After FaultKind = "500 after"
	// RateLimited answers 429; nothing is done.
	RateLimited FaultKind = "rate limited"
	// Timeout never answers; nothing is done.
	Timeout FaultKind = "timeout"
	// TimeoutAfter does what was asked, and never answers.
	TimeoutAfter FaultKind = "timeout after"
	// TruncatedBody does what was asked, and sends half of the answer.
	TruncatedBody FaultKind = "truncated body"
	// SenselessJSON does what was asked, and answers 200 with JSON of another kind.
	SenselessJSON FaultKind = "senseless JSON"
	// HTML answers 200 with a web page; nothing is done.
	HTML FaultKind = "HTML"
	// HTML502 answers 502 with a web page; nothing is done.
	HTML502 FaultKind = "HTML 502"
	// HTMLAfter does what was asked, and answers 200 with a web page.
	HTMLAfter FaultKind = "HTML after"
	// RedirectOtherHost redirects to another host; nothing is done.
	RedirectOtherHost FaultKind = "redirect to another host"
	// SlowBody does what was asked; the answer dribbles in over Fault.Delay.
	SlowBody FaultKind = "slow body"
	// NotFoundAfterCreate lets a create succeed and answers the next Times reads of
	// the new object 404, as a replica that lags behind would.
	NotFoundAfterCreate FaultKind = "not found after create"
	// LateCommit answers 504 with a web page at once, and does what was asked only
	// Fault.Delay later, on the server's clock: a gateway gave up on a request that
	// the service still carries out. Uploads are not carried out.
	LateCommit FaultKind = "late commit"
	// Unauthorized401 answers 401; nothing is done.
	Unauthorized401 FaultKind = "401"
	// Quota402 answers 402; nothing is done.
	Quota402 FaultKind = "402"
)

// FaultKinds returns all kinds, for tests that go through every one.
func FaultKinds() []FaultKind {
	return []FaultKind{
		ResetBefore, ResetAfter, Error500Before, Error500After, RateLimited, Timeout, TimeoutAfter,
		TruncatedBody, SenselessJSON, HTML, HTML502, HTMLAfter, RedirectOtherHost, SlowBody,
		NotFoundAfterCreate, LateCommit, Unauthorized401, Quota402,
	}
}

// faultBehaviour is what a kind does to an exchange.
type faultBehaviour struct {
	// acts tells whether the request is carried out first.
	acts bool
	// slowly tells that answer itself takes Fault.Delay.
	slowly bool
	// later tells that the request is carried out after Fault.Delay, when it has
	// long been answered.
	later bool
	// answer ends the exchange; a is the true answer when acts is set.
	answer func(x *exchange, f Fault, a answer)
}

// Acts reports whether the server carries out a request of this kind before it
// answers.
func (k FaultKind) Acts() bool { return k.behaviour().acts }

func (k FaultKind) behaviour() faultBehaviour {
	switch k {
	case ResetBefore:
		return faultBehaviour{answer: resetConnection}
	case ResetAfter:
		return faultBehaviour{acts: true, answer: resetConnection}
	case Error500Before:
		return faultBehaviour{answer: answerWith(failure(internalError("Something went wrong.")))}
	case Error500After:
		return faultBehaviour{acts: true, answer: answerWith(failure(internalError("Something went wrong.")))}
	case RateLimited:
		return faultBehaviour{answer: answerRateLimited}
	case Timeout:
		return faultBehaviour{answer: neverAnswer}
	case TimeoutAfter:
		return faultBehaviour{acts: true, answer: neverAnswer}
	case TruncatedBody:
		return faultBehaviour{acts: true, answer: answerHalf}
	case SenselessJSON:
		return faultBehaviour{acts: true, answer: answerWith(success(map[string]int{"hello": 1}))}
	case HTML:
		return faultBehaviour{answer: answerWith(webPage(http.StatusOK))}
	case HTML502:
		return faultBehaviour{answer: answerWith(webPage(http.StatusBadGateway))}
	case HTMLAfter:
		return faultBehaviour{acts: true, answer: answerWith(webPage(http.StatusOK))}
	case RedirectOtherHost:
		return faultBehaviour{answer: redirect}
	case SlowBody:
		return faultBehaviour{acts: true, slowly: true, answer: answerSlowly}
	case LateCommit:
		return faultBehaviour{later: true, answer: answerWith(webPage(http.StatusGatewayTimeout))}
	case Unauthorized401:
		return faultBehaviour{answer: answerWith(failure(unauthorized()))}
	case Quota402:
		return faultBehaviour{answer: answerWith(failure(quotaExceeded("objects")))}
	default:
		return faultBehaviour{acts: true, answer: func(x *exchange, _ Fault, a answer) { x.send(a) }}
	}
}

func resetConnection(x *exchange, _ Fault, _ answer) { x.reset() }

func neverAnswer(x *exchange, _ Fault, _ answer) { x.hang() }

func answerWith(instead answer) func(*exchange, Fault, answer) {
	return func(x *exchange, _ Fault, _ answer) { x.send(instead) }
}

func answerRateLimited(x *exchange, f Fault, _ answer) {
	header := retryAfterHeader(f.RetryAfter, x.server.serviceTime(x.server.clock.Now()), f.RetryAfterDelay)
	x.send(failure(tooManyRequests(header)))
}

// answerHalf announces the whole answer and sends half of it. An answer without
// a body cannot be halved, so it is announced and does not come.
func answerHalf(x *exchange, _ Fault, a answer) {
	if len(a.body) == 0 {
		x.reset()
		return
	}
	x.sendHeader(a)
	_, _ = x.writer.Write(a.body[:len(a.body)/2])
	x.cut()
}

// answerSlowly sends the true answer in small pieces, evenly over f.Delay.
func answerSlowly(x *exchange, f Fault, a answer) {
	const pieces = 20
	x.sendHeader(a)
	controller := http.NewResponseController(x.writer)
	for i := range pieces {
		_, _ = x.writer.Write(a.body[len(a.body)*i/pieces : len(a.body)*(i+1)/pieces])
		_ = controller.Flush()
		if !x.pause(f.Delay / pieces) {
			return
		}
	}
}

func redirect(x *exchange, f Fault, _ answer) {
	target := f.RedirectTo
	if target == "" {
		target = "https://elsewhere.invalid" + x.request.URL.EscapedPath()
	}
	// 307 makes a client that follows it send its method and body along, which is
	// the more dangerous of the two.
	status := http.StatusTemporaryRedirect
	if x.request.Method == http.MethodGet {
		status = http.StatusFound
	}
	x.send(answer{status: status, header: http.Header{"Location": {target}}})
}

func webPage(status int) answer {
	return answer{
		status: status,
		header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		body:   []byte("<!DOCTYPE html><html><head><title>Be right back</title></head><body><h1>Be right back</h1></body></html>\n"),
	}
}

// retryAfterHeader says in the given form that the client may come back after d.
func retryAfterHeader(form RetryAfterForm, now time.Time, d time.Duration) http.Header {
	switch form {
	case RetryAfterSeconds:
		return http.Header{"Retry-After": {wholeSeconds(d)}}
	case RetryAfterDate:
		// A date has no fractions: rounding up keeps it from lying in the past.
		at := now.Add(d + time.Second - 1).UTC()
		return http.Header{"Retry-After": {at.Format(http.TimeFormat)}}
	default:
		return nil
	}
}
