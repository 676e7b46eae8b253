variable "recordings" {
  description = "Recordings by name: where each is fetched from, and the highlight to cut from it, in seconds."
  type = map(object({
    source_url = string
    highlight = optional(object({
      start_time = number
      end_time   = number
    }))
  }))
}

variable "webhook_url" {
  description = "URL of the receiver that is told of finished recordings."
  type        = string
}

variable "longest" {
  description = "Duration that no recording may exceed, in seconds."
  type        = number
  default     = 7200
}
