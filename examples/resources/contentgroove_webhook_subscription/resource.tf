# Tells the receiver when a media has been processed. The API cannot change a
# subscription, so another URL or other events replace it. Creating the new one
# first leaves no gap; the receiver may get an event from both meanwhile.
resource "contentgroove_webhook_subscription" "pipeline" {
  url               = "https://hooks.example.com/contentgroove"
  subscribed_events = ["media.processing_finished"]

  lifecycle {
    create_before_destroy = true
  }
}
