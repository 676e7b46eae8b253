terraform {
  required_version = ">= 1.8"

  required_providers {
    contentgroove = { source = "contentgroove/contentgroove" }
  }
}
