# When exactly one clip has the name. Upper and lower case count.
data "contentgroove_clip" "by_name" {
  name = "Questions from the floor"
}

output "seconds" {
  value = data.contentgroove_clip.by_name.end_time - data.contentgroove_clip.by_name.start_time
}
