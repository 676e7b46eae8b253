# An object that everybody can read.
resource "contentgroove_media" "public" {
  name       = "Town hall, public"
  source_url = "https://storage.googleapis.com/example-recordings/town-hall.mp4"
}

variable "presigned_url" {
  description = "URL that was signed for this run, of an object in a private bucket."
  type        = string
}

# Signed anew in every run, the URL still names the same object: nothing changes.
resource "contentgroove_media" "private" {
  name       = "Town hall, private"
  source_url = var.presigned_url
}

variable "token_url" {
  description = "URL with a token of another kind, which the provider does not recognise."
  type        = string
}

# Without ignore_changes, another token would be another source.
resource "contentgroove_media" "other" {
  name       = "Town hall, elsewhere"
  source_url = var.token_url

  lifecycle {
    ignore_changes = [source_url]
  }
}
