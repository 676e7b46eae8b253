package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// requestPrinter prints one line for each request.
type requestPrinter struct {
	mu     sync.Mutex
	output io.Writer
}

func newRequestPrinter(output io.Writer) *requestPrinter { return &requestPrinter{output: output} }

// print shows neither a key nor the signature of a presigned URL: of an upload's
// query, nothing.
func (p *requestPrinter) print(r mockapi.Request) {
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
	p.mu.Lock()
	defer p.mu.Unlock()
	// What came over the network is quoted, so that it cannot act on a terminal.
	quoted := fmt.Sprintf("%q", target)
	_, _ = fmt.Fprintf(p.output, "%s  %-6s %-6s %s  %s  %s  %s\n",
		r.Time.Format(time.TimeOnly), r.Host, r.Method, quoted[1:len(quoted)-1], status, operation,
		r.Duration.Round(10*time.Microsecond))
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
