locals {
  folder = "${path.module}/recordings"
}

# One media for each file, named by its path: "standups/monday".
resource "contentgroove_media" "recording" {
  for_each = fileset(local.folder, "**/*.{m4a,mp3,mp4,wav}")

  name        = replace(each.key, "/\\.[^.]*$/", "")
  source_file = "${local.folder}/${each.key}"

  # Accepted one after the other, and processed all at the same time.
  wait_for_processing = false
}

output "recordings" {
  value = { for path, recording in contentgroove_media.recording : path => recording.id }
}
