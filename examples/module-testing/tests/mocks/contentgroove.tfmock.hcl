# What ContentGroove computes, with values as they are once processing has
# finished. Copy this file to try out a module of your own without an account.

mock_resource "contentgroove_media" {
  defaults = {
    id                            = "88e5c209-343d-4d01-ab79-df0f600cd9aa"
    external_id                   = "150"
    is_processing                 = false
    has_fetch_error               = false
    created_at                    = "2026-03-02T09:00:00.000Z"
    original_created_at           = "2026-03-02T09:00:00.000Z"
    processing_started_at         = "2026-03-02T09:00:01.000Z"
    source_created_at             = "2026-02-27T14:30:00.000Z"
    source_file_content_type      = "video/mp4"
    source_file_duration          = 1834.5
    source_file_height            = 720
    source_file_width             = 1280
    source_file_preview_image_url = "https://media.example.com/preview.jpg"
    clip_ids                      = ["9d3a0688-9b72-423c-a08a-68ba785c299e"]
    transcription_id              = "c1f0a6de-6a0f-4b35-8c5e-0d7f5c2c4a11"
  }
}

mock_resource "contentgroove_clip" {
  defaults = {
    id                           = "9d3a0688-9b72-423c-a08a-68ba785c299e"
    external_id                  = "151"
    is_processing                = false
    created_at                   = "2026-03-02T09:20:00.000Z"
    processing_started_at        = "2026-03-02T09:20:01.000Z"
    text                         = "Good morning, and welcome."
    start_char                   = 0
    end_char                     = 26
    media_file_url               = "https://media.example.com/highlight.mp4"
    media_file_content_type      = "video/mp4"
    media_file_duration          = 12.5
    media_file_height            = 720
    media_file_width             = 1280
    media_file_preview_image_url = "https://media.example.com/highlight.jpg"
  }
}

mock_resource "contentgroove_webhook_subscription" {
  defaults = {
    id                = "74833f44-e851-4291-be81-18e0e2885787"
    subscribed_events = ["*"]
    active            = true
    created_at        = "2026-03-02T08:59:00.000Z"
    updated_at        = "2026-03-02T08:59:00.000Z"
    user_id           = "5a1f7a52-3c0e-4a7e-9c83-2f2b0a1d6e43"
  }
}

mock_data "contentgroove_media" {
  defaults = {
    id                            = "88e5c209-343d-4d01-ab79-df0f600cd9aa"
    name                          = "Town hall"
    source_url                    = "https://media.example.com/town-hall.mp4"
    external_id                   = "150"
    is_processing                 = false
    has_fetch_error               = false
    created_at                    = "2026-03-02T09:00:00.000Z"
    original_created_at           = "2026-03-02T09:00:00.000Z"
    processing_started_at         = "2026-03-02T09:00:01.000Z"
    source_created_at             = "2026-02-27T14:30:00.000Z"
    source_file_content_type      = "video/mp4"
    source_file_duration          = 1834.5
    source_file_height            = 720
    source_file_width             = 1280
    source_file_preview_image_url = "https://media.example.com/preview.jpg"
    clip_ids                      = ["9d3a0688-9b72-423c-a08a-68ba785c299e"]
    transcription_id              = "c1f0a6de-6a0f-4b35-8c5e-0d7f5c2c4a11"
  }
}

mock_data "contentgroove_api_configuration" {
  defaults = {
    base_url                = "https://api.contentgroove.com/api/v1"
    auth_method             = "bearer"
    authenticated           = true
    max_upload_bytes        = 5368709120
    supported_audio_formats = ["aac", "flac", "mp3", "ogg", "wav", "wma"]
    webhook_events          = ["media.processing_finished"]
  }
}
