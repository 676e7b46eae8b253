package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/signedurl"
)

var _ validator.String = credentialsWarning{}

// credentialsWarning warns of a URL with a user name or a password in it.
type credentialsWarning struct{}

// Description says what is checked.
func (v credentialsWarning) Description(context.Context) string {
	return "value should have no user name or password in it"
}

// MarkdownDescription says what is checked.
func (v credentialsWarning) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

// ValidateString checks a known value.
func (v credentialsWarning) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if known(req.ConfigValue) && signedurl.HasCredentials(req.ConfigValue.ValueString()) {
		resp.Diagnostics.AddAttributeWarning(req.Path, "Credentials in a URL", fmt.Sprintf(
			"The value of %s has a user name or a password in it. ContentGroove stores it and shows it to everybody who can read the media, and it is in Terraform's "+
				"state. Use a URL that is signed for a short time instead.", req.Path))
	}
}
