# By id.
data "contentgroove_clip" "by_id" {
  id = "9d3a0688-9b72-423c-a08a-68ba785c299e"
}

# By name, when exactly one clip has it. Upper and lower case count.
data "contentgroove_clip" "by_name" {
  name = "Questions from the floor"
}

output "text" {
  value = data.contentgroove_clip.by_id.text
}

output "seconds" {
  value = data.contentgroove_clip.by_name.end_time - data.contentgroove_clip.by_name.start_time
}
