package provider

import "github.com/contentgroove/terraform-provider-contentgroove/internal/client"

// mediaCollection is the list of media.
var mediaCollection = collection[*client.Media]{
	singular: "the media", plural: "media",
	page:     (*client.Client).MediaPage,
	describe: mediaCandidate,
	columns: columns[*client.Media]{
		"id":                            {textColumn, func(m *client.Media) any { return m.ID }},
		"name":                          {textColumn, func(m *client.Media) any { return m.Name }},
		"description":                   {textColumn, func(m *client.Media) any { return nullable(m.Description) }},
		"source_url":                    {textColumn, func(m *client.Media) any { return nullable(m.SourceURL) }},
		"external_id":                   {textColumn, func(m *client.Media) any { return nullable(m.ExternalID) }},
		"is_processing":                 {flagColumn, func(m *client.Media) any { return nullableFlag(m.IsProcessing) }},
		"has_fetch_error":               {flagColumn, func(m *client.Media) any { return m.HasFetchError }},
		"created_at":                    {timeColumn, func(m *client.Media) any { return timeValue(m.CreatedAt) }},
		"original_created_at":           {timeColumn, func(m *client.Media) any { return nullableTime(m.OriginalCreatedAt) }},
		"processing_started_at":         {timeColumn, func(m *client.Media) any { return nullableTime(m.ProcessingStartedAt) }},
		"source_created_at":             {timeColumn, func(m *client.Media) any { return nullableTime(m.SourceCreatedAt) }},
		"source_file_content_type":      {textColumn, func(m *client.Media) any { return nullable(m.SourceFileContentType) }},
		"source_file_duration":          {numberColumn, func(m *client.Media) any { return nullable(m.SourceFileDuration) }},
		"source_file_height":            {numberColumn, func(m *client.Media) any { return nullable(m.SourceFileHeight) }},
		"source_file_width":             {numberColumn, func(m *client.Media) any { return nullable(m.SourceFileWidth) }},
		"source_file_preview_image_url": {textColumn, func(*client.Media) any { return notShown{} }}, // It is signed anew for every answer.
	},
}
