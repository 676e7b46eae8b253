output "webhook_subscription_id" {
  description = "Id of the subscription of the team's pipeline."
  value       = contentgroove_webhook_subscription.pipeline.id
}

output "transcription_ids" {
  description = "Ids of the transcriptions, by media."
  value = {
    newsreel = contentgroove_media.newsreel.transcription_id
    standup  = contentgroove_media.standup.transcription_id
  }
}

# The URLs of the clips' files are left out on purpose: they are signed and
# expire. The ephemeral resource contentgroove_clip_file has a fresh one for a
# download.
output "highlights" {
  description = "The clips that were asked for, and the words spoken in them."
  value = {
    for name, clip in contentgroove_clip.highlight : name => {
      from = clip.start_time
      to   = clip.end_time
      text = clip.text
    }
  }
}

# Only a suggested clip has a rank; 0 is the best.
output "suggestions" {
  description = "The clips that ContentGroove suggested, and the words spoken in them."
  value = [
    for clip in data.contentgroove_clips.newsreel.clips : {
      name = clip.name
      rank = clip.rank
      from = clip.start_time
      to   = clip.end_time
      text = clip.text
    } if clip.rank != null
  ]
}

output "shipped" {
  description = "What was said about the latest release."
  value       = contentgroove_clip.shipped.text
}
