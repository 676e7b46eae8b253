# By id.
data "contentgroove_webhook_subscription" "by_id" {
  id = "74833f44-e851-4291-be81-18e0e2885787"
}

# By URL, when exactly one subscription has it.
data "contentgroove_webhook_subscription" "by_url" {
  url = "https://legacy.example.com/contentgroove"
}

output "events" {
  value = data.contentgroove_webhook_subscription.by_url.subscribed_events
}

output "active" {
  value = data.contentgroove_webhook_subscription.by_id.active
}
