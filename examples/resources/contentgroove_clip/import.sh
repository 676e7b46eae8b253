# The id is the one that ContentGroove shows, a UUID.
terraform import contentgroove_clip.highlight 9d3a0688-9b72-423c-a08a-68ba785c299e

# Or by the name, when no other clip has it.
terraform import contentgroove_clip.highlight "name:Questions from the floor"
