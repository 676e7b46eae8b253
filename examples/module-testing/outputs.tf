output "transcription_ids" {
  description = "Id of the transcription of each recording."
  value       = { for name, recording in contentgroove_media.recording : name => recording.transcription_id }
}

output "highlight_urls" {
  description = "URL of the file of each highlight."
  value       = { for name, clip in contentgroove_clip.highlight : name => clip.media_file_url }
}
