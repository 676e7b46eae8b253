package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// subject is a provider to measure.
type subject struct {
	name string
	// binary is the provider's executable; "" for Terraform's own.
	binary string
	// source is the provider's source address.
	source string
	// config declares n objects on the API at the URL, for which the key is valid.
	config func(n int, url, key string) string
	// state makes n objects, and returns a state that has them.
	state func(server *mockapi.Server, n int) (string, error)
	// list declares one data source with all objects, which must be n; nil if
	// there is none.
	list func(n int, url, key string) string
}

const (
	ownName   = "contentgroove"
	floorName = "terraform_data"
	tinyName  = "tiny"
	peerName  = "restapi"
)

// The peer is pinned, so that figures of different days can be compared.
const (
	peerModule  = "github.com/Mastercard/terraform-provider-restapi"
	peerVersion = "v1.20.0"
)

// floor is Terraform's own resource, which needs neither a provider process nor
// an API.
var floor = subject{name: floorName, config: floorConfig, state: floorState}

// subjects builds what is to be compared, this provider last.
func (b *bench) subjects(ctx context.Context, withPeer bool) ([]subject, error) {
	builds := []func(context.Context) (subject, error){b.tiny, b.peer, b.own}
	if !withPeer {
		builds = []func(context.Context) (subject, error){b.tiny, b.own}
	}
	subjects := []subject{floor}
	for _, build := range builds {
		built, err := build(ctx)
		if err != nil {
			return nil, err
		}
		subjects = append(subjects, built)
	}
	return subjects, nil
}

// own builds this provider.
func (b *bench) own(ctx context.Context) (subject, error) {
	binary, err := b.build(ctx, b.root, "github.com/contentgroove/terraform-provider-contentgroove")
	return subject{name: ownName, binary: binary, source: "contentgroove/contentgroove", config: ownConfig, state: ownState, list: ownList}, err
}

// tiny builds the smallest provider.
func (b *bench) tiny(ctx context.Context) (subject, error) {
	binary, err := b.build(ctx, filepath.Join(b.root, "tools", "scale"), "github.com/contentgroove/terraform-provider-contentgroove/tools/scale/tiny")
	return subject{name: tinyName, binary: binary, source: "contentgroove/tiny", config: tinyConfig}, err
}

// peer builds the general REST provider, in a module of its own, which keeps it
// out of this project's dependencies.
func (b *bench) peer(ctx context.Context) (subject, error) {
	module := filepath.Join(b.folder, "peer-module")
	if err := os.MkdirAll(module, 0o700); err != nil {
		return subject{}, err
	}
	for _, arguments := range [][]string{{"mod", "init", "peer"}, {"get", peerModule + "@" + peerVersion}} {
		if err := command(ctx, module, "go", arguments...); err != nil {
			return subject{}, err
		}
	}
	binary, err := b.build(ctx, module, peerModule)
	return subject{name: peerName, binary: binary, source: "mastercard/restapi", config: peerConfig}, err
}

// build builds the program of a package as a release would, in a folder of its
// own. The name must be one by which the CLI knows a provider.
func (b *bench) build(ctx context.Context, module, program string) (string, error) {
	name := filepath.Base(program)
	if name == tinyName {
		name = "terraform-provider-tiny"
	}
	binary := filepath.Join(b.folder, "bin-"+name, name)
	return binary, command(ctx, module, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, program)
}

// command runs a program and shows what it says only if it fails.
func command(ctx context.Context, folder, name string, arguments ...string) error {
	cmd := exec.CommandContext(ctx, name, arguments...) //nolint:gosec // The calls are all above.
	cmd.Dir = folder
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %v: %w\n%s", name, arguments, err, output)
	}
	return nil
}

func ownBlock(url, key string) string {
	return fmt.Sprintf(`terraform {
  required_providers {
    contentgroove = { source = "contentgroove/contentgroove" }
  }
}

provider "contentgroove" {
  base_url = %q
  api_key  = %q
}
`, url, key)
}

// blockSize is how many objects a resource block declares. Terraform has steps
// that are quadratic in the instances of one block, which no provider can help.
const blockSize = 1000

// blocks declares n objects of a type in blocks. The arguments are those of the
// object whose number is %[1]s.
func blocks(typeName string, n int, arguments string) string {
	var config strings.Builder
	for first := 0; first < n; first += blockSize {
		number := fmt.Sprintf("${count.index + %d}", first)
		fmt.Fprintf(&config, "\nresource %q \"block_%d\" {\n  count = %d\n%s}\n",
			typeName, first/blockSize, min(blockSize, n-first), fmt.Sprintf(arguments, number))
	}
	return config.String()
}

func ownConfig(n int, url, key string) string {
	return ownBlock(url, key) + blocks("contentgroove_media", n, `
  source_url          = "https://media.example.com/%[1]s.mp4"
  name                = "Media %[1]s"
  wait_for_processing = false
`)
}

func ownState(server *mockapi.Server, n int) (string, error) {
	medias := server.SeedMedias(n, func(i int) mockapi.Media {
		return mockapi.Media{Name: fmt.Sprintf("Media %d", i), SourceURL: fmt.Sprintf("https://media.example.com/%d.mp4", i), CreatedAt: time.Now().Add(-24 * time.Hour)}
	})
	return stateFile("contentgroove_media", "registry.terraform.io/contentgroove/contentgroove", n, func(i int) map[string]any {
		return map[string]any{
			"id": medias[i].ID, "name": medias[i].Name, "source_url": medias[i].SourceURL, "wait_for_processing": false, "deletion_protection": false,
		}
	})
}

func ownList(n int, url, key string) string {
	return ownBlock(url, key) + fmt.Sprintf(`
data "contentgroove_medias" "all" {
  lifecycle {
    postcondition {
      condition     = length(self.ids) == %d
      error_message = "There are ${length(self.ids)} media."
    }
  }
}
`, n)
}

func floorConfig(n int, _, _ string) string {
	return blocks("terraform_data", n, `
  input = "Media %[1]s"
`)
}

func floorState(_ *mockapi.Server, n int) (string, error) {
	return stateFile("terraform_data", "terraform.io/builtin/terraform", n, func(i int) map[string]any {
		input := map[string]any{"value": fmt.Sprintf("Media %d", i), "type": "string"}
		return map[string]any{"id": fmt.Sprint(i), "input": input, "output": input, "triggers_replace": nil}
	})
}

func tinyConfig(n int, _, _ string) string {
	return `terraform {
  required_providers {
    tiny = { source = "contentgroove/tiny" }
  }
}
` + blocks("tiny_thing", n, `
  name = "Media %[1]s"
`)
}

func peerConfig(n int, url, key string) string {
	return fmt.Sprintf(`terraform {
  required_providers {
    restapi = { source = "mastercard/restapi" }
  }
}

provider "restapi" {
  uri                  = %q
  headers              = { Authorization = "Bearer %s" }
  write_returns_object = true
  id_attribute         = "data/id"
}
`, url, key) + blocks("restapi_object", n, `
  path = "/medias"
  data = jsonencode({ data = { attributes = {
    source_url = "https://media.example.com/%[1]s.mp4"
    name       = "Media %[1]s"
  } } })
`)
}
