# Accepted at once, without waiting for any of them: that is faster than to wait
# for one after the other.
resource "contentgroove_media" "recordings" {
  for_each = toset(["monday", "tuesday", "wednesday"])

  name                = "Stand-up on ${each.key}"
  source_url          = "https://media.example.com/standups/${each.key}.mp4"
  wait_for_processing = false
}

# Then waited for, all together. On demand it is invoked by
#   terraform apply -invoke=action.contentgroove_media_wait.recordings
action "contentgroove_media_wait" "recordings" {
  config {
    media_ids = [for recording in contentgroove_media.recordings : recording.id]
    timeout   = "2h"
  }
}

# Triggered when any of the recordings has been created or replaced.
resource "terraform_data" "recordings" {
  input = [for recording in contentgroove_media.recordings : recording.id]

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.contentgroove_media_wait.recordings]
    }
  }
}
