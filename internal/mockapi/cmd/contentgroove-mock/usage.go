package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
)

// topics are the flags in the order in which usage shows them.
var topics = []struct{ title, flags string }{
	{"Addresses", "addr upload-addr control-addr base-path upload-url api-key allow-remote"},
	{"Behaviour", "profile processing-time clip-processing-time latency page-size max-page-size without-quirks"},
	{"Limits", "rate-limit rate-burst retry-after media-quota clip-quota max-upload-bytes upload-expiry"},
	{"Quirks a service may have", "list-lag read-lag ignore-sort ignore-filters no-date clock-skew stamp-skew fill-names round-times"},
	{"Webhooks", "webhook-attempts webhook-backoff webhook-twice allow-remote-webhooks"},
	{"Content", "state seed seed-file files"},
	{"Output", "quiet ready-file version"},
}

func usage(output io.Writer, flags *flag.FlagSet) {
	var b strings.Builder
	b.WriteString("A mock of the ContentGroove Developer API on this machine.\n\nUsage: contentgroove-mock [flags]\n")
	for _, topic := range topics {
		fmt.Fprintf(&b, "\n%s\n", topic.title)
		for _, name := range strings.Fields(topic.flags) {
			f := flags.Lookup(name)
			if f == nil {
				continue
			}
			argument, text := flag.UnquoteUsage(f)
			left := "-" + name
			if argument != "" {
				left += " " + argument
			}
			if d := f.DefValue; d != "" && d != "0" && d != "0s" && d != "false" {
				text += " (default " + d + ")"
			}
			fmt.Fprintf(&b, "  %-30s %s\n", left, text)
		}
	}
	b.WriteString("\nIt prints the commands that point the provider here, and serves until it is interrupted.\n" +
		"Exit codes: 0 after an interrupt, 1 when it cannot serve, 2 when a flag is wrong.\n")
	_, _ = io.WriteString(output, b.String())
}
