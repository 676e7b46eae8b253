package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// Workspace is a workspace of the in-process Terraform whose provider talks to the
// mock.
func (e *Env) Workspace(resources ...terraform.Resource) *terraform.Workspace {
	return &terraform.Workspace{
		Config: terraform.Config{
			Providers: map[string]terraform.Object{"": {"base_url": e.URL(), "api_key": mockapi.DefaultAPIKey}},
			Resources: resources,
		},
		Start: func(string) (tfprotov6.ProviderServer, func(), error) {
			server, err := e.ProviderFactories["contentgroove"]()
			return server, nil, err
		},
	}
}

// Session is a [terraform.Session] that fails the test on an error.
type Session struct {
	*terraform.Session

	t *testing.T
}

// Session configures the provider for the mock until the test ends.
func (e *Env) Session(t *testing.T) *Session {
	t.Helper()
	return OpenSession(t, e.Workspace())
}

// OpenSession configures the provider of a workspace until the test ends.
func OpenSession(t *testing.T, workspace *terraform.Workspace) *Session {
	t.Helper()
	session, diagnostics, err := workspace.Open(t.Context(), "")
	if err != nil || len(diagnostics) > 0 {
		t.Fatalf("configuring the provider: %v\n%s", err, diagnostics)
	}
	t.Cleanup(func() {
		if err := session.Close(); err != nil {
			t.Error(err)
		}
	})
	return &Session{Session: session, t: t}
}

// List runs a list block; see [terraform.Session.List].
func (s *Session) List(typeName string, block terraform.Object, limit int64, includeResource bool) ([]terraform.Listed, terraform.Diagnostics) {
	s.t.Helper()
	results, diagnostics, err := s.Session.List(typeName, block, limit, includeResource)
	s.must(err)
	return results, diagnostics
}

// OpenEphemeral opens and closes an ephemeral resource.
func (s *Session) OpenEphemeral(typeName string, block terraform.Object) (terraform.Object, terraform.Diagnostics) {
	s.t.Helper()
	result, diagnostics, err := s.Session.OpenEphemeral(typeName, block)
	s.must(err)
	return result, diagnostics
}

// Invoke plans and invokes an action, and returns its messages.
func (s *Session) Invoke(typeName string, block terraform.Object) ([]string, terraform.Diagnostics) {
	s.t.Helper()
	messages, diagnostics, err := s.Session.Invoke(typeName, block)
	s.must(err)
	return messages, diagnostics
}

// Call calls a function; see [terraform.Session.Call].
func (s *Session) Call(name string, arguments ...any) (any, *tfprotov6.FunctionError) {
	s.t.Helper()
	result, problem, err := s.Session.Call(name, arguments...)
	s.must(err)
	return result, problem
}

func (s *Session) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}
