package acctest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// contractVariable names the file with the published API description (OpenAPI).
const contractVariable = "CONTENTGROOVE_OPENAPI"

// apiDescription is the published API description, ready to check traffic with.
type apiDescription struct {
	router routers.Router
}

// loadContract reads the description; it is nil when the variable names none.
func loadContract() (*apiDescription, error) {
	file := os.Getenv(contractVariable)
	if file == "" {
		return nil, nil
	}
	document, err := openapi3.NewLoader().LoadFromFile(file)
	if err != nil {
		return nil, err
	}
	return newAPIDescription(document)
}

func newAPIDescription(document *openapi3.T) (*apiDescription, error) {
	loosen(document)
	// The mock is on another host than the service.
	document.Servers = openapi3.Servers{{URL: mockServerPath}}
	router, err := gorillamux.NewRouter(document)
	if err != nil {
		return nil, err
	}
	return &apiDescription{router: router}, nil
}

// mockServerPath is where the paths of the description begin on the mock.
const mockServerPath = "/api/v1"

// loosen adapts the description where it contradicts its own examples: numbers
// that are shown as strings are accepted as both, and nothing else.
func loosen(document *openapi3.T) {
	for _, schema := range document.Components.Schemas {
		loosenSchema(schema.Value)
	}
}

func loosenSchema(schema *openapi3.Schema) {
	if schema == nil {
		return
	}
	for name, property := range schema.Properties {
		if strings.HasPrefix(name, "media_file_") || slices.Contains([]string{"source_file_duration", "start_time", "end_time", "end_char"}, name) {
			if property.Value.Type.Is("number") || property.Value.Type.Is("string") || property.Value.Type.Is("integer") {
				property.Value.Type = &openapi3.Types{"string", "number", "integer"}
			}
		}
		loosenSchema(property.Value)
	}
	if schema.Items != nil {
		loosenSchema(schema.Items.Value)
	}
}

// check holds one request and its answer against the description.
func (d *apiDescription) check(r *http.Request, requestBody []byte, status int, header http.Header, responseBody []byte) error {
	ctx := context.Background()
	request := r.Clone(ctx)
	request.Body = io.NopCloser(bytes.NewReader(requestBody))
	request.URL = &url.URL{Path: r.URL.Path, RawQuery: r.URL.RawQuery}
	route, parameters, err := d.router.FindRoute(request)
	if err != nil {
		return fmt.Errorf("there is no such operation: %w", err)
	}
	input := &openapi3filter.RequestValidationInput{
		Request: request, PathParams: parameters, Route: route,
		Options: &openapi3filter.Options{
			AuthenticationFunc:    openapi3filter.NoopAuthenticationFunc,
			IncludeResponseStatus: true,
		},
	}
	if err := checkQuery(route.Operation, r.URL.Query()); err != nil {
		return err
	}
	if err := openapi3filter.ValidateRequest(ctx, input); err != nil {
		return fmt.Errorf("the request: %w", err)
	}
	if _, documented := route.Operation.Responses.Map()[fmt.Sprint(status)]; !documented {
		if slices.Contains(generalStatuses, status) {
			return nil // Documented for the API as a whole, not for each operation.
		}
		return fmt.Errorf("the status %d is not documented", status)
	}
	response := &openapi3filter.ResponseValidationInput{RequestValidationInput: input, Status: status, Header: header, Options: input.Options}
	response.SetBodyBytes(responseBody)
	if err := openapi3filter.ValidateResponse(ctx, response); err != nil {
		return fmt.Errorf("the answer: %w", err)
	}
	return nil
}

// generalStatuses may answer any request, by the description's prose; 422 stands
// inside its quota errors.
var generalStatuses = []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusInternalServerError}

// checkQuery refuses parameters that the operation does not know. The validator
// takes any.
func checkQuery(operation *openapi3.Operation, query url.Values) error {
	for name := range query {
		base, _, _ := strings.Cut(name, "[")
		if base == "api_key" {
			continue
		}
		if base == "page" && operation.OperationID == "getWebhookSubscriptions" {
			continue // Its own links show the parameter that it does not list.
		}
		if operation.Parameters.GetByInAndName("query", base) == nil {
			return fmt.Errorf("the query parameter %s is not documented", name)
		}
	}
	return nil
}
