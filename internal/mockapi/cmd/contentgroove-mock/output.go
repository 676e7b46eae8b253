package main

import (
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// logPrinter prints one line for each request and each delivery.
type logPrinter struct {
	mu     sync.Mutex
	output io.Writer
}

func newLogPrinter(output io.Writer) *logPrinter { return &logPrinter{output: output} }

// printRequest shows neither a key nor the signature of a presigned URL: of an upload's
// query, nothing.
func (p *logPrinter) printRequest(r mockapi.Request) {
	target := r.Path
	if r.Host == mockapi.HostAPI {
		query := make([]string, 0, len(r.Query))
		for _, name := range slices.Sorted(maps.Keys(r.Query)) {
			if name != "api_key" {
				query = append(query, name+"="+r.Query.Get(name))
			}
		}
		if len(query) > 0 {
			target += "?" + strings.Join(query, "&")
		}
	}
	status := "no answer"
	if r.Status != 0 {
		status = fmt.Sprint(r.Status)
	}
	operation := r.Operation
	if operation == "" {
		operation = "unknown"
	}
	var notes string
	if r.Fault != "" {
		notes += "  fault: " + string(r.Fault)
	}
	if r.Reason != "" {
		notes += "  " + harmless(r.Reason)
	}
	p.printf("%s  %-6s %-6s %s  %s  %s  %s%s\n",
		r.Time.Format(time.TimeOnly), r.Host, r.Method, harmless(target), status, operation,
		r.Duration.Round(10*time.Microsecond), notes)
}

// printDelivery shows an attempt and when the next one is. The path of a webhook
// URL may be a secret, so only its host is shown.
func (p *logPrinter) printDelivery(d mockapi.Delivery) {
	receiver := "?"
	if u, err := url.Parse(d.URL); err == nil {
		receiver = u.Scheme + "://" + u.Host
	}
	outcome := fmt.Sprint(d.Status)
	if d.Status == 0 {
		outcome = harmless(strings.ReplaceAll(d.Error, d.URL, receiver))
	}
	next := "given up"
	switch {
	case !d.NextAttempt.IsZero():
		next = "again in " + d.NextAttempt.Sub(d.Time).Round(100*time.Millisecond).String()
	case d.Delivered():
		next = "delivered"
	}
	p.printf("%s  hook   POST   %s  %s  %s  attempt %d, %s\n",
		d.Time.Format(time.TimeOnly), harmless(receiver), outcome, d.Event, d.Attempt, next)
}

func (p *logPrinter) printf(format string, values ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, _ = fmt.Fprintf(p.output, format, values...)
}

// harmless quotes what came over the network, so that it cannot act on a
// terminal.
func harmless(text string) string {
	quoted := fmt.Sprintf("%q", text)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}

// shellQuote quotes a word for a POSIX shell where that is needed.
func shellQuote(word string) string {
	safe := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:@%+=", r)
	}
	if word != "" && strings.TrimFunc(word, safe) == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// writeReadyFile makes the file appear with its whole content, as others wait
// for it. It holds a key, so nobody else may read it.
func writeReadyFile(name, content string) error {
	temporary, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temporary.Name()) }() // after a failure; else it is gone
	_, err = temporary.WriteString(content)
	if closeErr := temporary.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	return os.Rename(temporary.Name(), name)
}
