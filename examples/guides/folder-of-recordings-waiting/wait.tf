# One wait for all recordings, with a line for each that is finished.
action "contentgroove_media_wait" "recordings" {
  config {
    media_ids = [for recording in contentgroove_media.recording : recording.id]
    timeout   = "2h"
  }
}

# It begins when the last recording has been accepted, and whenever the set of them
# has changed.
resource "terraform_data" "recordings" {
  input = [for recording in contentgroove_media.recording : recording.id]

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.contentgroove_media_wait.recordings]
    }
  }
}
