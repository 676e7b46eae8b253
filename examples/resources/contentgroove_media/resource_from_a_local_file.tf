# The provider uploads the file. It is uploaded again, as a new media, when its
# bytes change, and not when it is only renamed or touched.
resource "contentgroove_media" "weekly_call" {
  name        = "Weekly call"
  source_file = "${path.module}/weekly-call.wav"

  # A long recording may need more than the usual hour.
  timeouts = {
    create = "3h"
  }
}
