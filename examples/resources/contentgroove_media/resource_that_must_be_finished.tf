# A wait that runs out is a warning. What follows here needs a finished media, so
# for this one it is an error; the next apply goes on waiting.
resource "contentgroove_media" "keynote" {
  name       = "Keynote"
  source_url = "https://media.example.com/keynote.mp4"

  lifecycle {
    postcondition {
      condition     = self.is_processing == false
      error_message = "The keynote is still being processed. Apply again to go on waiting."
    }
  }
}
