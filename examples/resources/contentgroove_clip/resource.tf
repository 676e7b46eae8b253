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

# Several clips of one media, from a map.
resource "contentgroove_clip" "chapter" {
  for_each = {
    "Countdown" = { start = 4, end = 15.5 }
    "In orbit"  = { start = 31.2, end = 48 }
  }

  media_id   = contentgroove_media.newsreel.id
  name       = each.key
  start_time = each.value.start
  end_time   = each.value.end
}

# What is said in the clip is known when it has been cut.
output "splashdown_text" {
  value = contentgroove_clip.splashdown.text
}
