data "contentgroove_webhook_subscription" "by_id" {
  id = "74833f44-e851-4291-be81-18e0e2885787"
}

output "active" {
  value = data.contentgroove_webhook_subscription.by_id.active
}
