// Command terraform-provider-contentgroove is the ContentGroove provider for
// Terraform and OpenTofu, which start it themselves.
package main

import (
	"flag"
	"log"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/provider"
)

// version is set by the linker in release builds.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve to a CLI that attaches itself, so that a debugger can be used")
	flag.Parse()
	if err := provider.Serve(version, *debug); err != nil {
		log.Fatal(err)
	}
}
