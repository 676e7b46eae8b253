package main

import (
	"context"
	"fmt"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// commands are compared in this order.
var commands = []struct {
	name      string
	arguments []string
}{
	{"apply", []string{"apply", "-auto-approve"}},
	{"refresh", []string{"apply", "-auto-approve", "-refresh-only"}},
	{"plan", []string{"plan", "-detailed-exitcode"}},
	{"destroy", []string{"destroy", "-auto-approve"}},
}

const compareRow = "%7s  %-8s  %-14s  %8s  %9s  %9s  %9s  %7s  %10s  %10s\n"

// compare measures all providers, one after the other, and prints each command
// as soon as it has ended. This provider comes last, so that its ratios to the
// others can be told: to terraform_data, which is the floor, and to the peer.
func (b *bench) compare(ctx context.Context, sizes []int, withPeer bool) error {
	subjects, err := b.subjects(ctx, withPeer)
	if err != nil {
		return err
	}
	fmt.Println("\nApply, refresh, plan without a change, destroy")
	fmt.Printf(compareRow, "objects", "command", "provider", "requests", "wall", "processor", "of it own", "memory", "wall/floor", "wall/peer")
	for _, n := range sizes {
		others := map[string]result{}
		for _, of := range subjects {
			if err := b.compareOne(ctx, of, n, others); err != nil {
				return fmt.Errorf("%d objects: %w", n, err)
			}
		}
	}
	return nil
}

func (b *bench) compareOne(ctx context.Context, of subject, n int, others map[string]result) error {
	server, err := b.startServer(mockapi.Options{ProcessingTime: -1})
	if err != nil {
		return err
	}
	defer server.Close()
	w, err := b.newWorkspace(ctx, fmt.Sprintf("compare-%s-%d", of.name, n), of, server,
		map[string]string{"main.tf": of.config(n, server.URL(), mockapi.DefaultAPIKey)})
	if err != nil {
		return err
	}
	for _, command := range commands {
		measured, err := w.run(ctx, command.arguments...)
		if err != nil {
			return err
		}
		others[command.name+of.name] = measured
		fmt.Printf(compareRow, fmt.Sprint(n), command.name, of.name, fmt.Sprint(measured.requests),
			seconds(measured.wall), seconds(measured.cpu), seconds(measured.providerCPU), megabytes(measured.memory),
			ratio(measured.wall, others[command.name+floorName].wall), ratio(measured.wall, others[command.name+peerName].wall))
		// What was created is processed when the refresh looks, and stays as it is.
		server.FinishAll()
	}
	return nil
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }

func megabytes(bytes int64) string {
	if bytes == 0 {
		return "-"
	}
	return fmt.Sprintf("%d MB", bytes>>20)
}

// ratio is that of two times; "-" if the second is not known.
func ratio(of, to time.Duration) string {
	if to == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", of.Seconds()/to.Seconds())
}
