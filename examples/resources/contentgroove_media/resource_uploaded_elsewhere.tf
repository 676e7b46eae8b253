variable "upload_id" {
  description = "Id of a finished direct upload, if there is one."
  type        = string
  default     = null
}

# From a file that another machine uploaded, and without waiting: the apply ends
# as soon as ContentGroove has accepted the media.
resource "contentgroove_media" "uploaded" {
  count = var.upload_id == null ? 0 : 1

  name                = "Uploaded elsewhere"
  upload_id           = var.upload_id
  wait_for_processing = false
}
