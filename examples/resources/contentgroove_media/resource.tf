# From a URL, which ContentGroove fetches itself. The apply waits until the
# transcription and the suggested clips are there.
resource "contentgroove_media" "newsreel" {
  name        = "Space newsreel"
  description = "Black and white, with commentary."
  source_url  = "https://archive.org/download/SF143/SF143_512kb.mp4"

  # When this is true, every plan that would delete or replace the media is
  # refused.
  deletion_protection = false
}

output "newsreel_transcription_id" {
  value = contentgroove_media.newsreel.transcription_id
}

# From a local file, which the provider uploads. It is uploaded again, as a new
# media, when its bytes change, and not when it is only renamed or touched.
resource "contentgroove_media" "weekly_call" {
  name        = "Weekly call"
  source_file = "${path.module}/weekly-call.wav"

  # A long recording may need more than the usual hour.
  timeouts = {
    create = "3h"
  }
}

# From a file that another machine uploaded, and without waiting: the apply ends
# as soon as ContentGroove has accepted the media.
variable "upload_id" {
  description = "Id of a finished direct upload, if there is one."
  type        = string
  default     = null
}

resource "contentgroove_media" "uploaded" {
  count = var.upload_id == null ? 0 : 1

  name                = "Uploaded elsewhere"
  upload_id           = var.upload_id
  wait_for_processing = false
}
