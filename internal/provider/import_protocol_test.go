package provider_test

import (
	"maps"
	"reflect"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
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
func TestImport(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	ids, keys := seededOfEachType(env)
	ways := map[string]func(w *terraform.Workspace, typeName string) (terraform.Diagnostics, error){
		"id": func(w *terraform.Workspace, typeName string) (terraform.Diagnostics, error) {
			return w.Import(t.Context(), typeName+".test", " "+ids[typeName]+"\n")
		},
		"identity": func(w *terraform.Workspace, typeName string) (terraform.Diagnostics, error) {
			return w.ImportByIdentity(t.Context(), typeName+".test", terraform.Object{"id": ids[typeName]})
		},
		"key": func(w *terraform.Workspace, typeName string) (terraform.Diagnostics, error) {
			return w.Import(t.Context(), typeName+".test", keys[typeName])
		},
	}
	for typeName, id := range ids {
		for way, imported := range ways {
			t.Run(typeName+" by "+way, func(t *testing.T) {
				t.Parallel()
				w := env.Workspace(terraform.Resource{Type: typeName, Name: "test"})
				if problems, err := imported(w, typeName); err != nil || len(problems) > 0 {
					t.Fatal(err, problems)
				}
				instance := w.State[typeName+".test"]
				if instance.Identity["id"] != id || instance.Attributes()["id"] != id {
					t.Errorf("identity %q, state %q, want %q", instance.Identity["id"], instance.Attributes()["id"], id)
				}
				config, problems, err := acctest.OpenSession(t, w).GeneratedConfig(typeName, instance.Value)
				if err != nil || len(problems) > 0 {
					t.Fatal(err, problems)
				}
				w.Config.Resources[0].Config, w.SkipRefresh = config, true
				plan, err := w.Plan(t.Context())
				if err != nil || len(plan.Diagnostics) > 0 || !plan.Empty() {
					t.Errorf("%v\n%s\nthe plan changes\n%v into\n%v", err, plan.Diagnostics, instance.Value, plan.Change(typeName+".test"))
				}
			})
		}
	}
}

func TestImportRefuses(t *testing.T) {
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
			w := env.Workspace(terraform.Resource{Type: test.typeName, Name: "test"})
			problems, err := w.Import(t.Context(), test.typeName+".test", test.id)
			if err != nil || len(problems) != 1 || len(w.State) > 0 {
				t.Fatalf("%v: got %q, want one error", err, problems)
			}
			for _, want := range test.want {
				if !strings.Contains(problems[0].String(), want) {
					t.Errorf("%q is missing in %q", want, problems[0])
				}
			}
		})
	}
}

// A media that was imported keeps its identity when it is read again.
func TestReadKeepsIdentity(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	media := env.SeedMedia(mockapi.Media{})
	const address = mediaTypeName + ".test"
	w := env.Workspace(terraform.Resource{Type: mediaTypeName, Name: "test"})
	if problems, err := w.Import(t.Context(), address, media.ID); err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	problems, err := w.Refresh(t.Context())
	if err != nil || len(problems) > 0 || w.State[address].Identity["id"] != media.ID {
		t.Errorf("identity %q after a read, want %q; problems: %v %q", w.State[address].Identity["id"], media.ID, err, problems)
	}
}

// equalObjects compares two values of a schema, except for what the API signs
// anew at every read.
func equalObjects(a, b terraform.Object) bool {
	signed := []string{"source_file_preview_image_url", "media_file_url", "media_file_preview_image_url"}
	lasting := func(object terraform.Object) terraform.Object {
		object = maps.Clone(object)
		for _, name := range signed {
			delete(object, name)
		}
		return object
	}
	return reflect.DeepEqual(lasting(a), lasting(b))
}
