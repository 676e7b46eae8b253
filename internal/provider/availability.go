package provider

// What a kind needs, for its description: each version is the first that has the
// kind. An older one loads this provider and ignores the kind.
const (
	needsListResources = "Needs Terraform 1.14; OpenTofu, as of 1.12, has no list resources."
	needsActions       = "Needs Terraform 1.14; OpenTofu, as of 1.12, has no actions."
	needsEphemerals    = "Needs Terraform 1.10 or OpenTofu 1.11."
	needsFunctions     = "Needs Terraform 1.8 or OpenTofu 1.8, as the whole provider does."
)
