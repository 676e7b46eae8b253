# When exactly one media has the name. Upper and lower case count.
data "contentgroove_media" "by_name" {
  name = "Town hall"
}

output "town_hall" {
  value = {
    seconds          = data.contentgroove_media.by_name.source_file_duration
    transcription_id = data.contentgroove_media.by_name.transcription_id
  }
}
