variable "media_name" {
  description = "Name of the newsreel. Another name is an update in place."
  type        = string
  default     = "Space newsreel"
}

variable "webhook_url" {
  description = "Receiver that is told when a media has been processed. Another URL replaces the subscription."
  type        = string
  default     = "https://hooks.example.com/contentgroove"
}

variable "highlights" {
  description = "Clips to cut from the newsreel: name to start and end, in seconds."
  type        = map(object({ start = number, end = number }))
  default = {
    "Countdown"  = { start = 4, end = 15.5 }
    "In orbit"   = { start = 31.2, end = 48 }
    "Splashdown" = { start = 57.7, end = 72.25 }
  }

  validation {
    condition     = alltrue([for span in values(var.highlights) : span.start >= 0 && span.end > span.start])
    error_message = "Every highlight must end after it starts."
  }
}
