package mockapi

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// seedAge is how far in the past seeded objects begin, so that nothing seeded
// can be mistaken for something created during a test.
const seedAge = 24 * time.Hour

// SeedMedia adds a media as if it had been made before. Fields left out get
// plausible values; one in a State other than Finished is processed from now on.
// Neither quota nor clips come of it.
func (s *Server) SeedMedia(m Media) Media {
	return s.SeedMedias(1, func(int) Media { return m })[0]
}

// SeedMedias adds n medias, each as of(i) gives it and SeedMedia completes it.
func (s *Server) SeedMedias(n int, of func(i int) Media) []Media {
	now := s.lock()
	defer s.unlock()
	s.touch()
	seeded := make([]Media, 0, n)
	for i := range n {
		seeded = append(seeded, s.seedMedia(of(i), now, false))
	}
	return seeded
}

// seedMedia adds a media. One from a state file is taken as it is, so that a media
// without a name keeps none.
func (s *Server) seedMedia(given Media, now time.Time, fromState bool) Media {
	m := &mediaRecord{Media: given.clone()}
	m.ClipIDs = nil
	m.SourceFileDuration = finite(m.SourceFileDuration)
	setDefault(&m.ID, newID())
	setDefault(&m.CreatedAt, s.seedStamp())
	setDefault(&m.ProcessingStartedAt, m.CreatedAt)
	if !fromState {
		setDefault(&m.Name, fmt.Sprintf("Media %d", len(s.medias.ordered)+1))
	}
	if file, ok := s.uploadBySignedID(m.UploadID); ok {
		m.file = file
	}
	if m.UploadID == "" {
		setDefault(&m.SourceURL, "https://media.example.com/"+m.ID+".mp4")
	}
	s.removeMedia(m.ID)
	s.medias.add(m)
	switch wanted := m.State; {
	case wanted != Finished:
		s.process(m, now)
		if wanted == Processing {
			s.beginMedia(m, now)
		}
	default:
		setDefault(&m.OriginalCreatedAt, m.CreatedAt)
		if m.ExternalID == "" {
			s.counters.externalID++
			m.ExternalID = fmt.Sprint(s.counters.externalID)
		}
		if !m.HasFetchError {
			m.describeFile()
			setDefault(&m.TranscriptionID, newID())
			setDefault(&m.Transcription, strings.Join(transcript, " "))
		}
	}
	return m.clone()
}

// SeedClip adds a clip as if it had been made before. Fields left out get
// plausible values, a media of its own included; one in a State other than
// Finished is processed from now on.
func (s *Server) SeedClip(given Clip) Clip {
	now := s.lock()
	defer s.unlock()
	s.touch()
	clip := &clipRecord{Clip: given.clone()}
	media, ok := s.medias.get(clip.MediaID)
	if !ok {
		id := s.seedMedia(Media{ID: clip.MediaID}, now, false).ID
		media, _ = s.medias.get(id)
	}
	clip.MediaID = media.ID
	setDefault(&clip.ID, newID())
	setDefault(&clip.CreatedAt, s.seedStamp())
	setDefault(&clip.ProcessingStartedAt, clip.CreatedAt)
	setDefault(&clip.Name, fmt.Sprintf("Clip %d", len(s.clips.ordered)+1))
	clip.StartTime, clip.EndTime = finite(clip.StartTime), finite(clip.EndTime)
	setDefault(&clip.EndTime, clip.StartTime+10)
	s.removeClip(clip.ID)
	s.clips.add(clip)
	media.ClipIDs = append(media.ClipIDs, clip.ID)
	switch wanted := clip.State; wanted {
	case Finished:
		text := clip.Text
		s.finishClip(clip, media)
		if text != "" {
			clip.Text = text
		}
	default:
		s.processClip(clip, now)
		if wanted == Processing {
			s.beginClip(clip)
		}
	}
	return clip.clone()
}

// SeedWebhookSubscription adds a subscription as if it had been made before.
// Fields left out get plausible values.
func (s *Server) SeedWebhookSubscription(given WebhookSubscription) WebhookSubscription {
	s.lock()
	defer s.unlock()
	s.touch()
	w := &subscriptionRecord{WebhookSubscription: given.clone()}
	setDefault(&w.ID, newID())
	setDefault(&w.CreatedAt, s.seedStamp())
	setDefault(&w.UpdatedAt, w.CreatedAt)
	setDefault(&w.UserID, accountUserID)
	setDefault(&w.URL, "https://hooks.example.com/"+w.ID)
	if len(w.SubscribedEvents) == 0 {
		w.SubscribedEvents = []string{EventAny}
	}
	s.subscriptions.remove(w.ID)
	s.subscriptions.add(w)
	return w.clone()
}

// seedStamp returns the time for a seeded object. Those have a row of their own,
// as thousands of them, a millisecond apart, would else reach into the future.
func (s *Server) seedStamp() time.Time {
	s.lastSeed = s.lastSeed.UTC().Truncate(time.Millisecond).Add(time.Millisecond)
	return s.lastSeed
}

// finite replaces what JSON has no number for.
func finite(seconds float64) float64 {
	if math.IsNaN(seconds) {
		return 0
	}
	return min(max(seconds, 0), maxClipTime)
}
