// Command terraform-provider-contentgroove is the ContentGroove provider for
// Terraform and OpenTofu, which start it themselves.
package main

import (
	"flag"
	"log"
	"runtime"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/provider"
)

// version is set by the linker in release builds.
var version = "dev"

// address is the provider's in the public registry.
const address = "registry.terraform.io/contentgroove/contentgroove"

// ballast is the size of an allocation that is never touched, so that it takes
// nothing from the system, but counts for the garbage collector. A plan over many
// resources makes much garbage and keeps little; with the few megabytes alone that
// it keeps, the collector would run all the time, which is a quarter of the
// provider's processor time.
const ballast = 24 << 20

func main() {
	debug := flag.Bool("debug", false, "serve to a CLI that attaches itself, so that a debugger can be used")
	flag.Parse()

	if err := provider.SilenceSDKLogs(); err != nil {
		log.Fatal(err)
	}
	// See ballast.
	defer runtime.KeepAlive(make([]byte, ballast))
	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	if err := tf6server.Serve(address, provider.NewServer(version), options...); err != nil {
		log.Fatal(err)
	}
}
