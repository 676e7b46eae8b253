# Only those to receivers on one host.
data "contentgroove_webhook_subscriptions" "legacy" {
  filter = { url_start = "https://legacy.example.com/" }
}

output "legacy_ids" {
  value = data.contentgroove_webhook_subscriptions.legacy.ids
}
