# By id.
data "contentgroove_media" "by_id" {
  id = "88e5c209-343d-4d01-ab79-df0f600cd9aa"
}

# By name, when exactly one media has it. Upper and lower case count.
data "contentgroove_media" "by_name" {
  name = "Town hall"
}

output "town_hall" {
  value = {
    seconds          = data.contentgroove_media.by_name.source_file_duration
    transcription_id = data.contentgroove_media.by_name.transcription_id
    clips            = length(data.contentgroove_media.by_id.clip_ids)
  }
}
