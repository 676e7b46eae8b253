moved {
  from = restapi_object.call
  to   = contentgroove_media.call
}

moved {
  from = restapi_object.opening
  to   = contentgroove_clip.opening
}

moved {
  from = restapi_object.hook
  to   = contentgroove_webhook_subscription.hook
}

# The media exists already, so no source has to be named.
resource "contentgroove_media" "call" {
  name = "Town hall"
}

resource "contentgroove_clip" "opening" {
  media_id   = contentgroove_media.call.id
  name       = "Questions from the floor"
  start_time = 12.5
  end_time   = 30
}

resource "contentgroove_webhook_subscription" "hook" {
  url = "https://legacy.example.com/contentgroove"
}
