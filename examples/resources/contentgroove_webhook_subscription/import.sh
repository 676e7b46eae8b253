# The id is the one that ContentGroove shows, a UUID.
terraform import contentgroove_webhook_subscription.legacy 74833f44-e851-4291-be81-18e0e2885787

# Or by the URL, when no other subscription has it.
terraform import contentgroove_webhook_subscription.legacy "url:https://legacy.example.com/contentgroove"
