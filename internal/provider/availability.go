package provider

import "github.com/contentgroove/terraform-provider-contentgroove/internal/compatibility"

// What a kind needs, for its description: each version is the first that has the
// kind. An older one loads this provider and ignores the kind.
var (
	needsListResources = compatibility.Need(compatibility.ListResources, "list resources")
	needsActions       = compatibility.Need(compatibility.Actions, "actions")
	needsEphemerals    = compatibility.Need(compatibility.EphemeralResources, "ephemeral resources")
	needsWriteOnly     = compatibility.Need(compatibility.WriteOnlyArguments, "write-only arguments")
	needsFunctions     = compatibility.Need(compatibility.Provider, "functions")
)
