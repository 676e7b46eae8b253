variable "chapters" {
  description = "Chapters by name: where each starts and ends, as a player shows it."
  type        = map(object({ from = string, to = string }))
  default = {
    "Questions" = { from = "00:00:31.2", to = "00:00:48" }
    "Farewell"  = { from = "1:02", to = "1:10.5" }
  }
}

resource "contentgroove_media" "newsreel" {
  name       = "Space newsreel"
  source_url = "https://archive.org/download/SF143/SF143_512kb.mp4"
}

resource "contentgroove_clip" "chapter" {
  for_each = var.chapters

  media_id   = contentgroove_media.newsreel.id
  name       = each.key
  start_time = provider::contentgroove::timecode(each.value.from)
  end_time   = provider::contentgroove::timecode(each.value.to)
}
