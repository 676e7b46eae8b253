package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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
}

// The peer is pinned, so that figures of different days can be compared.
const (
	peerModule  = "github.com/Mastercard/terraform-provider-restapi"
	peerVersion = "v1.20.0"
)

// subjects builds what is to be measured.
func (b *bench) subjects(ctx context.Context, withPeer bool) ([]subject, error) {
	own := filepath.Join(b.folder, "own", "terraform-provider-contentgroove")
	if err := command(ctx, "", "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", own, "."); err != nil {
		return nil, err
	}
	subjects := []subject{
		{name: "contentgroove", binary: own, source: "contentgroove/contentgroove", config: ownConfig},
		{name: "terraform_data", config: floorConfig},
	}
	if !withPeer {
		return subjects, nil
	}
	// A module of its own keeps the peer out of this project's dependencies.
	module := filepath.Join(b.folder, "peer-module")
	if err := os.MkdirAll(module, 0o700); err != nil {
		return nil, err
	}
	peer := filepath.Join(b.folder, "peer", "terraform-provider-restapi")
	for _, arguments := range [][]string{
		{"mod", "init", "peer"},
		{"get", peerModule + "@" + peerVersion},
		{"build", "-trimpath", "-ldflags", "-s -w", "-o", peer, peerModule},
	} {
		if err := command(ctx, module, "go", arguments...); err != nil {
			return nil, err
		}
	}
	return append(subjects, subject{name: "restapi", binary: peer, source: "mastercard/restapi", config: peerConfig}), nil
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

func ownConfig(n int, url, key string) string {
	return fmt.Sprintf(`terraform {
  required_providers {
    contentgroove = { source = "contentgroove/contentgroove" }
  }
}

provider "contentgroove" {
  base_url = %q
  api_key  = %q
}

resource "contentgroove_media" "test" {
  count               = %d
  source_url          = "https://media.example.com/${count.index}.mp4"
  name                = "Media ${count.index}"
  wait_for_processing = false
}
`, url, key, n)
}

func floorConfig(n int, _, _ string) string {
	return fmt.Sprintf(`resource "terraform_data" "test" {
  count = %d
  input = "Media ${count.index}"
}
`, n)
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

resource "restapi_object" "test" {
  count = %d
  path  = "/medias"
  data = jsonencode({ data = { attributes = {
    source_url = "https://media.example.com/${count.index}.mp4"
    name       = "Media ${count.index}"
  } } })
}
`, url, key, n)
}
