// Command provider-schema prints the schemas of this provider as JSON, for the
// documentation generator.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/provider"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/providerschema"
)

// providerName is the name under which tfplugindocs looks for the provider.
const providerName = "contentgroove"

func main() {
	log.SetFlags(0)
	log.SetPrefix("provider-schema: ")
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	server, err := providerserver.NewProtocol6WithError(provider.New("dev")())()
	if err != nil {
		return fmt.Errorf("starting the provider: %w", err)
	}
	document, err := providerschema.Document(ctx, server, providerName)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	return encoder.Encode(document)
}
