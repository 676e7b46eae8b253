# All clips of one media.
data "contentgroove_clips" "town_hall" {
  media_id = "88e5c209-343d-4d01-ab79-df0f600cd9aa"
}

output "clips" {
  value = [
    for clip in data.contentgroove_clips.town_hall.clips : {
      name = clip.name
      from = clip.start_time
      to   = clip.end_time
    }
  ]
}
