# All events, those that ContentGroove adds later included.
resource "contentgroove_webhook_subscription" "audit" {
  url = "https://audit.example.com/contentgroove"
}
