package provider

import (
	"fmt"
	"regexp"
	"strings"
)

// importKeys are the attributes by which objects of some type can be imported.
var importKeys = []string{"name", "url"}

var (
	// objectID is what an id can look like. ContentGroove gives UUIDs, without
	// promising it.
	objectID = regexp.MustCompile(`^[0-9A-Za-z_-]{1,128}$`)
	// externalID is what the second, shorter id of an object looks like.
	externalID = regexp.MustCompile(`^[0-9]{1,12}$`)
	// pathOfObject is the end of an address that has the id of an object in it.
	pathOfObject = regexp.MustCompile(`/([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})/?(?:[?#].*)?$`)
)

// checkImportID refuses what cannot be the id of an object, before anybody is asked
// for it. The key is the attribute by which objects of the type can be imported.
func checkImportID(id, key string) error {
	for _, other := range importKeys {
		if other != key && strings.HasPrefix(id, other+":") {
			return fmt.Errorf("objects of this type cannot be imported by their %s. Give the id, or %q and the %s that only this object has", other, key+":", key)
		}
	}
	found := pathOfObject.FindStringSubmatch(id)
	switch {
	case found != nil:
		return fmt.Errorf("%q is an address. Give the id at its end: %s", id, found[1])
	case key == "url" && strings.Contains(id, "://"):
		return fmt.Errorf("%q is a URL. To import by it, write %q in front", id, key+":")
	case externalID.MatchString(id):
		return fmt.Errorf("%q looks like an external_id. Give the id, a UUID such as 88e5c209-343d-4d01-ab79-df0f600cd9aa", id)
	case !objectID.MatchString(id):
		return fmt.Errorf("%q cannot be an id, which is a UUID such as 88e5c209-343d-4d01-ab79-df0f600cd9aa. To import by the %s, write %q in front", id, key, key+":")
	}
	return nil
}
