package mockapi

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Names of the operations, as in the API description (its operationIds), and of
// the one request that goes to the object store.
const (
	OpGetMedias                     = "getMedias"
	OpCreateMedia                   = "createMedia"
	OpGetMediaByID                  = "getMediaById"
	OpUpdateMediaByID               = "updateMediaById"
	OpDeleteMediaByID               = "deleteMediaById"
	OpGetClips                      = "getClips"
	OpCreateClip                    = "createClip"
	OpGetClipByID                   = "getClipById"
	OpUpdateClipByID                = "updateClipById"
	OpDeleteClipByID                = "deleteClipById"
	OpGetWebhookSubscriptions       = "getWebhookSubscriptions"
	OpCreateWebhookSubscription     = "createWebhookSubscription"
	OpGetWebhookSubscriptionByID    = "getWebhookSubscriptionById"
	OpDeleteWebhookSubscriptionByID = "deleteWebhookSubscriptionById"
	OpGetUploadURL                  = "getUploadUrl"
	OpUpload                        = "upload"
	// OpDownload is a GET of a file that medias and clips refer to.
	OpDownload = "download"
)

// Operations returns the names of all operations of the API, and OpUpload.
func Operations() []string {
	names := []string{OpUpload}
	for _, op := range operations {
		names = append(names, op.name)
	}
	slices.Sort(names)
	return names
}

// operation is one line of the API description.
type operation struct {
	name       string
	method     string
	collection string
	// item tells whether the path goes on with an id.
	item bool
	// parameters are the query parameters it knows besides the API key.
	parameters parameterSet
	// handle does the work. It is called with the server locked, so that every
	// operation is one indivisible step. A nil document is answered 204.
	handle func(*Server, *call) (document any, err error)
}

// parameterSet says which families of query parameters an operation has.
type parameterSet struct {
	filter, sort, pageNumber, pageSize bool
}

var (
	noParameters = parameterSet{}
	pagedList    = parameterSet{filter: true, sort: true, pageNumber: true, pageSize: true}
	// The list of subscriptions documents no paging, though its links page by
	// number: a client that needs the second page has to use that.
	linkedListOnly = parameterSet{filter: true, sort: true, pageNumber: true}
)

var operations = []operation{
	{OpGetMedias, http.MethodGet, "medias", false, pagedList, (*Server).listMedias},
	{OpCreateMedia, http.MethodPost, "medias", false, noParameters, (*Server).createMedia},
	{OpGetMediaByID, http.MethodGet, "medias", true, noParameters, (*Server).showMedia},
	{OpUpdateMediaByID, http.MethodPut, "medias", true, noParameters, (*Server).updateMedia},
	{OpDeleteMediaByID, http.MethodDelete, "medias", true, noParameters, (*Server).destroyMedia},
	{OpGetClips, http.MethodGet, "clips", false, pagedList, (*Server).listClips},
	{OpCreateClip, http.MethodPost, "clips", false, noParameters, (*Server).createClip},
	{OpGetClipByID, http.MethodGet, "clips", true, noParameters, (*Server).showClip},
	{OpUpdateClipByID, http.MethodPut, "clips", true, noParameters, (*Server).updateClip},
	{OpDeleteClipByID, http.MethodDelete, "clips", true, noParameters, (*Server).destroyClip},
	{OpGetWebhookSubscriptions, http.MethodGet, "webhook_subscriptions", false, linkedListOnly, (*Server).listSubscriptions},
	{OpCreateWebhookSubscription, http.MethodPost, "webhook_subscriptions", false, noParameters, (*Server).createSubscription},
	{OpGetWebhookSubscriptionByID, http.MethodGet, "webhook_subscriptions", true, noParameters, (*Server).showSubscription},
	{OpDeleteWebhookSubscriptionByID, http.MethodDelete, "webhook_subscriptions", true, noParameters, (*Server).destroySubscription},
	{OpGetUploadURL, http.MethodGet, "direct_uploads", false, noParameters, (*Server).createDirectUpload},
}

// call is one request to an operation, taken apart.
type call struct {
	request *http.Request
	// id is the last segment of the path of an item.
	id    string
	query url.Values
	body  []byte
	// now is the server's time for the whole of the operation.
	now time.Time
}

// findOperation returns the operation that method and path name, and the id in
// the path. It works on the escaped path, as an id may hold a slash.
func findOperation(method, path string) (*operation, string, bool) {
	collection, escapedID, item := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	id, err := url.PathUnescape(escapedID)
	if err != nil || strings.Contains(escapedID, "/") || (item && id == "") {
		return nil, "", false
	}
	for i := range operations {
		op := &operations[i]
		if op.method == method && op.collection == collection && op.item == item {
			return op, id, true
		}
	}
	return nil, "", false
}
