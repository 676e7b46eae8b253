# The id is the one that ContentGroove shows, a UUID.
terraform import contentgroove_webhook_subscription.legacy 74833f44-e851-4291-be81-18e0e2885787
