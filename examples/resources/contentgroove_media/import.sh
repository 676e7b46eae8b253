# The id is the one that ContentGroove shows, a UUID.
terraform import contentgroove_media.town_hall 88e5c209-343d-4d01-ab79-df0f600cd9aa

# Or by the name, when no other media has it.
terraform import contentgroove_media.town_hall "name:Town hall"
