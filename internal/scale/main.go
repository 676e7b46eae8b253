// Command scale measures Terraform over many objects: how many requests, how
// much time and memory an apply, a plan without changes and a destroy take with
// this provider, beside a general REST provider and beside Terraform's own
// terraform_data, which needs no provider process and no API.
//
// All of them run in one go against the mock API on loopback, which takes 20 ms
// for each answer. The figures are for comparison within one run only.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "scale:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	cli := flag.String("cli", "terraform", "path of terraform or tofu")
	sizes := flag.String("sizes", "100,1000,3000", "numbers of objects, separated by commas")
	peer := flag.Bool("peer", true, "measure Mastercard/restapi, too, which is built from its Go module")
	latency := flag.Duration("latency", 20*time.Millisecond, "time that the mock takes for each answer")
	flag.Parse()

	folder, err := os.MkdirTemp("", "contentgroove-scale-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()

	bench := &bench{cli: *cli, folder: folder, latency: *latency}
	subjects, err := bench.subjects(ctx, *peer)
	if err != nil {
		return err
	}
	printHeader()
	for size := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(size))
		if err != nil {
			return fmt.Errorf("the size %q is no number", size)
		}
		results := map[string][]result{}
		for _, subject := range subjects {
			results[subject.name], err = bench.measure(ctx, subject, n)
			if err != nil {
				return fmt.Errorf("%s with %d objects: %w", subject.name, n, err)
			}
		}
		printResults(n, subjects, results)
	}
	return nil
}
