resource "contentgroove_media" "newsreel" {
  name       = "Space newsreel"
  source_url = "https://archive.org/download/SF143/SF143_512kb.mp4"
}

# A clip is a span of its media. Times are in seconds; other times cut the same
# clip anew, another media makes another clip.
resource "contentgroove_clip" "splashdown" {
  media_id   = contentgroove_media.newsreel.id
  name       = "Splashdown"
  start_time = 57.7
  end_time   = 72.25
}

# What is said in the clip is known when it has been cut.
output "splashdown_text" {
  value = contentgroove_clip.splashdown.text
}
