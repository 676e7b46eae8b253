# The ten latest calls, videos only. All conditions of a filter must hold.
data "contentgroove_medias" "latest_calls" {
  filter = {
    name_cont                      = "call"
    source_file_content_type_start = "video/"
  }
  sort  = "-created_at"
  limit = 10
}

output "latest_calls" {
  value = { for media in data.contentgroove_medias.latest_calls.medias : media.id => media.name }
}
