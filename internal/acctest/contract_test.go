package acctest

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// shortDescription has one operation of each kind that matters to the check.
const shortDescription = `
openapi: 3.0.1
info: {title: Things, version: v1}
paths:
  /api/v1/things:
    get:
      operationId: getThings
      parameters: [{name: sort, in: query, schema: {type: string, enum: [name]}}]
      responses:
        "200":
          description: Things
          content: {application/json: {schema: {$ref: "#/components/schemas/thing"}}}
    post:
      operationId: createThing
      requestBody:
        content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string}}}}}
      responses:
        "200": {description: The thing}
components:
  schemas:
    thing:
      type: object
      properties:
        start_time: {type: number}
        size: {type: number}
`

func TestContractCheck(t *testing.T) {
	t.Parallel()
	document, err := openapi3.NewLoader().LoadFromData([]byte(shortDescription))
	if err != nil {
		t.Fatal(err)
	}
	// As in the published description, paths are relative to the server.
	things := document.Paths.Value("/api/v1/things")
	document.Paths.Delete("/api/v1/things")
	document.Paths.Set("/things", things)
	description, err := newAPIDescription(document)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		method, target, request string
		status                  int
		answer                  string
		// want is a part of the complaint; "" for none.
		want string
	}{
		"fits":                      {http.MethodGet, "/things?sort=name", "", 200, `{"start_time": 1.5, "size": 2}`, ""},
		"number as text":            {http.MethodGet, "/things", "", 200, `{"start_time": "1.5"}`, ""},
		"other number as text":      {http.MethodGet, "/things", "", 200, `{"size": "2"}`, "the answer: "},
		"key in the query":          {http.MethodGet, "/things?api_key=k", "", 200, `{}`, ""},
		"unknown parameter":         {http.MethodGet, "/things?page[size]=2", "", 200, `{}`, "the query parameter page[size] is not documented"},
		"unknown parameter's value": {http.MethodGet, "/things?sort=size", "", 200, `{}`, "the request: "},
		"unknown path":              {http.MethodGet, "/others", "", 404, `{}`, "there is no such operation"},
		"unknown method":            {http.MethodPatch, "/things", "", 404, `{}`, "there is no such operation"},
		"general status":            {http.MethodGet, "/things", "", 429, `{}`, ""},
		"unknown status":            {http.MethodGet, "/things", "", 418, `{}`, "the status 418 is not documented"},
		"request":                   {http.MethodPost, "/things", `{"name": "x"}`, 200, ``, ""},
		"request without a name":    {http.MethodPost, "/things", `{}`, 200, ``, "the request: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request := httptest.NewRequestWithContext(t.Context(), test.method, mockServerPath+test.target, strings.NewReader(test.request))
			request.Header.Set("Content-Type", "application/json")
			err := description.check(request, []byte(test.request), test.status, http.Header{"Content-Type": {"application/json"}}, []byte(test.answer))
			switch {
			case test.want == "" && err != nil:
				t.Errorf("refused: %s", err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}
