package mockapi

// mediaDocument are the attributes of a media in an answer of the API.
type mediaDocument struct {
	CreatedAt                 string  `json:"created_at"`
	Description               *string `json:"description"`
	ExternalID                *string `json:"external_id"`
	HasFetchError             bool    `json:"has_fetch_error"`
	IsProcessing              *bool   `json:"is_processing"`
	Name                      string  `json:"name"`
	OriginalCreatedAt         *string `json:"original_created_at"`
	ProcessingStartedAt       *string `json:"processing_started_at"`
	SourceCreatedAt           *string `json:"source_created_at"`
	SourceFileContentType     *string `json:"source_file_content_type"`
	SourceFileDuration        any     `json:"source_file_duration"`
	SourceFileHeight          any     `json:"source_file_height"`
	SourceFilePreviewImageURL *string `json:"source_file_preview_image_url"`
	SourceFileWidth           any     `json:"source_file_width"`
	SourceURL                 *string `json:"source_url"`
}

type mediaRelationships struct {
	Clips         toMany `json:"clips"`
	Transcription *toOne `json:"transcription,omitempty"`
}

func (s *Server) mediaAttributes(m *mediaRecord) mediaDocument {
	d := mediaDocument{
		CreatedAt:             formatTime(m.CreatedAt),
		Description:           m.Description,
		ExternalID:            textOrNull(m.ExternalID),
		HasFetchError:         m.HasFetchError,
		IsProcessing:          m.State.isProcessing(),
		Name:                  m.Name,
		OriginalCreatedAt:     timeOrNull(m.OriginalCreatedAt),
		ProcessingStartedAt:   timeOrNull(m.ProcessingStartedAt),
		SourceCreatedAt:       timeOrNull(m.SourceCreatedAt),
		SourceFileContentType: textOrNull(m.SourceFileContentType),
		SourceFileDuration:    number(m.SourceFileDuration, false),
		SourceFileHeight:      number(float64(m.SourceFileHeight), false),
		SourceFileWidth:       number(float64(m.SourceFileWidth), false),
		SourceURL:             textOrNull(m.SourceURL),
	}
	if m.SourceFileContentType != "" {
		d.SourceFilePreviewImageURL = s.signedLink("medias/" + m.ID + "/preview.jpg")
	}
	return d
}

// shownMedia is a media that was asked for by itself.
func (s *Server) shownMedia(m *mediaRecord) resource {
	return resource{
		ID: m.ID, Type: typeMedia,
		Attributes: s.mediaAttributes(m),
		Relationships: mediaRelationships{
			Clips:         relateMany(typeClip, m.ClipIDs),
			Transcription: relateOne(typeTranscription, m.TranscriptionID),
		},
	}
}

// listedMedia is a media in a list, where the transcription is missing.
func (s *Server) listedMedia(m *mediaRecord) resource {
	listed := s.shownMedia(m)
	if !s.options.WithoutQuirks {
		listed.Relationships = mediaRelationships{Clips: relateMany(typeClip, m.ClipIDs)}
	}
	return listed
}

// mediaAttributes are what medias can be filtered by.
var mediaAttributes = attributes[*mediaRecord]{
	"id":                       {textValue, func(m *mediaRecord) any { return m.ID }},
	"name":                     {textValue, func(m *mediaRecord) any { return m.Name }},
	"description":              {textValue, func(m *mediaRecord) any { return nullPointer(m.Description) }},
	"external_id":              {textValue, func(m *mediaRecord) any { return nullText(m.ExternalID) }},
	"source_url":               {textValue, func(m *mediaRecord) any { return nullText(m.SourceURL) }},
	"source_file_content_type": {textValue, func(m *mediaRecord) any { return nullText(m.SourceFileContentType) }},
	"source_file_duration":     {numberValue, func(m *mediaRecord) any { return nullNumber(m.SourceFileDuration) }},
	"source_file_height":       {numberValue, func(m *mediaRecord) any { return nullNumber(float64(m.SourceFileHeight)) }},
	"source_file_width":        {numberValue, func(m *mediaRecord) any { return nullNumber(float64(m.SourceFileWidth)) }},
	"has_fetch_error":          {boolValue, func(m *mediaRecord) any { return m.HasFetchError }},
	"is_processing":            {boolValue, func(m *mediaRecord) any { return nullPointer(m.State.isProcessing()) }},
	"created_at":               {timeValue, func(m *mediaRecord) any { return m.CreatedAt }},
	"original_created_at":      {timeValue, func(m *mediaRecord) any { return nullTime(m.OriginalCreatedAt) }},
	"processing_started_at":    {timeValue, func(m *mediaRecord) any { return nullTime(m.ProcessingStartedAt) }},
	"source_created_at":        {timeValue, func(m *mediaRecord) any { return nullTime(m.SourceCreatedAt) }},
}
