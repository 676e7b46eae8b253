import {
  to = contentgroove_media.town_hall
  identity = {
    id = "88e5c209-343d-4d01-ab79-df0f600cd9aa"
  }
}

# The media exists already, so no source has to be named.
resource "contentgroove_media" "town_hall" {
  name = "Town hall"
}
