terraform {
  required_providers {
    contentgroove = {
      source  = "contentgroove/contentgroove"
      version = "~> 0.1"
    }
  }
}

# The API key comes from the environment variable CONTENTGROOVE_API_KEY, so that
# it is in no file. Everything else has a default.
provider "contentgroove" {
  # A slow network: give each attempt of a request more than the usual 30 seconds.
  request_timeout = "1m"

  # Leave part of the account's rate limit to other programs.
  requests_per_second = 10
}
