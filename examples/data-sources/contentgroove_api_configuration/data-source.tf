# Stops a pipeline early, with one clear message, when the API key is missing or
# wrong.
data "contentgroove_api_configuration" "current" {
  lifecycle {
    postcondition {
      condition     = self.authenticated
      error_message = "The API at ${self.base_url} does not accept the key; check CONTENTGROOVE_API_KEY."
    }
  }
}

output "api" {
  value = {
    base_url        = data.contentgroove_api_configuration.current.base_url
    largest_file_gb = data.contentgroove_api_configuration.current.max_upload_bytes / pow(1024, 3)
    audio_formats   = data.contentgroove_api_configuration.current.supported_audio_formats
  }
}
