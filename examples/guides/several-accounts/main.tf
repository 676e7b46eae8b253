variable "archive_api_key" {
  description = "Key of the account of the archive."
  type        = string
  sensitive   = true
}

# The account of the team. Its key comes from CONTENTGROOVE_API_KEY.
provider "contentgroove" {}

# The account of the archive.
provider "contentgroove" {
  alias   = "archive"
  api_key = var.archive_api_key
}

resource "contentgroove_media" "weekly_call" {
  name       = "Weekly call"
  source_url = "https://media.example.com/weekly-call.mp4"
}

resource "contentgroove_media" "weekly_call_in_archive" {
  provider = contentgroove.archive

  name       = "Weekly call"
  source_url = "https://media.example.com/weekly-call.mp4"
}
