// Command terraform-provider-contentgroove is the ContentGroove provider for
// Terraform and OpenTofu, which start it themselves.
package main

import (
	"flag"
	"log"
	"os"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/provider"
)

// version is set by the linker in release builds.
var version = "dev"

// address is the provider's in the public registry.
const address = "registry.terraform.io/contentgroove/contentgroove"

func main() {
	debugging := flag.Bool("debug", false, "serve to a CLI that attaches itself, so that a debugger can be used")
	flag.Parse()

	if err := provider.SilenceSDKLogs(); err != nil {
		log.Fatal(err)
	}
	if os.Getenv("GOGC") == "" {
		// A plan over a large state makes much garbage and keeps little. Collecting
		// it a quarter as often saves a quarter of the provider's processor time, for
		// some 15 MB of memory.
		debug.SetGCPercent(400)
	}
	var options []tf6server.ServeOpt
	if *debugging {
		options = append(options, tf6server.WithManagedDebug())
	}
	if err := tf6server.Serve(address, provider.NewServer(version), options...); err != nil {
		log.Fatal(err)
	}
}
