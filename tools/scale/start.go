package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// startRounds is how often each command is measured; the best time counts.
const startRounds = 5

// start measures what commands cost that do nothing to any object, and prints
// the size of the executables.
func (b *bench) start(ctx context.Context) error {
	fmt.Println("\nStart and size: the best of", startRounds, "runs")
	fmt.Printf("%-14s  %10s  %-26s  %9s  %9s\n", "provider", "executable", "command", "wall", "processor")
	for _, build := range []func(context.Context) (subject, error){b.own, b.tiny} {
		of, err := build(ctx)
		if err != nil {
			return err
		}
		if err := b.startOne(ctx, of); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) startOne(ctx context.Context, of subject) error {
	info, err := os.Stat(of.binary)
	if err != nil {
		return err
	}
	server, err := b.startServer(mockapi.Options{})
	if err != nil {
		return err
	}
	defer server.Close()
	w, err := b.newWorkspace(ctx, "start-"+of.name, of, server, map[string]string{"main.tf": of.config(1, server.URL(), mockapi.DefaultAPIKey)})
	if err != nil {
		return err
	}
	for _, command := range [][]string{{"providers", "schema", "-json"}, {"validate"}} {
		best, err := w.best(ctx, command...)
		if err != nil {
			return err
		}
		fmt.Printf("%-14s  %10s  %-26s  %9s  %9s\n", of.name, megabytes(info.Size()), strings.Join(command, " "), seconds(best.wall), seconds(best.cpu))
	}
	return nil
}

// best is the quickest of several runs.
func (w *workspace) best(ctx context.Context, arguments ...string) (result, error) {
	var best result
	for range startRounds {
		measured, err := w.run(ctx, arguments...)
		if err != nil {
			return best, err
		}
		if best.wall == 0 || measured.wall < best.wall {
			best = measured
		}
	}
	return best, nil
}
