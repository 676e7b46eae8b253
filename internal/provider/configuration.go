package provider

import (
	"crypto/x509"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// Environment variables that stand in for attributes of the provider block.
const (
	envAPIKey            = "CONTENTGROOVE_API_KEY"
	envBaseURL           = "CONTENTGROOVE_BASE_URL"
	envAuthMethod        = "CONTENTGROOVE_AUTH_METHOD"
	envCACertificateFile = "CONTENTGROOVE_CA_CERTIFICATE_FILE"
)

// Defaults of the provider block.
const (
	defaultRequestTimeout = 30 * time.Second
	defaultMaxRetries     = 5
)

// Values of the attribute bulk_read.
const (
	bulkReadAuto = "auto"
	bulkReadOff  = "off"
)

// configurationValues are the attributes of the provider block as written.
type configurationValues struct {
	APIKey            types.String  `tfsdk:"api_key"`
	BaseURL           types.String  `tfsdk:"base_url"`
	AuthMethod        types.String  `tfsdk:"auth_method"`
	RequestTimeout    types.String  `tfsdk:"request_timeout"`
	MaxRetries        types.Int64   `tfsdk:"max_retries"`
	RequestsPerSecond types.Float64 `tfsdk:"requests_per_second"`
	CACertificateFile types.String  `tfsdk:"ca_certificate_file"`
	BulkRead          types.String  `tfsdk:"bulk_read"`
}

// configuration is the provider block with environment and defaults applied.
type configuration struct {
	apiKey            string
	baseURL           string
	authMethod        client.AuthMethod
	requestTimeout    time.Duration
	maxRetries        int
	requestsPerSecond float64
	rootCAs           *x509.CertPool
	bulkRead          bool

	// unknown names the attributes whose value Terraform does not know yet.
	unknown []string
}

// complete tells whether every attribute is known.
func (c configuration) complete() bool { return len(c.unknown) == 0 }

// resolveConfiguration applies environment variables and defaults, and checks
// what can be checked without calling the API.
func resolveConfiguration(values configurationValues) (configuration, diag.Diagnostics) {
	var diags diag.Diagnostics
	resolved := configuration{
		authMethod:     client.AuthBearer,
		baseURL:        client.DefaultBaseURL,
		requestTimeout: defaultRequestTimeout,
		maxRetries:     defaultMaxRetries,
	}
	for name, value := range map[string]attr.Value{
		"api_key": values.APIKey, "base_url": values.BaseURL, "auth_method": values.AuthMethod,
		"request_timeout": values.RequestTimeout, "max_retries": values.MaxRetries,
		"requests_per_second": values.RequestsPerSecond, "ca_certificate_file": values.CACertificateFile,
		"bulk_read": values.BulkRead,
	} {
		if value.IsUnknown() {
			resolved.unknown = append(resolved.unknown, name)
		}
	}

	if key, source := fromConfigOrEnv(values.APIKey, envAPIKey); key != "" {
		if err := client.ValidateAPIKey(key); err != nil {
			diags.AddAttributeError(configurationPath("api_key"), "Invalid API key",
				fmt.Sprintf("The API key from %s cannot be used: %s. Copy it again from https://app.contentgroove.com/api_keys.", source("api_key"), err))
		}
		resolved.apiKey = strings.TrimSpace(key)
	}
	if url, source := fromConfigOrEnv(values.BaseURL, envBaseURL); url != "" {
		if err := client.ValidateBaseURL(url); err != nil {
			diags.AddAttributeError(configurationPath("base_url"), "Invalid base URL",
				fmt.Sprintf("The value of %s cannot be used: %s.", source("base_url"), err))
		}
		resolved.baseURL = url
	}
	if method, source := fromConfigOrEnv(values.AuthMethod, envAuthMethod); method != "" {
		if err := client.ValidateAuthMethod(method); err != nil {
			diags.AddAttributeError(configurationPath("auth_method"), "Invalid authentication method",
				fmt.Sprintf("The value of %s cannot be used: %s.", source("auth_method"), err))
		}
		resolved.authMethod = client.AuthMethod(method)
	}
	if timeout := values.RequestTimeout.ValueString(); timeout != "" {
		// The attribute's validator has reported a malformed duration.
		if parsed, err := time.ParseDuration(timeout); err == nil {
			resolved.requestTimeout = parsed
		}
	}
	if !values.MaxRetries.IsNull() && !values.MaxRetries.IsUnknown() {
		resolved.maxRetries = int(values.MaxRetries.ValueInt64())
	}
	resolved.bulkRead = values.BulkRead.ValueString() != bulkReadOff
	resolved.requestsPerSecond = values.RequestsPerSecond.ValueFloat64()

	if file, source := fromConfigOrEnv(values.CACertificateFile, envCACertificateFile); file != "" {
		pool, err := readCertificates(file)
		if err != nil {
			diags.AddAttributeError(configurationPath("ca_certificate_file"), "Invalid certificate file",
				fmt.Sprintf("The file named by %s cannot be used: %s.", source("ca_certificate_file"), err))
		}
		resolved.rootCAs = pool
	}
	return resolved, diags
}

// fromConfigOrEnv returns the configured value, else the variable's, and a
// function that says which of the two it was.
func fromConfigOrEnv(value types.String, variable string) (string, func(attribute string) string) {
	if configured := value.ValueString(); configured != "" {
		return configured, func(attribute string) string { return "the attribute `" + attribute + "`" }
	}
	if value.IsUnknown() {
		return "", nil
	}
	return os.Getenv(variable), func(string) string { return "the environment variable " + variable }
}

// readCertificates reads a PEM file of certificate authorities.
func readCertificates(file string) (*x509.CertPool, error) {
	pem, err := os.ReadFile(file) //nolint:gosec // The user names the file to read.
	if err != nil {
		return nil, fmt.Errorf("it cannot be read: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no PEM certificate", file)
	}
	return pool, nil
}

// userAgent names the provider and the Terraform that runs it.
func userAgent(version, terraformVersion string) string {
	agent := "terraform-provider-contentgroove/" + version
	if terraformVersion != "" {
		agent += " Terraform/" + terraformVersion
	}
	return agent
}
