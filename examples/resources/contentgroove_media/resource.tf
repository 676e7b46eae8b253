# From a URL, which ContentGroove fetches itself. The apply waits until the
# transcription and the suggested clips are there.
resource "contentgroove_media" "newsreel" {
  name        = "Space newsreel"
  description = "Black and white, with commentary."
  source_url  = "https://archive.org/download/SF143/SF143_512kb.mp4"
}

output "newsreel_transcription_id" {
  value = contentgroove_media.newsreel.transcription_id
}
