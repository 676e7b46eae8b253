# A module must also stand what ContentGroove does not know before processing has
# finished: override some of the values of the mock file with null.

mock_provider "contentgroove" {
  source = "./tests/mocks"

  override_resource {
    target = contentgroove_media.recording
    values = {
      is_processing        = true
      source_file_duration = null
      transcription_id     = null
    }
  }
}

run "accepts_what_is_still_processed" {
  variables {
    webhook_url = "https://hooks.example.com/contentgroove"
    recordings = {
      "Tuesday" = {
        source_url = "https://media.example.com/tuesday.mp4"
      }
    }
  }

  assert {
    condition     = output.transcription_ids["Tuesday"] == null
    error_message = "There is no transcription yet."
  }
}
