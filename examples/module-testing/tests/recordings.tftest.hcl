# Runs without an account, a key or a network: terraform test

mock_provider "contentgroove" {
  source = "./tests/mocks"
}

variables {
  webhook_url = "https://hooks.example.com/contentgroove"
  recordings = {
    "Monday" = {
      source_url = "https://media.example.com/monday.mp4"
      highlight  = { start_time = 10, end_time = 22.5 }
    }
    "Tuesday" = {
      source_url = "https://media.example.com/tuesday.mp4"
    }
  }
}

run "makes_what_is_asked_for" {
  assert {
    condition     = keys(contentgroove_media.recording) == ["Monday", "Tuesday"]
    error_message = "There must be a media for each recording."
  }

  assert {
    condition     = keys(contentgroove_clip.highlight) == ["Monday"]
    error_message = "There must be a clip for each highlight, and no other."
  }

  assert {
    condition     = contentgroove_clip.highlight["Monday"].media_id == contentgroove_media.recording["Monday"].id
    error_message = "The clip must be cut from its own recording."
  }

  assert {
    condition     = output.highlight_urls["Monday"] == "https://media.example.com/highlight.mp4"
    error_message = "The output must have the URL of the clip's file."
  }
}

# Against the state that the first run has left.
run "refuses_what_is_too_long" {
  command = plan

  variables {
    longest = 60
  }

  expect_failures = [contentgroove_media.recording]
}
