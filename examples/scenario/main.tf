# Where the API is and which key it takes come from the environment:
# CONTENTGROOVE_BASE_URL (default: the ContentGroove service) and
# CONTENTGROOVE_API_KEY.
provider "contentgroove" {}

# The team's pipeline is told when a media has been processed. A new receiver is
# subscribed before the old one is dismissed, so that no event falls in between.
resource "contentgroove_webhook_subscription" "pipeline" {
  url               = var.webhook_url
  subscribed_events = ["media.processing_finished"]

  lifecycle {
    create_before_destroy = true
  }
}

# A video from the web, which ContentGroove fetches itself.
resource "contentgroove_media" "newsreel" {
  name        = var.media_name
  description = "Black and white, with commentary."
  source_url  = "https://archive.org/download/SF143/SF143_512kb.mp4"

  # The receiver is subscribed first: it hears of this media, too.
  depends_on = [contentgroove_webhook_subscription.pipeline]

  lifecycle {
    # A wait that runs out is only a warning. What follows here needs a finished
    # media, so for this one it is an error; the next apply goes on waiting.
    postcondition {
      condition     = self.is_processing == false
      error_message = "The newsreel is still being processed. Apply again to go on waiting."
    }
  }
}

# A recording from this directory, which the provider uploads.
resource "contentgroove_media" "standup" {
  name        = "Daily stand-up"
  source_file = "${path.module}/media/standup.wav"

  depends_on = [contentgroove_webhook_subscription.pipeline]
}

# The highlights of the newsreel.
resource "contentgroove_clip" "highlight" {
  for_each = var.highlights

  media_id   = contentgroove_media.newsreel.id
  name       = each.key
  start_time = each.value.start
  end_time   = each.value.end
}

# What the team shipped, in one sentence.
resource "contentgroove_clip" "shipped" {
  media_id   = contentgroove_media.standup.id
  name       = "What we shipped"
  start_time = 0.8
  end_time   = 3.4
}

# All clips of the newsreel, among them those that ContentGroove suggested by
# itself. They are there when the media is finished.
data "contentgroove_clips" "newsreel" {
  media_id = local.newsreel_id
}

# Terraform puts off reading a data source that names a resource with pending
# changes. The detour spares that when the newsreel is only renamed: its id is
# known and stays the same, so the plan need not leave the suggestions open.
locals {
  newsreel_id = contentgroove_media.newsreel.id
}
