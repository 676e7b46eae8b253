package client

import (
	"crypto/tls"
	"errors"
	"net/http"
	"time"
)

// This file decides whether a call is sent again. How long to wait before that
// is in backoff.go, and how often it may happen is in attempts.go.

// failure is the end of an attempt that did not succeed.
type failure struct {
	err error
	// unclear reports whether the server may have carried the request out.
	unclear bool
	// repeat reports whether another attempt may help. Whether one is safe is
	// for decide to say.
	repeat repeat
	// retryAfter is how long the server asked to wait; 0 if it did not.
	retryAfter time.Duration
}

// repeat says how often a failed attempt is worth repeating.
type repeat int

const (
	repeatNever repeat = iota
	// repeatTwice is for answers that are not the documented ones. They come from
	// something between here and the API, which rarely goes away by itself.
	repeatTwice
	// repeatAlways is for failures that pass.
	repeatAlways
)

// decision is what becomes of a call after a failed attempt.
type decision int

const (
	// giveUp ends the call with the error of the attempt.
	giveUp decision = iota
	// tryAgain sends the request again, within the limits.
	tryAgain
	// reportAmbiguous ends the call with an [*AmbiguousError].
	reportAmbiguous
	// reportDone ends the call as a success.
	reportDone
)

// decide is the whole rule about repeating a request. The last parameter
// reports whether an earlier attempt of the same call may have been carried out.
//
// GET, PUT and DELETE may be sent any number of times. A POST creates an object
// each time that it is carried out, so it is sent again only when the server
// cannot have acted on it.
func decide(method string, failed *failure, earlierUnclear bool) decision {
	switch {
	case method == http.MethodPost && failed.unclear:
		return reportAmbiguous
	case method == http.MethodDelete && earlierUnclear && isDocumentedNotFound(failed.err):
		return reportDone // The earlier attempt deleted the object; its answer was lost.
	case failed.repeat == repeatNever:
		return giveUp
	default:
		return tryAgain
	}
}

// isDocumentedNotFound reports whether err is the API's own 404.
func isDocumentedNotFound(err error) bool {
	refused, ok := errors.AsType[*APIError](err)
	return ok && refused.StatusCode == http.StatusNotFound && refused.Documented
}

// judgeStatus reports whether a status other than success may pass, and whether
// the request may have been carried out nonetheless.
func judgeStatus(status int) (repeat repeat, unclear bool) {
	switch status {
	case http.StatusTooManyRequests:
		return repeatAlways, false
	case http.StatusRequestTimeout, http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return repeatAlways, true
	}
	// An undocumented redirect or server error says nothing about what was done
	// before; any other 4xx is a refusal.
	return repeatNever, isRedirect(status) || status >= http.StatusInternalServerError
}

// judgeConnectionError reports whether a request that failed without an answer
// is worth repeating. Waiting does not repair a certificate.
func judgeConnectionError(err error) repeat {
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	_, notTLS := errors.AsType[tls.RecordHeaderError](err)
	_, forbidden := errors.AsType[*forbiddenAddressError](err)
	if untrusted || notTLS || forbidden {
		return repeatNever
	}
	return repeatAlways
}
