terraform {
  required_version = ">= 1.14"

  required_providers {
    contentgroove = { source = "contentgroove/contentgroove" }
  }
}
