# All clips of one media.
data "contentgroove_clips" "town_hall" {
  media_id = "88e5c209-343d-4d01-ab79-df0f600cd9aa"
}

# Only those that ContentGroove suggested: they have a rank.
data "contentgroove_clips" "suggested" {
  media_id = "88e5c209-343d-4d01-ab79-df0f600cd9aa"
  filter   = { rank_not_null = "true" }
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

output "suggestions" {
  value = length(data.contentgroove_clips.suggested.ids)
}
