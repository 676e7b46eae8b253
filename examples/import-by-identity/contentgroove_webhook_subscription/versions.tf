terraform {
  required_version = ">= 1.12"

  required_providers {
    contentgroove = { source = "contentgroove/contentgroove" }
  }
}
