data "contentgroove_clip" "by_id" {
  id = "9d3a0688-9b72-423c-a08a-68ba785c299e"
}

output "text" {
  value = data.contentgroove_clip.by_id.text
}
