// Command tiny is the least that a provider made with terraform-plugin-framework
// can be: one resource with two attributes, and nothing behind it. What it costs
// is the price of the framework and of Terraform's plugin protocol, below which
// no provider can come.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func main() {
	err := providerserver.Serve(context.Background(), func() provider.Provider { return tinyProvider{} }, providerserver.ServeOpts{
		Address: "registry.terraform.io/contentgroove/tiny", ProtocolVersion: 6,
	})
	if err != nil {
		log.Fatal(err)
	}
}

type tinyProvider struct{}

func (tinyProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "tiny"
}

func (tinyProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (tinyProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (tinyProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (tinyProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return tinyResource{} }}
}

type tinyResource struct{}

type tinyModel struct {
	ID   types.String `tfsdk:"id"`
	Name types.String `tfsdk:"name"`
}

func (tinyResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "tiny_thing"
}

func (tinyResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"id":   schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}},
		"name": schema.StringAttribute{Required: true},
	}}
}

func (tinyResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model tinyModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	model.ID = model.Name
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func (tinyResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model tinyModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func (tinyResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model tinyModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func (tinyResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
