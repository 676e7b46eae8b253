import {
  to = contentgroove_webhook_subscription.legacy
  identity = {
    id = "74833f44-e851-4291-be81-18e0e2885787"
  }
}

resource "contentgroove_webhook_subscription" "legacy" {
  url = "https://legacy.example.com/contentgroove"
}
