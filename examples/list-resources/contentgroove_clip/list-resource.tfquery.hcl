# The clips of one media, those that ContentGroove suggested included.
list "contentgroove_clip" "town_hall" {
  provider = contentgroove

  config {
    media_id = "88e5c209-343d-4d01-ab79-df0f600cd9aa"
  }
}
