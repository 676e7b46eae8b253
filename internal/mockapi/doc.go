// Package mockapi is a faithful stand-in for the ContentGroove Developer API:
// the service that tests, demonstrations and people without an account talk to.
//
// It speaks the published API description (OpenAPI) literally and refuses what
// that description does not know, so that a careless client fails here before
// it fails in production. It shares no types with the client: a wrong field
// name on either side must show as a failing test.
//
// A [Server] has two faces, as the real service has: the API ([Server.Handler])
// and the object store that takes uploads at presigned URLs
// ([Server.UploadHandler]), always on a different host and port. State lives in
// memory and is safe for concurrent use; everything a test needs to arrange
// (seeding, changes behind the client's back, faults) and to observe (snapshots,
// the request log, webhook deliveries) is a method of Server.
package mockapi
