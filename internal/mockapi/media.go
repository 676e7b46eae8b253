package mockapi

import (
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
)

// mediaRecord is a media as the server keeps it.
type mediaRecord struct {
	Media
	origin
	// round numbers the runs of its processing. A step that was planned in an
	// earlier round no longer counts.
	round int
	// begun is when its processing began, on the server's clock.
	begun time.Time
	// file is the upload it was made from; nil for a source URL.
	file *uploadRecord
}

func (m *mediaRecord) recordID() string           { return m.ID }
func (m *mediaRecord) recordCreatedAt() time.Time { return m.CreatedAt }

// fetchFails tells that the source cannot be turned into a media: a URL that
// leads nowhere by its name, or an uploaded file that is no audio or video.
func (m *mediaRecord) fetchFails() bool {
	if m.file != nil {
		return m.file.ContentType == ""
	}
	u, err := url.Parse(m.SourceURL)
	if err != nil {
		return true
	}
	host := strings.ToLower(u.Hostname())
	return host == "invalid" || strings.HasSuffix(host, ".invalid") || path.Base(u.Path) == "missing"
}

func (s *Server) listMedias(c *call) (any, error) {
	return listing[*mediaRecord]{
		path: typeMedia, collection: s.medias, attributes: mediaAttributes,
		name:              func(m *mediaRecord) string { return m.Name },
		originalCreatedAt: (*mediaRecord).sortTime,
		render:            func(m *mediaRecord) any { return s.listedMedia(m) },
	}.answer(s, c)
}

// sortTime is the original time, or the time of creation until that is known.
func (m *mediaRecord) sortTime() time.Time {
	if m.OriginalCreatedAt.IsZero() {
		return m.CreatedAt
	}
	return m.OriginalCreatedAt
}

func (s *Server) createMedia(c *call) (any, error) {
	in, err := s.parseInputs(c.body, "name", "description", "source_url", "upload_id")
	if err != nil {
		return nil, err
	}
	m := &mediaRecord{}
	if err := m.assignDetails(in); err != nil {
		return nil, err
	}
	if err := s.assignSource(m, in); err != nil {
		return nil, err
	}
	if s.options.MediaQuota > 0 && s.counters.mediasCreated >= s.options.MediaQuota {
		return nil, quotaExceeded("medias")
	}
	s.counters.mediasCreated++
	m.ID = newID()
	s.fillName(m)
	m.madeAt, m.CreatedAt = c.now, s.stamp(c.now)
	m.ProcessingStartedAt = m.CreatedAt
	s.medias.add(m)
	s.process(m, c.now)
	return s.shown(c, typeMedia, s.shownMedia(m)), nil
}

// assignDetails sets what a create and an update have in common.
func (m *mediaRecord) assignDetails(in inputs) error {
	name, err := in.text("name")
	if err != nil {
		return err
	}
	description, err := in.text("description")
	if err != nil {
		return err
	}
	assign(&m.Name, name)
	if description != nil {
		m.Description = description
	}
	return nil
}

// assignSource sets the one source that a media needs.
func (s *Server) assignSource(m *mediaRecord, in inputs) error {
	sourceURL, err := in.text("source_url")
	if err != nil {
		return err
	}
	uploadID, err := in.text("upload_id")
	if err != nil {
		return err
	}
	switch {
	case sourceURL == nil && uploadID == nil:
		return invalidAttribute("source_url", "invalid", "either source_url or upload_id must be given")
	case sourceURL != nil && uploadID != nil:
		return invalidAttribute("source_url", "invalid", "only one of source_url and upload_id can be given")
	case sourceURL != nil:
		if !isWebURL(*sourceURL) {
			return invalidAttribute("source_url", "invalid", "must be an http or https URL")
		}
		m.SourceURL = *sourceURL
	default:
		file, ok := s.uploadBySignedID(*uploadID)
		if !ok && s.options.Quirks.LostUploadStatus == http.StatusNotFound {
			return notFound()
		}
		if !ok {
			return invalidAttribute("upload_id", "invalid", "is not an upload id of this account")
		}
		if file.Size == 0 {
			return invalidAttribute("upload_id", "invalid", "nothing has been uploaded for it")
		}
		m.UploadID, m.file = *uploadID, file
	}
	return nil
}

func (s *Server) showMedia(c *call) (any, error) {
	m, err := readable(s, c, s.medias)
	if err != nil {
		return nil, err
	}
	return s.shown(c, typeMedia, s.shownMedia(m)), nil
}

func (s *Server) updateMedia(c *call) (any, error) {
	m, ok := s.medias.get(c.id)
	if !ok {
		return nil, notFound()
	}
	in, err := s.parseInputs(c.body, "name", "description")
	if err != nil {
		return nil, err
	}
	// All or nothing: what is valid must not be kept when its neighbour is not.
	changed := *m
	if err := changed.assignDetails(in); err != nil {
		return nil, err
	}
	*m = changed
	return s.shown(c, typeMedia, s.shownMedia(m)), nil
}

func (s *Server) destroyMedia(c *call) (any, error) {
	if !s.removeMedia(c.id) {
		return nil, notFound()
	}
	return nil, nil
}

// removeMedia removes a media and the clips that were cut from it.
func (s *Server) removeMedia(id string) bool {
	m, ok := s.medias.get(id)
	if !ok {
		return false
	}
	for _, clipID := range m.ClipIDs {
		s.clips.remove(clipID)
	}
	return s.medias.remove(id)
}

// isWebURL reports whether text is an absolute http or https URL.
func isWebURL(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}
