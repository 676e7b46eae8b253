variable "webhook_body" {
  description = "Body of the webhook that started this run, as ContentGroove delivered it."
  type        = string
}

locals {
  event = provider::contentgroove::webhook_event(var.webhook_body)
}

# Everything that is said in the media.
output "words" {
  value = local.event.transcription_text
}

# The same, as far as it was cut into clips, with times.
output "captions" {
  value = provider::contentgroove::clips_vtt(local.event.clips)
}
