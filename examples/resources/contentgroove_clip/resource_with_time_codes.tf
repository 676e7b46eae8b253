# As a player shows the times.
resource "contentgroove_clip" "farewell" {
  media_id   = contentgroove_media.newsreel.id
  name       = "Farewell"
  start_time = provider::contentgroove::timecode("00:01:02")
  end_time   = provider::contentgroove::timecode("00:01:10.5")
}
