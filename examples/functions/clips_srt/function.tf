# The clips of a media that exists already.
data "contentgroove_clips" "town_hall" {
  media_id = "88e5c209-343d-4d01-ab79-df0f600cd9aa"
}

# "terraform output -raw subtitles > town-hall.srt" writes the file.
output "subtitles" {
  value = provider::contentgroove::clips_srt(data.contentgroove_clips.town_hall.clips)
}
