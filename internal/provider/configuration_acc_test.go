package provider_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// keyPlaces are the places of the key, by authentication method.
var keyPlaces = map[string]func(mockapi.Request) string{
	"bearer":    func(r mockapi.Request) string { return strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ") },
	"x_api_key": func(r mockapi.Request) string { return r.Header.Get("X-Api-Key") },
	"query":     func(r mockapi.Request) string { return r.Query.Get("api_key") },
}

func TestAccConfiguration_authMethod(t *testing.T) {
	t.Parallel()
	for method := range keyPlaces {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, mockapi.Options{})
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: env.ProviderFactories,
				Steps: []resource.TestStep{{
					Config: env.Config(mediaConfig(sourceURL)+dataConfig("api_configuration", ""), fmt.Sprintf("auth_method = %q", method)),
					ConfigStateChecks: []statecheck.StateCheck{
						dataField("api_configuration", "auth_method", knownvalue.StringExact(method)),
						dataField("api_configuration", "authenticated", knownvalue.Bool(true)),
					},
				}},
			})
			checkKeyPlaces(t, env, method)
		})
	}
}

// checkKeyPlaces looks for the key in its place in every request, and in no other.
func checkKeyPlaces(t *testing.T, env *acctest.Env, method string) {
	t.Helper()
	for _, request := range env.Requests() {
		for place, find := range keyPlaces {
			want := ""
			if place == method {
				want = mockapi.DefaultAPIKey
			}
			if got := find(request); got != want {
				t.Errorf("%s has %q as %s, want %q", request.Operation, got, place, want)
			}
		}
	}
}

// White space around a key, as files and terminals add it, is no part of it; a
// base URL may end in a slash.
func TestAccConfiguration_trimmed(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{{
			Config: fmt.Sprintf("provider \"contentgroove\" {\n  base_url = %q\n  api_key  = %q\n}\n",
				env.URL()+"/", "  "+mockapi.DefaultAPIKey+"\n") + dataConfig("api_configuration", ""),
			ConfigStateChecks: []statecheck.StateCheck{dataField("api_configuration", "authenticated", knownvalue.Bool(true))},
		}},
	})
}

// The API may be below any path.
func TestAccConfiguration_basePath(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{BasePath: "/gateway/contentgroove/v1"})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps:                    []resource.TestStep{{Config: env.Config(mediaConfig(sourceURL) + dataConfig("medias", ""))}},
	})
	count(t, env, mockapi.OpCreateMedia, 1)
}

// A configuration that is unknown at plan time is no error as long as nothing
// has to be read with it.
func TestAccConfiguration_unknown(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	block := fmt.Sprintf(`
resource "terraform_data" "key" {
  input = %q
}

provider "contentgroove" {
  base_url = %q
  api_key  = terraform_data.key.output
}
`, mockapi.DefaultAPIKey, env.URL())
	media := mediaConfig(sourceURL)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{
				Config:      block + dataConfig("medias", ""),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`(?s)Provider configuration not known yet.*api_key`),
			},
			{Config: block + media, ConfigPlanChecks: planned(plancheck.ResourceActionCreate)},
			{Config: block + media, ConfigPlanChecks: unchanged},
		},
	})
}

// The version of the provider and of Terraform are told to the API.
func TestAccConfiguration_userAgent(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	cli := env.CLI(t)
	cli.Write("main.tf", requiredProviders+env.Config(listAllMedias))
	cli.MustRun("plan")
	wanted := regexp.MustCompile(`^terraform-provider-contentgroove/test Terraform/\d+\.\d+\.\d+`)
	if got := env.Requests()[0].Header.Get("User-Agent"); !wanted.MatchString(got) {
		t.Errorf("the user agent is %q", got)
	}
}

// The tests below cannot run in parallel with others: environment variables
// belong to the whole process, in which the provider runs.

// setEnvironment sets the provider's environment variables, and unsets those that
// are left out.
func setEnvironment(t *testing.T, values map[string]string) {
	t.Helper()
	for _, name := range []string{"API_KEY", "BASE_URL", "AUTH_METHOD", "CA_CERTIFICATE_FILE"} {
		t.Setenv("CONTENTGROOVE_"+name, values[name])
	}
}

func TestAccConfiguration_environment(t *testing.T) { //nolint:paralleltest // See above.
	env := acctest.New(t, mockapi.Options{})
	setEnvironment(t, map[string]string{"API_KEY": mockapi.DefaultAPIKey, "BASE_URL": env.URL(), "AUTH_METHOD": "x_api_key"})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{{
			Config: dataConfig("api_configuration", ""),
			ConfigStateChecks: []statecheck.StateCheck{
				dataField("api_configuration", "base_url", knownvalue.StringExact(env.URL())),
				dataField("api_configuration", "auth_method", knownvalue.StringExact("x_api_key")),
				dataField("api_configuration", "authenticated", knownvalue.Bool(true)),
			},
		}},
	})
	checkKeyPlaces(t, env, "x_api_key")
}

// The provider block goes before the environment.
func TestAccConfiguration_precedence(t *testing.T) { //nolint:paralleltest // See above.
	env := acctest.New(t, mockapi.Options{})
	setEnvironment(t, map[string]string{"API_KEY": "another-key", "BASE_URL": "http://127.0.0.1:1/", "AUTH_METHOD": "query"})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{{
			Config:            env.Config(dataConfig("api_configuration", ""), `auth_method = "bearer"`),
			ConfigStateChecks: []statecheck.StateCheck{dataField("api_configuration", "authenticated", knownvalue.Bool(true))},
		}},
	})
	checkKeyPlaces(t, env, "bearer")
}

func TestAccConfiguration_missingKey(t *testing.T) { //nolint:paralleltest // See above.
	env := acctest.New(t, mockapi.Options{})
	setEnvironment(t, nil)
	block := fmt.Sprintf("provider \"contentgroove\" {\n  base_url = %q\n}\n", env.URL())
	cli := env.CLI(t)

	cli.Write("main.tf", requiredProviders+block+mediaConfig(sourceURL))
	printed, err := cli.Run("apply", "-auto-approve")
	if err == nil {
		t.Fatalf("the apply succeeded:\n%s", printed)
	}
	wants(t, printed, "Missing API key", "Create one on https://app.contentgroove.com/api_keys, then set the environment variable CONTENTGROOVE_API_KEY or the attribute `api_key`")

	// Only who calls the API needs a key.
	cli.Write("main.tf", requiredProviders+block+dataConfig("api_configuration", "")+
		`output "authenticated" { value = data.contentgroove_api_configuration.test.authenticated }`)
	wants(t, cli.MustRun("apply", "-auto-approve"), "authenticated = false")
	count(t, env, "", 0)
}

func TestAccConfiguration_environmentChecked(t *testing.T) { //nolint:paralleltest // See above.
	env := acctest.New(t, mockapi.Options{})
	cli := env.CLI(t)
	cli.Write("main.tf", requiredProviders+listAllMedias)
	for _, test := range []struct{ name, value, summary, detail string }{
		{"API_KEY", "abc def", "Invalid API key", "The API key from the environment variable CONTENTGROOVE_API_KEY cannot be used"},
		{"BASE_URL", "http://api.example.com", "Invalid base URL", "The value of the environment variable CONTENTGROOVE_BASE_URL cannot be used"},
		{"AUTH_METHOD", "basic", "Invalid authentication method", "The value of the environment variable CONTENTGROOVE_AUTH_METHOD cannot be used"},
		{"CA_CERTIFICATE_FILE", "none.pem", "Invalid certificate file", "The file named by the environment variable CONTENTGROOVE_CA_CERTIFICATE_FILE cannot be used"},
	} {
		setEnvironment(t, map[string]string{test.name: test.value})
		printed, err := cli.Run("plan")
		if err == nil {
			t.Errorf("the plan succeeded with %s:\n%s", test.name, printed)
		}
		wants(t, printed, test.summary, test.detail)
		if strings.Contains(printed, "abc def") {
			t.Errorf("the key is shown:\n%s", printed)
		}
	}
	count(t, env, "", 0)
}
