package provider

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi/mocktest"
)

// benchmark is a provider with one media in the state, served as Terraform would.
type benchmark struct {
	server tfprotov6.ProviderServer
	// state is the media, and config the configuration that it came from.
	state, config *tfprotov6.DynamicValue
	private       []byte
}

// newBenchmark imports a media into a provider for a mock API.
func newBenchmark(b *testing.B, bulkRead string) *benchmark {
	b.Helper()
	for _, variable := range []string{"TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK"} {
		b.Setenv(variable, "OFF") // As in the provider's own process.
	}
	api := mocktest.Start(b, mockapi.Options{})
	media := api.SeedMedia(mockapi.Media{Name: "Weekly call", SourceURL: "https://media.example.com/call.mp4"})
	server := NewServer("test", WithJournalDir(b.TempDir()))()
	schemas, err := server.GetProviderSchema(b.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		b.Fatal(err)
	}
	block := fill(schemas.Provider, map[string]any{"base_url": api.URL(), "api_key": mockapi.DefaultAPIKey, "bulk_read": bulkRead})
	configured, err := server.ConfigureProvider(b.Context(), &tfprotov6.ConfigureProviderRequest{Config: dynamic(b, block)})
	if err != nil || len(configured.Diagnostics) > 0 {
		b.Fatal(err, configured)
	}
	imported, err := server.ImportResourceState(b.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: mediaType, ID: media.ID})
	if err != nil || len(imported.Diagnostics) > 0 {
		b.Fatal(err, imported)
	}
	config := fill(schemas.ResourceSchemas[mediaType], map[string]any{"name": media.Name, "source_url": media.SourceURL})
	bench := &benchmark{
		server: server, state: imported.ImportedResources[0].State, private: imported.ImportedResources[0].Private, config: dynamic(b, config),
	}
	bench.read(b)
	return bench
}

// fill makes an object of a schema with these attributes; the others are null.
func fill(schema *tfprotov6.Schema, attributes map[string]any) tftypes.Value {
	of, isObject := schema.ValueType().(tftypes.Object)
	if !isObject {
		panic("the schema is not one of an object")
	}
	values := map[string]tftypes.Value{}
	for name, attribute := range of.AttributeTypes {
		values[name] = tftypes.NewValue(attribute, attributes[name])
	}
	return tftypes.NewValue(of, values)
}

func dynamic(b *testing.B, value tftypes.Value) *tfprotov6.DynamicValue {
	b.Helper()
	encoded, err := tfprotov6.NewDynamicValue(value.Type(), value)
	if err != nil {
		b.Fatal(err)
	}
	return &encoded
}

// read refreshes the media, for good.
func (p *benchmark) read(b *testing.B) {
	b.Helper()
	read, err := p.server.ReadResource(context.Background(), &tfprotov6.ReadResourceRequest{TypeName: mediaType, CurrentState: p.state, Private: p.private})
	if err != nil || len(read.Diagnostics) > 0 {
		b.Fatal(err, read)
	}
	p.state, p.private = read.NewState, read.Private
}

// A refresh of one media, through everything between Terraform and the API.
func BenchmarkReadThroughProvider(b *testing.B) {
	for _, mode := range []string{bulkReadOff, bulkReadAuto} {
		b.Run("bulk_read="+mode, func(b *testing.B) {
			p := newBenchmark(b, mode)
			b.ReportAllocs()
			for b.Loop() {
				p.read(b)
			}
		})
	}
}

// The plan of one media in which nothing has changed.
func BenchmarkPlanThroughProvider(b *testing.B) {
	p := newBenchmark(b, bulkReadAuto)
	b.ReportAllocs()
	for b.Loop() {
		planned, err := p.server.PlanResourceChange(context.Background(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: mediaType, PriorState: p.state, ProposedNewState: p.state, Config: p.config, PriorPrivate: p.private,
		})
		if err != nil || len(planned.Diagnostics) > 0 || len(planned.RequiresReplace) > 0 {
			b.Fatal(err, planned)
		}
	}
}
