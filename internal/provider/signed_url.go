package provider

import (
	"reflect"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/signedurl"
)

// Some URLs of an object are signed anew in every answer. In an output they would
// show as a change in every plan, so the state keeps one as long as it can be used.

// keepSignedURLs puts the prior URLs of a preview and of a file back into a media
// that was refreshed.
func (m *mediaObject) keepSignedURLs(prior *mediaObject) {
	keepSignedURL(&m.SourceFilePreviewImageURL, prior.SourceFilePreviewImageURL, func() bool { return sameExceptURLs(prior, m) })
}

// keepSignedURLs puts the prior URLs of a preview and of a file back into a clip
// that was refreshed.
func (m *clipObject) keepSignedURLs(prior *clipObject) {
	unchanged := func() bool { return sameExceptURLs(prior, m) }
	keepSignedURL(&m.MediaFileURL, prior.MediaFileURL, unchanged)
	keepSignedURL(&m.MediaFilePreviewImageURL, prior.MediaFilePreviewImageURL, unchanged)
}

// keepSignedURL puts a prior URL back if the fresh one names the same file and the
// prior one has not expired. Where a URL does not tell, it does not change unless
// something else about the object has.
func keepSignedURL(fresh *types.String, prior types.String, unchanged func() bool) {
	if !known(prior) || !known(*fresh) {
		return
	}
	switch signedurl.Compare(prior.ValueString(), fresh.ValueString(), time.Now()) {
	case signedurl.Kept:
		*fresh = prior
	case signedurl.Undecided:
		if unchanged() {
			*fresh = prior
		}
	case signedurl.Replaced:
	}
}

// signedAttributes are the attributes whose values are signed.
var signedAttributes = map[string]bool{
	"source_file_preview_image_url": true, "media_file_url": true, "media_file_preview_image_url": true,
}

// sameExceptURLs reports whether two objects differ in nothing but signed URLs.
func sameExceptURLs[O any](prior, fresh *O) bool {
	before, now := reflect.ValueOf(prior).Elem(), reflect.ValueOf(fresh).Elem()
	for i := range before.NumField() {
		if signedAttributes[before.Type().Field(i).Tag.Get("tfsdk")] {
			continue
		}
		was, isValue := before.Field(i).Interface().(attr.Value)
		is, areValues := now.Field(i).Interface().(attr.Value)
		if !isValue || !areValues || !sameAttribute(was, is) {
			return false
		}
	}
	return true
}

// sameAttribute reports whether two values are the same. A fraction from the state
// has more digits of precision than one from the API, so float64s are compared.
func sameAttribute(a, b attr.Value) bool {
	one, isFloat := a.(types.Float64)
	other, areFloats := b.(types.Float64)
	if isFloat && areFloats && known(one) && known(other) {
		return one.ValueFloat64() == other.ValueFloat64()
	}
	return a.Equal(b)
}

// sameSource reports whether two values of source_url name the same file. The
// planned one may be unknown.
func sameSource(config, state types.String) bool {
	return config.Equal(state) || known(config) && known(state) && signedurl.SameSource(config.ValueString(), state.ValueString())
}
