// Package terraform is a Terraform in the test's own process. It speaks protocol 6
// with a provider's server and follows the rules of Terraform's core: what is sent
// when, what a plan may contain, which state is kept after an error, and when the
// state is stored.
//
// It exists for what the CLI cannot show in a test: hundreds of applies in a few
// seconds, an end of Terraform or of a plugin at a chosen moment, and features
// that the CLI at hand is too old for. It supports attributes, nested attributes
// and no blocks, and every provider that it starts is of the same kind.
//
// A [Workspace] holds a configuration and a state. Its methods are Terraform's
// commands. What a user would read comes back as [Diagnostics]; an error means that
// the provider broke the protocol, which Terraform would call a bug, or that the
// test itself is wrong.
package terraform
