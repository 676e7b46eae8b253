data "contentgroove_clips" "town_hall" {
  media_id = "88e5c209-343d-4d01-ab79-df0f600cd9aa"
}

# A table of contents: "00:00:12.500 Questions from the floor".
output "contents" {
  value = [
    for clip in data.contentgroove_clips.town_hall.clips :
    "${provider::contentgroove::format_timecode(clip.start_time)} ${clip.name}"
  ]
}
