# Every media of the account. Without a limit, Terraform asks for 100.
list "contentgroove_media" "all" {
  provider = contentgroove
  limit    = 10000
}

# The stand-ups of this year, newest first, with all their attributes.
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
