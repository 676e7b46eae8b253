# The id is the one that ContentGroove shows, a UUID.
terraform import contentgroove_clip.highlight 9d3a0688-9b72-423c-a08a-68ba785c299e
