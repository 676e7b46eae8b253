# All media of the account, from all pages of the API's list.
data "contentgroove_medias" "all" {}

# The ten latest calls, videos only. All conditions of a filter must hold.
data "contentgroove_medias" "latest_calls" {
  filter = {
    name_cont                      = "call"
    source_file_content_type_start = "video/"
  }
  sort  = "-created_at"
  limit = 10
}

output "media_count" {
  value = length(data.contentgroove_medias.all.ids)
}

output "latest_calls" {
  value = { for media in data.contentgroove_medias.latest_calls.medias : media.id => media.name }
}
