# All webhook subscriptions of the account.
data "contentgroove_webhook_subscriptions" "all" {}

output "receivers" {
  value = toset(data.contentgroove_webhook_subscriptions.all.webhook_subscriptions[*].url)
}
