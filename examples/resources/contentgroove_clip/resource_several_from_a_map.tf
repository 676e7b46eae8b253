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
