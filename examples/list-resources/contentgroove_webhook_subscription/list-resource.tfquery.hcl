# The subscriptions of receivers that are about to be shut down.
list "contentgroove_webhook_subscription" "legacy" {
  provider = contentgroove

  config {
    filter = { url_start = "https://legacy.example.com/" }
  }
}
