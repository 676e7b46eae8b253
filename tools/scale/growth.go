package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

const growthRow = "%7s  %-14s  %-14s  %8s  %9s  %9s  %9s  %7s  %12s  %12s\n"

// growth measures commands over ever more objects that exist already, and by how
// much more than their number the time and the memory grow: 1 is linear.
//
// Terraform itself has steps that are quadratic in the number of objects, so the
// same commands over terraform_data stand beside them.
func (b *bench) growth(ctx context.Context, sizes []int) error {
	own, err := b.own(ctx)
	if err != nil {
		return err
	}
	fmt.Println("\nGrowth over objects that exist: in relation to that of their number")
	fmt.Printf(growthRow, "objects", "command", "provider", "requests", "wall", "processor", "of it own", "memory", "wall growth", "own growth")
	first := map[string]result{}
	for _, n := range sizes {
		for _, of := range []subject{floor, own} {
			if err := b.growthOne(ctx, of, n, func(command string, measured result) {
				name := command + of.name
				if _, known := first[name]; !known {
					first[name] = measured
				}
				factor := float64(n) / float64(sizes[0])
				fmt.Printf(growthRow, fmt.Sprint(n), command, of.name, fmt.Sprint(measured.requests), seconds(measured.wall),
					seconds(measured.cpu), seconds(measured.providerCPU), megabytes(measured.memory),
					growthOf(measured.wall, first[name].wall, factor), growthOf(measured.providerCPU, first[name].providerCPU, factor))
			}); err != nil {
				return fmt.Errorf("%d objects: %w", n, err)
			}
		}
	}
	return nil
}

// growthOf is by how much more than the factor a time has grown.
func growthOf(now, then time.Duration, factor float64) string {
	if then == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", now.Seconds()/then.Seconds()/factor)
}

func (b *bench) growthOne(ctx context.Context, of subject, n int, report func(string, result)) error {
	server, err := b.startServer(mockapi.Options{ProcessingTime: -1})
	if err != nil {
		return err
	}
	defer server.Close()
	state, err := of.state(server, n)
	if err != nil {
		return err
	}
	w, err := b.newWorkspace(ctx, fmt.Sprintf("growth-%s-%d", of.name, n), of, server, map[string]string{
		"main.tf": of.config(n, server.URL(), mockapi.DefaultAPIKey), "terraform.tfstate": state,
	})
	if err != nil {
		return err
	}
	for _, command := range []struct {
		name      string
		arguments []string
	}{
		{"refresh", []string{"apply", "-auto-approve", "-refresh-only"}},
		{"plan", []string{"plan", "-detailed-exitcode"}},
		{"plan -destroy", []string{"plan", "-destroy"}},
	} {
		measured, err := w.run(ctx, command.arguments...)
		if err != nil {
			return err
		}
		report(command.name, measured)
	}
	if of.list == nil {
		return nil
	}
	lists, err := b.newWorkspace(ctx, fmt.Sprintf("list-%s-%d", of.name, n), of, server,
		map[string]string{"main.tf": of.list(n, server.URL(), mockapi.DefaultAPIKey)})
	if err != nil {
		return err
	}
	measured, err := lists.run(ctx, "plan")
	if err == nil {
		report("list", measured)
	}
	return err
}

// stateFile is a state of n resources of a type, as Terraform would store it
// after an import: with what little the attributes say.
func stateFile(typeName, provider string, n int, attributes func(i int) map[string]any) (string, error) {
	var resources []map[string]any
	for first := 0; first < n; first += blockSize {
		instances := make([]map[string]any, min(blockSize, n-first))
		for i := range instances {
			instances[i] = map[string]any{"index_key": i, "schema_version": 0, "attributes": attributes(first + i), "sensitive_attributes": []any{}}
		}
		resources = append(resources, map[string]any{
			"mode": "managed", "type": typeName, "name": fmt.Sprintf("block_%d", first/blockSize),
			"provider": fmt.Sprintf("provider[%q]", provider), "instances": instances,
		})
	}
	encoded, err := json.Marshal(map[string]any{
		"version": 4, "terraform_version": "1.8.0", "serial": 1, "lineage": "8d2b2d36-5e0f-4d0c-9d5b-4b6c0c7c5f0e", "outputs": map[string]any{},
		"resources": resources,
	})
	return string(encoded), err
}
