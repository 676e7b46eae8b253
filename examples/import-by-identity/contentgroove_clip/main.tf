import {
  to = contentgroove_clip.highlight
  identity = {
    id = "9d3a0688-9b72-423c-a08a-68ba785c299e"
  }
}

resource "contentgroove_clip" "highlight" {
  media_id   = "88e5c209-343d-4d01-ab79-df0f600cd9aa"
  name       = "Questions from the floor"
  start_time = 12.5
  end_time   = 30
}
