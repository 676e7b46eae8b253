package client

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"time"
)

// Sizes of bodies, in bytes.
const (
	// maxBody bounds an answer with a success status. A page of 100 media is
	// about 100 KiB.
	maxBody = 64 << 20
	// maxGrow bounds the memory that is set aside for a body in advance.
	maxGrow = 1 << 20
	// maxErrorBody bounds how much of any other answer is read.
	maxErrorBody = 64 << 10
	// maxDrain is how much of an unread body is thrown away in order to keep
	// its connection. Beyond that, a new connection is cheaper.
	maxDrain = 256 << 10
	// uploadBuffer is what is collected before it is written to the network.
	uploadBuffer = 512 << 10
)

// expectContinueTimeout is how long an upload waits for the host's consent
// before it sends the file anyway: not every host knows about consent.
const expectContinueTimeout = 2 * time.Second

// newTransport returns a transport with a connection pool of its own. Proxies
// come from the environment.
func newTransport(roots *x509.CertPool, dial dialFunc) *http.Transport {
	return &http.Transport{
		Proxy:       http.ProxyFromEnvironment,
		DialContext: dial,
		// Terraform runs up to as many operations at once as -parallelism says;
		// the default of two idle connections would close and reopen the rest.
		MaxIdleConns:          200,
		MaxIdleConnsPerHost:   100,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: expectContinueTimeout,
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots},
	}
}

// newAPITransport returns the transport for the API.
//
// Transports are used without an [http.Client]. That one would follow redirects,
// with the key on board, before anybody could look at them, and would wrap
// every error with the whole URL.
func newAPITransport(roots *x509.CertPool, dial dialFunc) *http.Transport {
	transport := newTransport(roots, dial)
	transport.ForceAttemptHTTP2 = true // It is off by default once TLSClientConfig is set.
	return transport
}

// newUploadTransport returns the transport for the hosts that files are
// uploaded to. It speaks HTTP/1.1 only: Go's HTTP/2 has no "Expect: 100-continue".
func newUploadTransport(roots *x509.CertPool, dial dialFunc) *http.Transport {
	transport := newTransport(roots, dial)
	transport.Protocols = new(http.Protocols)
	transport.Protocols.SetHTTP1(true)
	transport.DisableCompression = true // A presigned request has just the headers it needs.
	transport.WriteBufferSize = uploadBuffer
	// A pooled connection that the host has closed meanwhile would cost an
	// attempt, since the body cannot be rewound behind our back.
	transport.DisableKeepAlives = true
	return transport
}

// errBodyTooLarge ends the reading of a success body.
var errBodyTooLarge = errors.New("the body is larger than 64 MiB")

// readBody reads a body as far as its status deserves, and leaves the
// connection fit for use again. Of an answer that is an error anyway, whatever
// could be read is good enough.
func readBody(response *http.Response) ([]byte, error) {
	defer drain(response.Body)
	if !isSuccess(response.StatusCode) {
		body, _ := io.ReadAll(io.LimitReader(response.Body, maxErrorBody))
		return body, nil
	}
	// An announced length is believed up to a point, to save growing in steps.
	var body bytes.Buffer
	body.Grow(int(min(max(0, response.ContentLength), maxGrow)) + bytes.MinRead)
	_, err := body.ReadFrom(io.LimitReader(response.Body, maxBody+1))
	if err == nil && body.Len() > maxBody {
		err = errBodyTooLarge
	}
	return body.Bytes(), err
}

// drain reads the rest of a body, within reason, and closes it.
func drain(body io.ReadCloser) {
	_, _ = io.CopyN(io.Discard, body, maxDrain)
	_ = body.Close()
}

func isSuccess(status int) bool { return status >= 200 && status < 300 }

func isRedirect(status int) bool { return status >= 300 && status < 400 }
