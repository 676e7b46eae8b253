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

const limitsRow = "%7s  %-12s  %-8s  %8s  %8s  %9s  %9s  %8s  %9s\n"

// limits measures the work under a rate limit that the API does not announce,
// with more parallelism than that allows.
func (b *bench) limits(ctx context.Context, n int) error {
	own, err := b.own(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("\nUnder a limit of %.0f requests a second with a burst of %d, -parallelism=50\n", limitRate, limitBurst)
	fmt.Printf(limitsRow, "objects", "Retry-After", "command", "requests", "refused", "wall", "processor", "limit", "of limit")
	for name, form := range map[string]mockapi.RetryAfterForm{"none": mockapi.RetryAfterNone, "seconds": mockapi.RetryAfterSeconds} {
		if err := b.limitsWith(ctx, own, n, name, form); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) limitsWith(ctx context.Context, own subject, n int, name string, form mockapi.RetryAfterForm) error {
	server, err := b.startServer(mockapi.Options{RateLimit: limitRate, RateBurst: limitBurst, RetryAfter: form, ProcessingTime: -1})
	if err != nil {
		return err
	}
	defer server.Close()
	w, err := b.newWorkspace(ctx, "limits-"+name, own, server, map[string]string{"main.tf": own.config(n, server.URL(), mockapi.DefaultAPIKey)})
	if err != nil {
		return err
	}
	for _, command := range commands {
		measured, err := w.run(ctx, append(command.arguments, "-parallelism=50")...)
		if err != nil {
			return err
		}
		// The time in which the accepted requests can be had at all.
		accepted := measured.requests - measured.refused
		least := time.Duration(max(0, float64(accepted-limitBurst)) / limitRate * float64(time.Second))
		fmt.Printf(limitsRow, fmt.Sprint(n), name, command.name, fmt.Sprint(measured.requests), fmt.Sprintf("%.1f %%", 100*float64(measured.refused)/float64(max(1, measured.requests))),
			seconds(measured.wall), seconds(measured.cpu), seconds(least), ratio(measured.wall, least))
		server.FinishAll()
	}
	return nil
}
