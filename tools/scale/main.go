// Command scale measures Terraform over many objects: how many requests, how
// much time and memory its commands take with this provider, beside others. All
// of it runs in one go against the mock API on loopback, which takes 20 ms for
// each answer. The figures are for comparison within one run only.
//
// It has four sections:
//
//   - start: what a command costs before it does anything, and the size of the
//     executable;
//   - compare: apply, refresh, plan and destroy, beside a general REST provider,
//     the smallest provider there can be, and Terraform's own terraform_data;
//   - growth: refresh, plan, list and a plan to destroy over ever more objects;
//   - limits: the same work under a rate limit that nobody has announced.
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
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "scale:", err)
		os.Exit(1)
	}
}

// settings are what the command line chooses.
type settings struct {
	cli string
	// root is the folder of the provider's repository.
	root     string
	sections []string
	// sizes are the numbers of objects that are compared, growth those over which
	// growth is measured, and limited the number under a rate limit.
	sizes, growth []int
	limited       int
	peer          bool
	latency       time.Duration
}

func run(ctx context.Context, arguments []string) error {
	chosen, err := parse(arguments)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "contentgroove-scale-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()

	bench := &bench{cli: chosen.cli, root: chosen.root, folder: folder, latency: chosen.latency}
	for _, section := range chosen.sections {
		switch section {
		case "start":
			err = bench.start(ctx)
		case "compare":
			err = bench.compare(ctx, chosen.sizes, chosen.peer)
		case "growth":
			err = bench.growth(ctx, chosen.growth)
		case "limits":
			err = bench.limits(ctx, chosen.limited)
		default:
			err = fmt.Errorf("there is no section %q", section)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func parse(arguments []string) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("scale", flag.ContinueOnError)
	sections := flags.String("sections", "start,compare,growth,limits", "what to measure, separated by commas")
	sizes := flags.String("sizes", "100,1000,3000", "numbers of objects to compare, separated by commas")
	growth := flags.String("growth", "1000,3000", "numbers of objects over which to measure growth, separated by commas")
	flags.StringVar(&s.cli, "cli", "terraform", "path of terraform or tofu")
	flags.StringVar(&s.root, "root", ".", "folder of the provider's repository, from which the provider is built")
	flags.IntVar(&s.limited, "limited", 500, "number of objects under a rate limit")
	flags.BoolVar(&s.peer, "peer", true, "compare with Mastercard/restapi, too, which is built from its Go module")
	flags.DurationVar(&s.latency, "latency", 20*time.Millisecond, "time that the mock takes for each answer")
	if err := flags.Parse(arguments); err != nil {
		return s, err
	}
	s.sections = strings.Split(*sections, ",")
	var err error
	if s.sizes, err = numbers(*sizes); err == nil {
		s.growth, err = numbers(*growth)
	}
	return s, err
}

func numbers(list string) ([]int, error) {
	var parsed []int
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%q is no number of objects", text)
		}
		parsed = append(parsed, n)
	}
	return parsed, nil
}
