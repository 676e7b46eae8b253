# Only suggested clips have a rank.
list "contentgroove_clip" "handmade" {
  provider = contentgroove
  limit    = 10000

  config {
    filter = { rank_null = "true" }
    sort   = "name"
  }
}
