package mockapi

// clipDocument are the attributes of a clip in an answer of the API. Its duration
// has two names: every example has one, the schema has the other.
type clipDocument struct {
	CreatedAt                string  `json:"created_at"`
	EndChar                  int     `json:"end_char"`
	EndTime                  float64 `json:"end_time"`
	ExternalID               *string `json:"external_id"`
	IsProcessing             *bool   `json:"is_processing"`
	MediaFileContentDuration any     `json:"media_file_content_duration,omitempty"`
	MediaFileContentType     *string `json:"media_file_content_type"`
	MediaFileDuration        any     `json:"media_file_duration,omitempty"`
	MediaFileHeight          any     `json:"media_file_height"`
	MediaFilePreviewImageURL *string `json:"media_file_preview_image_url"`
	MediaFileURL             *string `json:"media_file_url"`
	MediaFileWidth           any     `json:"media_file_width"`
	Name                     string  `json:"name"`
	ProcessingStartedAt      *string `json:"processing_started_at"`
	Rank                     *int    `json:"rank"`
	StartChar                int     `json:"start_char"`
	StartTime                float64 `json:"start_time"`
	Text                     *string `json:"text"`
}

type clipRelationships struct {
	Media *toOne `json:"media"`
}

// shownClip is a clip that was asked for by itself. As the schema has it, its
// height and width are strings.
func (s *Server) shownClip(c *clipRecord) resource {
	return resource{
		ID: c.ID, Type: typeClip,
		Attributes:    s.clipAttributes(c, !s.options.WithoutQuirks),
		Relationships: clipRelationships{relateOne(typeMedia, c.MediaID)},
	}
}

// listedClip is a clip in a list, where the duration has its other name, too.
func (s *Server) listedClip(c *clipRecord) resource {
	listed := s.shownClip(c)
	if !s.options.WithoutQuirks && c.MediaFileDuration != 0 {
		d := s.clipAttributes(c, true)
		d.MediaFileContentDuration = d.MediaFileDuration
		listed.Attributes = d
	}
	return listed
}

func (s *Server) clipAttributes(c *clipRecord, numbersAsStrings bool) clipDocument {
	d := clipDocument{
		CreatedAt:            formatTime(c.CreatedAt),
		EndChar:              c.EndChar,
		EndTime:              c.EndTime,
		ExternalID:           textOrNull(c.ExternalID),
		IsProcessing:         c.State.isProcessing(),
		MediaFileContentType: textOrNull(c.MediaFileContentType),
		MediaFileDuration:    number(c.MediaFileDuration, numbersAsStrings),
		MediaFileHeight:      number(float64(c.MediaFileHeight), numbersAsStrings),
		MediaFileWidth:       number(float64(c.MediaFileWidth), numbersAsStrings),
		Name:                 c.Name,
		ProcessingStartedAt:  timeOrNull(c.ProcessingStartedAt),
		Rank:                 c.Rank,
		StartChar:            c.StartChar,
		StartTime:            c.StartTime,
		Text:                 textOrNull(c.Text),
	}
	if c.MediaFileContentType != "" {
		d.MediaFileURL = s.signedLink("clips/" + c.ID + "/file")
		d.MediaFilePreviewImageURL = s.signedLink("clips/" + c.ID + "/preview.jpg")
	}
	return d
}

// clipAttributes are what clips can be filtered by.
var clipAttributes = attributes[*clipRecord]{
	"id":                      {textValue, func(c *clipRecord) any { return c.ID }},
	"media_id":                {textValue, func(c *clipRecord) any { return c.MediaID }},
	"name":                    {textValue, func(c *clipRecord) any { return c.Name }},
	"text":                    {textValue, func(c *clipRecord) any { return nullText(c.Text) }},
	"external_id":             {textValue, func(c *clipRecord) any { return nullText(c.ExternalID) }},
	"media_file_content_type": {textValue, func(c *clipRecord) any { return nullText(c.MediaFileContentType) }},
	"media_file_duration":     {numberValue, func(c *clipRecord) any { return nullNumber(c.MediaFileDuration) }},
	"media_file_height":       {numberValue, func(c *clipRecord) any { return nullNumber(float64(c.MediaFileHeight)) }},
	"media_file_width":        {numberValue, func(c *clipRecord) any { return nullNumber(float64(c.MediaFileWidth)) }},
	"start_time":              {numberValue, func(c *clipRecord) any { return c.StartTime }},
	"end_time":                {numberValue, func(c *clipRecord) any { return c.EndTime }},
	"start_char":              {numberValue, func(c *clipRecord) any { return float64(c.StartChar) }},
	"end_char":                {numberValue, func(c *clipRecord) any { return float64(c.EndChar) }},
	"rank":                    {numberValue, func(c *clipRecord) any { return rankValue(c.Rank) }},
	"is_processing":           {boolValue, func(c *clipRecord) any { return nullPointer(c.State.isProcessing()) }},
	"created_at":              {timeValue, func(c *clipRecord) any { return c.CreatedAt }},
	"processing_started_at":   {timeValue, func(c *clipRecord) any { return nullTime(c.ProcessingStartedAt) }},
}

func rankValue(rank *int) any {
	if rank == nil {
		return nil
	}
	return float64(*rank)
}
