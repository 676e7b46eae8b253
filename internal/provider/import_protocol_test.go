package provider_test

import (
	"maps"
	"reflect"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// Types of the resources.
const (
	mediaTypeName        = "contentgroove_media"
	clipTypeName         = "contentgroove_clip"
	subscriptionTypeName = "contentgroove_webhook_subscription"
)

// seededOfEachType makes one object of each type on the server and returns their
// ids, and how each can be imported other than by its id.
func seededOfEachType(env *acctest.Env) (ids, keys map[string]string) {
	media := env.SeedMedia(mockapi.Media{Name: "Weekly call, March"})
	clip := env.SeedClip(mockapi.Clip{MediaID: media.ID, Name: "name: a clip"})
	subscription := env.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: "https://hooks.example.com/in?token=1,2"})
	ids = map[string]string{mediaTypeName: media.ID, clipTypeName: clip.ID, subscriptionTypeName: subscription.ID}
	keys = map[string]string{
		mediaTypeName:        "name:" + media.Name,
		clipTypeName:         "name:" + clip.Name,
		subscriptionTypeName: "url:" + subscription.URL,
	}
	return ids, keys
}

// However an object is imported, it gets its identity, and the configuration
// that Terraform generates for it changes nothing.
func TestProtocolImport(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	ids, keys := seededOfEachType(env)
	type importer func(protocol *acctest.Protocol, typeName string) (*acctest.Resource, []acctest.Problem)
	ways := map[string]importer{
		"id": func(protocol *acctest.Protocol, typeName string) (*acctest.Resource, []acctest.Problem) {
			return protocol.ImportByID(typeName, " "+ids[typeName]+"\n")
		},
		"identity": func(protocol *acctest.Protocol, typeName string) (*acctest.Resource, []acctest.Problem) {
			return protocol.ImportByIdentity(typeName, ids[typeName])
		},
		"key": func(protocol *acctest.Protocol, typeName string) (*acctest.Resource, []acctest.Problem) {
			return protocol.ImportByID(typeName, keys[typeName])
		},
	}
	for typeName, id := range ids {
		for way, imported := range ways {
			t.Run(typeName+" by "+way, func(t *testing.T) {
				t.Parallel()
				protocol := env.Protocol(t)
				resource, problems := imported(protocol, typeName)
				if len(problems) > 0 {
					t.Fatal(problems)
				}
				if resource.ID != id || resource.State["id"] != id {
					t.Errorf("identity %q, state %q, want %q", resource.ID, resource.State["id"], id)
				}
				planned, replaces := protocol.Plan(resource, protocol.GeneratedConfig(typeName, resource.State))
				if replaces > 0 || !equalObjects(planned, resource.State) {
					t.Errorf("%d replacements, and the plan changes\n%v into\n%v", replaces, resource.State, planned)
				}
			})
		}
	}
}

func TestProtocolImportRefuses(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	medias := env.SeedMedias(2, func(int) mockapi.Media { return mockapi.Media{Name: "Stand-up"} })
	env.SeedMedia(mockapi.Media{Name: "stand-up"})
	stamp := "2006-01-02T15:04:05.000Z"
	for name, test := range map[string]struct {
		typeName, id string
		want         []string
	}{
		"two of the name": {mediaTypeName, "name:Stand-up", []string{
			"More than one media", `2 objects have the name "Stand-up"`,
			medias[0].ID + ", created at " + medias[0].CreatedAt.Format(stamp),
			medias[1].ID + ", created at " + medias[1].CreatedAt.Format(stamp),
		}},
		"none of the name": {mediaTypeName, "name:Retrospective", []string{"No such media", `the name "Retrospective"`}},
		"no name":          {clipTypeName, "name:", []string{"Missing import id", `Nothing follows "name:"`}},
		"none of the URL":  {subscriptionTypeName, "url:https://hooks.example.com/", []string{"No such webhook subscription"}},
		"white space":      {mediaTypeName, " ", []string{"Missing import id"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, problems := env.Protocol(t).ImportByID(test.typeName, test.id)
			if len(problems) != 1 {
				t.Fatalf("got %q, want one error", problems)
			}
			for _, want := range test.want {
				if !strings.Contains(string(problems[0]), want) {
					t.Errorf("%q is missing in %q", want, problems[0])
				}
			}
		})
	}
}

// A media that was imported keeps its identity when it is read again, and loses
// its state when it is gone.
func TestProtocolReadKeepsIdentity(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	media := env.SeedMedia(mockapi.Media{})
	protocol := env.Protocol(t)
	resource, problems := protocol.ImportByID(mediaTypeName, media.ID)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	resource.ID = ""
	if problems := protocol.Refresh(resource); len(problems) > 0 || resource.ID != media.ID {
		t.Errorf("identity %q after a read, want %q; problems: %q", resource.ID, media.ID, problems)
	}
}

// equalObjects compares two values of a schema, except for what the API signs
// anew at every read.
func equalObjects(a, b acctest.Object) bool {
	signed := []string{"source_file_preview_image_url", "media_file_url", "media_file_preview_image_url"}
	lasting := func(object acctest.Object) acctest.Object {
		object = maps.Clone(object)
		for _, name := range signed {
			delete(object, name)
		}
		return object
	}
	return reflect.DeepEqual(lasting(a), lasting(b))
}
