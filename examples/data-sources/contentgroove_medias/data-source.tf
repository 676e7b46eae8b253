# All media of the account, from all pages of the API's list.
data "contentgroove_medias" "all" {}

output "media_count" {
  value = length(data.contentgroove_medias.all.ids)
}
