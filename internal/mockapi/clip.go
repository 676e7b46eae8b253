package mockapi

import (
	"slices"
	"strings"
	"time"
)

// clipRecord is a clip as the server keeps it.
type clipRecord struct {
	Clip
	origin
	// round numbers the runs of its processing, as for a media.
	round int
	begun time.Time
}

func (c *clipRecord) recordID() string           { return c.ID }
func (c *clipRecord) recordCreatedAt() time.Time { return c.CreatedAt }

func (s *Server) listClips(c *call) (any, error) {
	return listing[*clipRecord]{
		path: typeClip, collection: s.clips, attributes: clipAttributes,
		name:   func(clip *clipRecord) string { return clip.Name },
		render: func(clip *clipRecord) any { return s.listedClip(clip) },
	}.answer(s, c)
}

func (s *Server) createClip(c *call) (any, error) {
	in, err := s.parseInputs(c.body, "name", "media_id", "start_time", "end_time")
	if err != nil {
		return nil, err
	}
	clip := &clipRecord{}
	if clip.MediaID, err = in.requiredText("media_id"); err != nil {
		return nil, err
	}
	for _, name := range []string{"name", "start_time", "end_time"} {
		if !in.has(name) {
			return nil, blankAttribute(name)
		}
	}
	media, ok := s.medias.get(clip.MediaID)
	if !ok {
		return nil, invalidAttribute("media_id", "invalid", "must be a media of this account")
	}
	if media.HasFetchError {
		return nil, invalidAttribute("media_id", "invalid", "the media could not be fetched, so nothing can be cut from it")
	}
	if err := s.assignClipDetails(clip, in, media); err != nil {
		return nil, err
	}
	if s.options.ClipQuota > 0 && s.counters.clipsCreated >= s.options.ClipQuota {
		return nil, quotaExceeded("clips")
	}
	s.counters.clipsCreated++
	s.addClip(clip, media, c.now)
	s.processClip(clip, c.now)
	return s.shown(c, typeClip, s.shownClip(clip)), nil
}

// maxClipTime is the latest second of any media: no recording is longer than a
// year, and sums of such times stay exact.
const maxClipTime = 366 * 24 * 3600

// assignClipDetails sets what a create and an update have in common.
func (s *Server) assignClipDetails(c *clipRecord, in inputs, media *mediaRecord) error {
	name, err := in.text("name")
	if err != nil {
		return err
	}
	start, err := in.number("start_time")
	if err != nil {
		return err
	}
	end, err := in.number("end_time")
	if err != nil {
		return err
	}
	assign(&c.Name, name)
	before := *c
	assign(&c.StartTime, start)
	assign(&c.EndTime, end)
	c.StartTime, c.EndTime = s.roundTime(c.StartTime), s.roundTime(c.EndTime)
	// A clip that reaches beyond the end of its media can come to be while that is
	// unknown. It must still take a new name, with the same times or without.
	longer := c.StartTime != before.StartTime || c.EndTime != before.EndTime
	switch duration := media.SourceFileDuration; {
	case strings.TrimSpace(c.Name) == "":
		return blankAttribute("name")
	case c.StartTime < 0:
		return invalidAttribute("start_time", "greater_than_or_equal_to", "must not be negative")
	case c.EndTime <= c.StartTime:
		return invalidAttribute("end_time", "greater_than", "must be after start_time")
	case c.EndTime > maxClipTime:
		return invalidAttribute("end_time", "less_than", "must not be later than a year")
	case longer && duration > 0 && c.EndTime > duration:
		return invalidAttribute("end_time", "invalid", "must not be after the end of the media at %s s", formatNumber(duration))
	}
	return nil
}

// addClip gives a clip its identity and its place.
func (s *Server) addClip(clip *clipRecord, media *mediaRecord, now time.Time) {
	setDefault(&clip.ID, newID())
	clip.madeAt, clip.CreatedAt = now, s.stamp(now)
	clip.ProcessingStartedAt = clip.CreatedAt
	s.clips.add(clip)
	media.ClipIDs = append(media.ClipIDs, clip.ID)
}

func (s *Server) showClip(c *call) (any, error) {
	clip, err := readable(s, c, s.clips)
	if err != nil {
		return nil, err
	}
	return s.shown(c, typeClip, s.shownClip(clip)), nil
}

func (s *Server) updateClip(c *call) (any, error) {
	clip, ok := s.clips.get(c.id)
	if !ok {
		return nil, notFound()
	}
	in, err := s.parseInputs(c.body, "name", "start_time", "end_time")
	if err != nil {
		return nil, err
	}
	media, ok := s.medias.get(clip.MediaID)
	if !ok {
		return nil, notFound()
	}
	changed := *clip
	if err := s.assignClipDetails(&changed, in, media); err != nil {
		return nil, err
	}
	moved := changed.StartTime != clip.StartTime || changed.EndTime != clip.EndTime
	*clip = changed
	if moved {
		s.cutAgain(clip, c.now)
	}
	return s.shown(c, typeClip, s.shownClip(clip)), nil
}

func (s *Server) destroyClip(c *call) (any, error) {
	if !s.removeClip(c.id) {
		return nil, notFound()
	}
	return nil, nil
}

func (s *Server) removeClip(id string) bool {
	clip, ok := s.clips.get(id)
	if !ok {
		return false
	}
	if media, ok := s.medias.get(clip.MediaID); ok {
		media.ClipIDs = slices.DeleteFunc(media.ClipIDs, func(other string) bool { return other == id })
	}
	return s.clips.remove(id)
}
