terraform {
  required_providers {
    contentgroove = { source = "contentgroove/contentgroove" }
  }
}
