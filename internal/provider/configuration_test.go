package provider

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// These tests set environment variables, so they cannot run in parallel.

func TestResolveConfiguration(t *testing.T) {
	certificates := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(certificates, selfSigned(t), 0o600); err != nil {
		t.Fatal(err)
	}
	defaults := configuration{
		baseURL: client.DefaultBaseURL, authMethod: client.AuthBearer,
		requestTimeout: 30 * time.Second, maxRetries: 5, bulkRead: true,
	}
	with := func(change func(*configuration)) configuration {
		want := defaults
		change(&want)
		return want
	}
	for name, test := range map[string]struct {
		env    map[string]string
		values configurationValues
		want   configuration
	}{
		"nothing": {want: defaults},
		"environment": {
			env: map[string]string{
				envAPIKey: "env-key", envBaseURL: "https://env.example/v1", envAuthMethod: "x_api_key", envCACertificateFile: certificates,
			},
			want: with(func(c *configuration) {
				c.apiKey, c.baseURL, c.authMethod, c.rootCAs = "env-key", "https://env.example/v1", client.AuthXAPIKey, x509.NewCertPool()
			}),
		},
		"attributes win over the environment": {
			env: map[string]string{envAPIKey: "env-key", envBaseURL: "https://env.example/v1", envAuthMethod: "x_api_key", envCACertificateFile: "missing"},
			values: configurationValues{
				APIKey: types.StringValue("key"), BaseURL: types.StringValue("http://127.0.0.1:8080"), AuthMethod: types.StringValue("query"),
				RequestTimeout: types.StringValue("90s"), MaxRetries: types.Int64Value(0), RequestsPerSecond: types.Float64Value(2.5),
				CACertificateFile: types.StringValue(certificates), BulkRead: types.StringValue("off"),
			},
			want: configuration{
				apiKey: "key", baseURL: "http://127.0.0.1:8080", authMethod: client.AuthQuery, requestTimeout: 90 * time.Second,
				requestsPerSecond: 2.5, rootCAs: x509.NewCertPool(),
			},
		},
		"key with white space around it": {
			values: configurationValues{APIKey: types.StringValue(" \tkey\n")},
			want:   with(func(c *configuration) { c.apiKey = "key" }),
		},
		"empty texts count as not set": {
			env:    map[string]string{envAPIKey: "env-key"},
			values: configurationValues{APIKey: types.StringValue(""), BaseURL: types.StringValue("")},
			want:   with(func(c *configuration) { c.apiKey = "env-key" }),
		},
		"an unknown value is not taken from the environment": {
			env:    map[string]string{envAPIKey: "env-key", envBaseURL: "https://env.example/v1"},
			values: configurationValues{APIKey: types.StringUnknown(), BaseURL: types.StringUnknown(), MaxRetries: types.Int64Unknown()},
			want:   with(func(c *configuration) { c.unknown = []string{"api_key", "base_url", "max_retries"} }),
		},
	} {
		t.Run(name, func(t *testing.T) {
			clearEnvironment(t)
			for variable, value := range test.env {
				t.Setenv(variable, value)
			}
			got, diags := resolveConfiguration(test.values)
			noDiagnostics(t, diags)
			slices.Sort(got.unknown)
			equalSlices(t, "unknown", got.unknown, test.want.unknown)
			equal(t, "complete", got.complete(), len(test.want.unknown) == 0)
			equal(t, "has certificates", got.rootCAs != nil, test.want.rootCAs != nil)
			equal(t, "apiKey", got.apiKey, test.want.apiKey)
			equal(t, "baseURL", got.baseURL, test.want.baseURL)
			equal(t, "authMethod", got.authMethod, test.want.authMethod)
			equal(t, "requestTimeout", got.requestTimeout, test.want.requestTimeout)
			equal(t, "maxRetries", got.maxRetries, test.want.maxRetries)
			equal(t, "requestsPerSecond", got.requestsPerSecond, test.want.requestsPerSecond)
			equal(t, "bulkRead", got.bulkRead, test.want.bulkRead)
		})
	}
}

func TestResolveConfigurationRefuses(t *testing.T) {
	text := filepath.Join(t.TempDir(), "text.pem")
	if err := os.WriteFile(text, []byte("not a certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	const secret = "s3cret part"
	for name, test := range map[string]struct {
		env    map[string]string
		values configurationValues
		want   []string
	}{
		"key with white space inside": {
			values: configurationValues{APIKey: types.StringValue(secret)},
			want:   []string{"Invalid API key", "the attribute `api_key`", "white space", "https://app.contentgroove.com/api_keys", "@api_key"},
		},
		"key from the environment": {
			env:  map[string]string{envAPIKey: secret},
			want: []string{"Invalid API key", "the environment variable CONTENTGROOVE_API_KEY", "@api_key"},
		},
		"plain http": {
			env:  map[string]string{envBaseURL: "http://api.example.com/v1"},
			want: []string{"Invalid base URL", "the environment variable CONTENTGROOVE_BASE_URL", "@base_url"},
		},
		"authentication method": {
			env:  map[string]string{envAuthMethod: "basic"},
			want: []string{"Invalid authentication method", "CONTENTGROOVE_AUTH_METHOD", `"basic"`, "@auth_method"},
		},
		"certificate file that is missing": {
			values: configurationValues{CACertificateFile: types.StringValue(text + ".missing")},
			want:   []string{"Invalid certificate file", "the attribute `ca_certificate_file`", "cannot be read", "@ca_certificate_file"},
		},
		"certificate file without a certificate": {
			env:  map[string]string{envCACertificateFile: text},
			want: []string{"Invalid certificate file", "CONTENTGROOVE_CA_CERTIFICATE_FILE", "no PEM certificate", "@ca_certificate_file"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			clearEnvironment(t)
			for variable, value := range test.env {
				t.Setenv(variable, value)
			}
			_, diags := resolveConfiguration(test.values)
			message := oneDiagnostic(t, diags)
			contains(t, message, test.want...)
			if strings.Contains(message, "s3cret") {
				t.Errorf("the message shows the key: %s", message)
			}
		})
	}
}

func TestUserAgent(t *testing.T) {
	t.Parallel()
	equal(t, "with a Terraform version", userAgent("1.2.3", "1.11.4"), "terraform-provider-contentgroove/1.2.3 Terraform/1.11.4")
	equal(t, "without one", userAgent("dev", ""), "terraform-provider-contentgroove/dev")
}

// clearEnvironment hides the variables of whoever runs the tests.
func clearEnvironment(t *testing.T) {
	t.Helper()
	for _, variable := range []string{envAPIKey, envBaseURL, envAuthMethod, envCACertificateFile} {
		t.Setenv(variable, "")
	}
}

// selfSigned returns a certificate in PEM.
func selfSigned(t *testing.T) []byte {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IsCA: true}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, public, private)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})
}
