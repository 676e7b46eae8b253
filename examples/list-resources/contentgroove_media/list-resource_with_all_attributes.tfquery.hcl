# The stand-ups of this year, newest first.
list "contentgroove_media" "standups" {
  provider         = contentgroove
  include_resource = true

  config {
    filter = {
      name_start      = "Stand-up"
      created_at_gteq = "2026-01-01"
    }
    sort = "-created_at"
  }
}
