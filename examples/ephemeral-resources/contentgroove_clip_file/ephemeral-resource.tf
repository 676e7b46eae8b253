resource "contentgroove_media" "newsreel" {
  name       = "Space newsreel"
  source_url = "https://archive.org/download/SF143/SF143_512kb.mp4"
}

resource "contentgroove_clip" "splashdown" {
  media_id   = contentgroove_media.newsreel.id
  name       = "Splashdown"
  start_time = 57.7
  end_time   = 72.25
}

# A URL that was signed just now. It is in neither the plan nor the state.
ephemeral "contentgroove_clip_file" "splashdown" {
  clip_id = contentgroove_clip.splashdown.id
}

# Downloads my clip, and downloads it again when other times were cut.
resource "terraform_data" "download" {
  triggers_replace = [
    contentgroove_clip.splashdown.id,
    contentgroove_clip.splashdown.start_time,
    contentgroove_clip.splashdown.end_time,
  ]

  provisioner "local-exec" {
    command = "curl --fail --silent --show-error --location --output \"$FILE\" \"$URL\""
    environment = {
      FILE = "${path.module}/splashdown.mp4"
      URL  = ephemeral.contentgroove_clip_file.splashdown.url
    }
  }
}
