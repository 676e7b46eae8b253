# Every media of the account. Without a limit, Terraform asks for 100.
list "contentgroove_media" "all" {
  provider = contentgroove
  limit    = 10000
}
