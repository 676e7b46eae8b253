package main

import (
	"context"
	"fmt"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// The limit of the section limits, as a token bucket.
const (
	limitRate  = 20.0
	limitBurst = 20
)

const limitsRow = "%7s  %-20s  %-8s  %8s  %8s  %9s  %9s  %9s  %8s\n"

// limits measures the work under a rate limit that the API does not announce,
// with more parallelism than that allows, and without the limit. How long it has
// to take is the longer of two times: the one that the limit dictates, and the one
// that Terraform takes anyway.
func (b *bench) limits(ctx context.Context, n int) error {
	own, err := b.own(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("\nUnder a limit of %.0f requests a second with a burst of %d, -parallelism=50\n", limitRate, limitBurst)
	fmt.Printf(limitsRow, "objects", "limit", "command", "requests", "refused", "wall", "processor", "has to be", "ratio")
	unlimited := map[string]time.Duration{}
	for _, limit := range []struct {
		name    string
		options mockapi.Options
	}{
		{"none", mockapi.Options{}},
		{"without Retry-After", mockapi.Options{RateLimit: limitRate, RateBurst: limitBurst}},
		{"with Retry-After", mockapi.Options{RateLimit: limitRate, RateBurst: limitBurst, RetryAfter: mockapi.RetryAfterSeconds}},
	} {
		limit.options.ProcessingTime = -1
		if err := b.limitsWith(ctx, own, n, limit.name, limit.options, unlimited); err != nil {
			return err
		}
	}
	return nil
}

// limitsWith measures all commands under one limit. The times without a limit are
// noted if there is none, and compared with otherwise.
func (b *bench) limitsWith(ctx context.Context, own subject, n int, name string, options mockapi.Options, unlimited map[string]time.Duration) error {
	server, err := b.startServer(options)
	if err != nil {
		return err
	}
	defer server.Close()
	w, err := b.newWorkspace(ctx, "limits-"+name, own, server, map[string]string{"main.tf": own.config(n, server.URL(), mockapi.DefaultAPIKey)})
	if err != nil {
		return err
	}
	requests, refused := 0, 0
	for _, command := range commands {
		measured, err := w.run(ctx, append(command.arguments, "-parallelism=50")...)
		if err != nil {
			return err
		}
		requests, refused = requests+measured.requests, refused+measured.refused
		least := measured.wall
		if options.RateLimit > 0 {
			least = max(unlimited[command.name], measured.dictated())
		} else {
			unlimited[command.name] = measured.wall
		}
		fmt.Printf(limitsRow, fmt.Sprint(n), name, command.name, fmt.Sprint(measured.requests), share(measured.refused, measured.requests),
			seconds(measured.wall), seconds(measured.cpu), seconds(least), ratio(measured.wall, least))
		server.FinishAll()
	}
	fmt.Printf(limitsRow, fmt.Sprint(n), name, "all", fmt.Sprint(requests), share(refused, requests), "", "", "", "")
	return nil
}

// dictated is the least time in which the limit lets through as many requests as
// were answered.
func (r result) dictated() time.Duration {
	beyond := max(0, r.requests-r.refused-limitBurst)
	return time.Duration(float64(beyond) / limitRate * float64(time.Second))
}

func share(part, whole int) string {
	return fmt.Sprintf("%.1f %%", 100*float64(part)/float64(max(1, whole)))
}
