package acctest

import (
	"net/http"
	"strings"
	"sync"
	"testing"
)

// observer sees one request and its answer.
type observer = func(r *http.Request, requestBody []byte, status int, header http.Header, responseBody []byte)

// contract is the published API description, read once for all tests.
var contract = sync.OnceValues(loadContract)

// contractCheck returns an observer that fails the test when a request or an
// answer does not fit the published API description. It is nil when the
// description is not at hand: the project does not contain it.
func contractCheck(t testing.TB) observer {
	t.Helper()
	description, err := contract()
	if err != nil {
		t.Fatalf("reading the API description: %s", err)
	}
	if description == nil {
		return nil
	}
	return func(r *http.Request, requestBody []byte, status int, header http.Header, responseBody []byte) {
		if !strings.HasPrefix(r.URL.Path, mockServerPath+"/") {
			return // The object store, which is another service.
		}
		if err := description.check(r, requestBody, status, header, responseBody); err != nil {
			t.Errorf("%s %s does not fit the API description: %s", r.Method, r.URL.Path, err)
		}
	}
}
