resource "contentgroove_media" "all_hands" {
  name        = "All hands"
  source_file = "${path.module}/all-hands.wav"
}

# A clip over the whole recording. Its text is everything that is said.
resource "contentgroove_clip" "everything" {
  media_id   = contentgroove_media.all_hands.id
  name       = "All hands, from start to end"
  start_time = 0
  end_time   = contentgroove_media.all_hands.source_file_duration
}

output "words" {
  value = contentgroove_clip.everything.text
}
