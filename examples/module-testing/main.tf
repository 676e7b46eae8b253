# A module such as a team would share: recordings, a clip from each that asks for
# one, and a receiver that is told when a recording has been processed.

resource "contentgroove_webhook_subscription" "finished" {
  url               = var.webhook_url
  subscribed_events = ["media.processing_finished"]
}

resource "contentgroove_media" "recording" {
  for_each = var.recordings

  name       = each.key
  source_url = each.value.source_url

  depends_on = [contentgroove_webhook_subscription.finished]

  lifecycle {
    postcondition {
      condition     = coalesce(self.source_file_duration, 0) <= var.longest
      error_message = "The recording ${each.key} is longer than ${var.longest} seconds."
    }
  }
}

resource "contentgroove_clip" "highlight" {
  for_each = { for name, recording in var.recordings : name => recording.highlight if recording.highlight != null }

  media_id   = contentgroove_media.recording[each.key].id
  name       = "${each.key}: highlight"
  start_time = each.value.start_time
  end_time   = each.value.end_time
}
