package control

import (
	"embed"
	"io/fs"
	"net/http"
)

//go:embed page
var pageFiles embed.FS

// pagePolicy lets the page use what comes from here and what the object store
// serves, and nothing else.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
	"img-src 'self' http://127.0.0.1:* http://localhost:* data:; " +
	"media-src 'self' http://127.0.0.1:* http://localhost:*; base-uri 'none'; form-action 'none'"

// page serves the page and its parts.
func page() http.Handler {
	files, err := fs.Sub(pageFiles, "page")
	if err != nil {
		panic("control: the page is not embedded: " + err.Error())
	}
	server := http.FileServerFS(files)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", pagePolicy)
		server.ServeHTTP(w, r)
	})
}
