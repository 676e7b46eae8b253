variable "webhook_body" {
  description = "Body of the webhook that started this run, as ContentGroove delivered it."
  type        = string
}

locals {
  event = provider::contentgroove::webhook_event(var.webhook_body)
}

output "summary" {
  value = "${local.event.media.name}: ${local.event.media.source_file_duration} s, ${length(local.event.clips)} clips"
}

# The best of the clips that ContentGroove suggested.
output "highlight" {
  value = one([for clip in local.event.clips : clip.media_file_url if clip.rank == 0])
}
