package mockapi

import "net/http"

func (s *Server) serveUpload(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(http.StatusNotImplemented)
}
