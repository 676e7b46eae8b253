variable "protected" {
  description = "Whether to refuse every plan that would delete or replace the master recording."
  type        = bool
  default     = false
}

# To delete a protected media, set this to false and apply, and plan again.
resource "contentgroove_media" "master" {
  name                = "Master recording"
  source_url          = "https://media.example.com/master.mp4"
  deletion_protection = var.protected
}
