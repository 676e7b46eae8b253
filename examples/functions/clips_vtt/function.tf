resource "contentgroove_media" "weekly_call" {
  name        = "Weekly call"
  source_file = "${path.module}/weekly-call.wav"
}

# What ContentGroove found worth a clip, with the words spoken in it.
data "contentgroove_clips" "suggested" {
  media_id = contentgroove_media.weekly_call.id
  filter   = { rank_not_null = "true" }
}

locals {
  captions = provider::contentgroove::clips_vtt(data.contentgroove_clips.suggested.clips)

  # Chapters are captions with titles for texts.
  chapters = provider::contentgroove::clips_vtt([
    { start_time = 0, end_time = 0.9, text = "Welcome" },
    { start_time = 0.9, end_time = 1.8, text = "Questions" },
  ])
}

# Writes the captions beside the recording. "terraform output -raw captions" does
# without a shell, and the resource local_file of hashicorp/local as well.
resource "terraform_data" "captions" {
  triggers_replace = local.captions

  provisioner "local-exec" {
    command = "printf '%s' \"$CAPTIONS\" > \"$FILE\""
    environment = {
      CAPTIONS = local.captions
      FILE     = "${path.module}/weekly-call.vtt"
    }
  }
}

output "captions" {
  value = local.captions
}

output "chapters" {
  value = local.chapters
}
