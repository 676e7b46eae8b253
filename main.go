// Command terraform-provider-contentgroove is the ContentGroove provider for
// Terraform and OpenTofu, which start it themselves.
package main

import (
	"context"
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/provider"
)

// version is set by the linker in release builds.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve to a CLI that attaches itself, so that a debugger can be used")
	flag.Parse()

	if err := provider.SilenceSDKLogs(); err != nil {
		log.Fatal(err)
	}
	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address:         "registry.terraform.io/contentgroove/contentgroove",
		Debug:           *debug,
		ProtocolVersion: 6,
	})
	if err != nil {
		log.Fatal(err)
	}
}
