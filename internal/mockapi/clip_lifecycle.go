package mockapi

import (
	"strconv"
	"time"
)

// processClip starts the processing of a new clip.
func (s *Server) processClip(clip *clipRecord, now time.Time) {
	clip.State = Pending
	clip.begun = now
	clip.round++
	round := clip.round
	s.agenda.schedule(now.Add(max(0, s.options.ClipProcessingTime/10)), func(time.Time) {
		if clip.round == round {
			s.beginClip(clip)
		}
	})
	s.planClipEnd(clip, now)
}

// cutAgain starts the processing of a clip whose times have changed. What was cut
// before is gone at once.
func (s *Server) cutAgain(clip *clipRecord, now time.Time) {
	s.beginClip(clip)
	clip.State = Processing
	clip.begun = now
	clip.round++
	clip.ProcessingStartedAt = s.stampTime(now)
	clip.MediaFileContentType = ""
	clip.MediaFileDuration, clip.MediaFileHeight, clip.MediaFileWidth = 0, 0, 0
	s.planClipEnd(clip, now)
}

func (s *Server) planClipEnd(clip *clipRecord, from time.Time) {
	if s.options.ClipProcessingTime < 0 {
		return
	}
	round := clip.round
	s.agenda.schedule(from.Add(s.options.ClipProcessingTime), func(time.Time) {
		// A clip of a media that is still being processed has to wait: the media's
		// end plans the clip's anew.
		media, ok := s.medias.get(clip.MediaID)
		if ok && media.State == Finished && !media.HasFetchError && clip.round == round {
			s.finishClip(clip, media)
		}
	})
}

func (s *Server) beginClip(clip *clipRecord) {
	if clip.State == Pending {
		clip.State = Processing
	}
	if clip.ExternalID == "" {
		s.counters.externalID++
		clip.ExternalID = strconv.Itoa(s.counters.externalID)
	}
}

// finishClip adds what cutting brings: the file, and what is said in it.
func (s *Server) finishClip(clip *clipRecord, media *mediaRecord) {
	s.beginClip(clip)
	clip.State = Finished
	clip.MediaFileContentType = media.SourceFileContentType
	start, end := min(clip.StartTime, media.mediaDuration()), min(clip.EndTime, media.mediaDuration())
	clip.MediaFileDuration = milliseconds(end - start)
	clip.MediaFileHeight, clip.MediaFileWidth = media.SourceFileHeight, media.SourceFileWidth
	if clip.Rank != nil {
		return
	}
	clip.StartChar, clip.EndChar, clip.Text = media.spokenBetween(start, end)
}

// spokenBetween returns what is said between two times, and where in the
// transcription that is. People speak evenly here.
func (m *mediaRecord) spokenBetween(start, end float64) (startChar, endChar int, spoken string) {
	text := []rune(m.Transcription)
	perSecond := float64(len(text)) / m.mediaDuration()
	startChar = wordStart(text, int(start*perSecond))
	endChar = max(startChar, wordEnd(text, int(end*perSecond)))
	return startChar, endChar, string(text[startChar:endChar])
}

// wordStart is where the word at a position starts, as nobody cuts inside one.
func wordStart(text []rune, position int) int {
	position = min(position, len(text))
	for position > 0 && text[position-1] != ' ' {
		position--
	}
	return position
}

// wordEnd is where the word before a position ends.
func wordEnd(text []rune, position int) int {
	position = min(position, len(text))
	for position < len(text) && text[position] != ' ' {
		position++
	}
	return position
}
