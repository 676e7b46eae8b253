# All webhook subscriptions of the account.
data "contentgroove_webhook_subscriptions" "all" {}

# Only those to receivers on one host.
data "contentgroove_webhook_subscriptions" "legacy" {
  filter = { url_start = "https://legacy.example.com/" }
}

output "receivers" {
  value = toset(data.contentgroove_webhook_subscriptions.all.webhook_subscriptions[*].url)
}

output "legacy_ids" {
  value = data.contentgroove_webhook_subscriptions.legacy.ids
}
