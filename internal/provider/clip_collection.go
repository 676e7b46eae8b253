package provider

import "github.com/contentgroove/terraform-provider-contentgroove/internal/client"

// clipCollection is the list of clips.
var clipCollection = collection[*client.Clip]{
	singular: "the clip", plural: "clips",
	page:     (*client.Client).ClipPage,
	describe: clipCandidate,
	columns: columns[*client.Clip]{
		"id":                           {textColumn, func(c *client.Clip) any { return c.ID }},
		"media_id":                     {textColumn, func(c *client.Clip) any { return clipMediaID(c) }},
		"name":                         {textColumn, func(c *client.Clip) any { return c.Name }},
		"text":                         {textColumn, func(c *client.Clip) any { return nullable(c.Text) }},
		"external_id":                  {textColumn, func(c *client.Clip) any { return nullable(c.ExternalID) }},
		"rank":                         {numberColumn, func(c *client.Clip) any { return nullableInteger(c.Rank) }},
		"start_time":                   {numberColumn, func(c *client.Clip) any { return c.StartTime }},
		"end_time":                     {numberColumn, func(c *client.Clip) any { return c.EndTime }},
		"start_char":                   {numberColumn, func(c *client.Clip) any { return nullableInteger(c.StartChar) }},
		"end_char":                     {numberColumn, func(c *client.Clip) any { return nullableInteger(c.EndChar) }},
		"is_processing":                {flagColumn, func(c *client.Clip) any { return nullableFlag(c.IsProcessing) }},
		"created_at":                   {timeColumn, func(c *client.Clip) any { return timeValue(c.CreatedAt) }},
		"processing_started_at":        {timeColumn, func(c *client.Clip) any { return nullableTime(c.ProcessingStartedAt) }},
		"media_file_content_type":      {textColumn, func(c *client.Clip) any { return nullable(c.MediaFileContentType) }},
		"media_file_duration":          {numberColumn, func(c *client.Clip) any { return nullable(c.MediaFileDuration) }},
		"media_file_height":            {numberColumn, func(c *client.Clip) any { return nullable(c.MediaFileHeight) }},
		"media_file_width":             {numberColumn, func(c *client.Clip) any { return nullable(c.MediaFileWidth) }},
		"media_file_url":               {textColumn, func(*client.Clip) any { return notShown{} }}, // It is signed anew for every answer.
		"media_file_preview_image_url": {textColumn, func(*client.Clip) any { return notShown{} }},
	},
}

// clipMediaID is the media of a clip, which an answer may leave out.
func clipMediaID(clip *client.Clip) any {
	if clip.MediaID == "" {
		return notShown{}
	}
	return clip.MediaID
}

// clipsOfMedia returns the query for clips of one media. The media is no documented
// attribute of a clip, so the API may ignore the filter: what it returns is chosen
// from here.
func clipsOfMedia(query listQuery[*client.Clip], mediaID string) listQuery[*client.Clip] {
	const key = "media_id_eq"
	filter := map[string]string{key: mediaID}
	for other, value := range query.Filter {
		filter[other] = value
	}
	query.Filter = filter
	query.keep = func(clip *client.Clip) bool { return clip.MediaID == mediaID }
	query.unchecked = key
	return query
}
