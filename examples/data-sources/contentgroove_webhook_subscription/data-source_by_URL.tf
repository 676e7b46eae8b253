# When exactly one subscription has the URL.
data "contentgroove_webhook_subscription" "by_url" {
  url = "https://legacy.example.com/contentgroove"
}

output "events" {
  value = data.contentgroove_webhook_subscription.by_url.subscribed_events
}
