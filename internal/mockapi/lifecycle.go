package mockapi

import (
	"math"
	"path"
	"strconv"
	"strings"
	"time"
)

// What a media is found to be when it was fetched from a URL, as nothing is
// really fetched.
const (
	fetchedDuration = 120.48
	fetchedHeight   = 720
	fetchedWidth    = 1280
	sourceAge       = 48 * time.Hour
)

// transcript is what everybody says in every media of this service.
var transcript = []string{
	"Good morning and thank you all for joining the weekly call.",
	"Let us start with the figures of the last quarter, which look better than we had hoped.",
	"The new player is out, and the first customers have cut their own highlights with it.",
	"Next week we record the interview, so please send your questions by Thursday.",
	"That is all for today, see you next week.",
}

// wordsPerSecond is how fast people speak.
const wordsPerSecond = 2.5

// transcribe returns what is said in a media: no more than fits its length.
func (s *Server) transcribe(m *mediaRecord) string {
	if m.file != nil {
		if known, ok := s.options.Transcripts[m.file.SHA256]; ok {
			return known
		}
	}
	words := strings.Fields(strings.Join(transcript, " "))
	fitting := max(3, int(min(m.mediaDuration()*wordsPerSecond, float64(len(words)))))
	if fitting == len(words) {
		return strings.Join(words, " ")
	}
	return strings.TrimRight(strings.Join(words[:fitting], " "), ".,") + "."
}

// process starts the processing of a media. The steps come by themselves with
// the clock, unless processing lasts for ever.
func (s *Server) process(m *mediaRecord, now time.Time) {
	m.State = Pending
	m.begun = now
	m.round++
	round, total := m.round, s.options.ProcessingTime
	s.agenda.schedule(now.Add(max(0, total/10)), func(at time.Time) {
		if m.round == round {
			s.beginMedia(m, at)
		}
	})
	if total < 0 {
		return
	}
	s.agenda.schedule(now.Add(total), func(at time.Time) {
		if m.round == round {
			s.finishMedia(m, at)
		}
	})
}

// beginMedia takes up a pending media, and finds out whether its source is any
// good.
func (s *Server) beginMedia(m *mediaRecord, at time.Time) {
	if _, exists := s.medias.get(m.ID); !exists || m.State != Pending {
		return
	}
	s.counters.externalID++
	m.ExternalID = strconv.Itoa(s.counters.externalID)
	m.OriginalCreatedAt = m.CreatedAt
	if m.ProcessingStartedAt.IsZero() {
		m.ProcessingStartedAt = s.stampTime(at)
	}
	m.State = Processing
	if m.fetchFails() {
		m.HasFetchError = true
		m.State = Finished
	}
}

// finishMedia adds what processing brings: facts about the file, a transcription
// and suggested clips. Then it tells the subscribers.
func (s *Server) finishMedia(m *mediaRecord, at time.Time) {
	s.beginMedia(m, at)
	if _, exists := s.medias.get(m.ID); !exists || m.State != Processing {
		return
	}
	m.State = Finished
	m.describeFile()
	// The metadata of a file tells when it was recorded, some time before.
	setDefault(&m.SourceCreatedAt, m.CreatedAt.Add(-sourceAge))
	m.TranscriptionID = newID()
	m.Transcription = s.transcribe(m)
	for _, id := range m.ClipIDs {
		if clip, ok := s.clips.get(id); ok && clip.State != Finished {
			s.planClipEnd(clip, at)
		}
	}
	s.suggestClips(m, at)
	s.announce(m, at)
}

// describeFile sets the facts about the media's file that are not yet known.
func (m *mediaRecord) describeFile() {
	if m.file != nil {
		m.SourceFileContentType = m.file.ContentType
		m.SourceFileDuration = m.file.Duration
		m.SourceFileHeight, m.SourceFileWidth = m.file.Height, m.file.Width
		return
	}
	setDefault(&m.SourceFileContentType, contentTypeByName(m.SourceURL))
	setDefault(&m.SourceFileDuration, fetchedDuration)
	if strings.HasPrefix(m.SourceFileContentType, "video/") {
		setDefault(&m.SourceFileHeight, fetchedHeight)
		setDefault(&m.SourceFileWidth, fetchedWidth)
	}
}

// contentTypeByName guesses from the extension of a URL's path.
func contentTypeByName(sourceURL string) string {
	name, _, _ := strings.Cut(sourceURL, "?")
	extension := strings.ToLower(path.Ext(name))
	for _, format := range formats {
		if format.extension == extension {
			return format.contentType
		}
	}
	return "video/mp4"
}

// suggestClips cuts two or three clips out of the middle of a media: two when it
// is shorter than a minute.
func (s *Server) suggestClips(m *mediaRecord, at time.Time) {
	whole := m.Transcription == strings.Join(transcript, " ")
	count := 3
	if m.SourceFileDuration < 60 {
		count = 2
	}
	position := len(transcript[0]) + 1
	for rank := range count {
		sentence := transcript[rank+1]
		share := m.mediaDuration() / float64(count)
		clip := &clipRecord{Clip: Clip{
			MediaID:   m.ID,
			Name:      strings.TrimSuffix(strings.ToLower(sentence), "."),
			Rank:      &rank,
			StartTime: milliseconds(share * (float64(rank) + 0.25)),
			EndTime:   milliseconds(share * (float64(rank) + 0.75)),
			StartChar: position, EndChar: position + len(sentence), Text: sentence,
		}}
		position += len(sentence) + 1
		s.addClip(clip, m, at)
		if !whole {
			clip.StartChar, clip.EndChar, clip.Text = m.spokenBetween(clip.StartTime, clip.EndTime)
			clip.Name = strings.ToLower(strings.Trim(clip.Text, " .,"))
		}
		s.finishClip(clip, m)
	}
}

// mediaDuration is the duration for what is cut out of the media; an assumed one
// when its format did not tell.
func (m *mediaRecord) mediaDuration() float64 {
	if m.SourceFileDuration > 0 {
		return m.SourceFileDuration
	}
	return fetchedDuration
}

// milliseconds rounds a time in seconds to whole milliseconds.
func milliseconds(seconds float64) float64 { return math.Round(seconds*1000) / 1000 }
