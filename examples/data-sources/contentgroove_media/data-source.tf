data "contentgroove_media" "by_id" {
  id = "88e5c209-343d-4d01-ab79-df0f600cd9aa"
}

output "clips" {
  value = length(data.contentgroove_media.by_id.clip_ids)
}
