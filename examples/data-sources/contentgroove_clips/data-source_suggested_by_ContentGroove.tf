# Suggested clips have a rank, and 0 is the best.
data "contentgroove_clips" "suggested" {
  media_id = "88e5c209-343d-4d01-ab79-df0f600cd9aa"
  filter   = { rank_not_null = "true" }
}

output "suggestions" {
  value = length(data.contentgroove_clips.suggested.ids)
}
