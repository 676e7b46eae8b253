package provider_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// moveEnv is an account with one object of each type.
func moveEnv(t *testing.T) *acctest.Env {
	t.Helper()
	env := acctest.New(t, mockapi.Options{})
	env.SeedMedia(mockapi.Media{ID: exampleMediaID, Name: "Town hall"})
	env.SeedClip(mockapi.Clip{ID: exampleClipID, MediaID: exampleMediaID, Name: "Questions", StartTime: 1, EndTime: 2})
	env.SeedWebhookSubscription(mockapi.WebhookSubscription{ID: exampleSubscriptionID, URL: "https://legacy.example.com/contentgroove"})
	return env
}

// moved moves a resource to the type and refreshes it.
func moved(t *testing.T, env *acctest.Env, provider, fromType string, state terraform.Object, private []byte, typeName string) (*terraform.Instance, terraform.Diagnostics) {
	t.Helper()
	encoded, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	w := env.Workspace(terraform.Resource{Type: typeName, Name: "test"})
	problems, err := w.Move(t.Context(), terraform.Moved{ProviderAddress: provider, Type: fromType, State: string(encoded), Private: private}, typeName+".test")
	if err != nil {
		t.Fatal(err)
	}
	if len(problems) == 0 {
		if problems, err = w.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return w.State[typeName+".test"], problems
}

// importedInstance imports an object by its id.
func importedInstance(t *testing.T, env *acctest.Env, typeName, id string) *terraform.Instance {
	t.Helper()
	w := env.Workspace(terraform.Resource{Type: typeName, Name: "test"})
	if problems, err := w.Import(t.Context(), typeName+".test", id); err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	return w.State[typeName+".test"]
}

func TestMove(t *testing.T) {
	t.Parallel()
	objects := map[string]struct{ id, collection string }{
		"contentgroove_media":                {exampleMediaID, "medias"},
		"contentgroove_clip":                 {exampleClipID, "clips"},
		"contentgroove_webhook_subscription": {exampleSubscriptionID, "webhook_subscriptions"},
	}
	// Each makes the state of a resource of a generic provider.
	sources := map[string]struct {
		provider, typeName string
		state              func(id, collection string) terraform.Object
	}{
		"restapi": {"registry.terraform.io/Mastercard/restapi", "restapi_object", func(id, collection string) terraform.Object {
			return terraform.Object{"id": id, "path": "/" + collection, "debug": nil}
		}},
		"restapi with a longer path": {"restapi", "restapi_object", func(id, collection string) terraform.Object {
			return terraform.Object{"id": id, "path": "/api/v1/" + collection + "/?x=1"}
		}},
		"restful by its id": {"registry.opentofu.org/magodo/restful", "restful_resource", func(id, collection string) terraform.Object {
			return terraform.Object{"id": "/api/v1/" + collection + "/" + id, "path": "/" + collection}
		}},
		"restful by its output": {"restful", "restful_operation", func(id, collection string) terraform.Object {
			return terraform.Object{"id": "/" + collection, "output": terraform.Object{"type": []any{"object"}, "value": terraform.Object{"data": terraform.Object{"id": id}}}}
		}},
		"restful by its output as a text": {"restful", "restful_operation", func(id, collection string) terraform.Object {
			return terraform.Object{"id": collection, "output": `{"data":{"id":"` + id + `"}}`}
		}},
	}
	for name, source := range sources {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := moveEnv(t)
			for typeName, object := range objects {
				instance, problems := moved(t, env, source.provider, source.typeName, source.state(object.id, object.collection), nil, typeName)
				if len(problems) > 0 {
					t.Fatalf("%s: %q", typeName, problems)
				}
				// Except for what is signed anew, it is as after an import.
				is, want := instance.Attributes(), importedInstance(t, env, typeName, object.id).Attributes()
				for _, state := range []terraform.Object{is, want} {
					maps.DeleteFunc(state, func(name string, _ any) bool {
						return strings.HasSuffix(name, "file_url") || strings.HasSuffix(name, "image_url")
					})
				}
				if instance.Identity["id"] != object.id || !reflect.DeepEqual(is, want) {
					t.Errorf("%s: moved %v with %v, imported %v", typeName, is, instance.Identity, want)
				}
			}
		})
	}
}

func TestMoveRefuses(t *testing.T) {
	t.Parallel()
	const media = "contentgroove_media"
	tests := map[string]struct {
		provider, typeName string
		state              terraform.Object
		want               string
	}{
		"another path":       {"restapi", "restapi_object", terraform.Object{"id": "a1", "path": "/clips"}, `its path is "/clips", which does not end in /medias.`},
		"the object's path":  {"restapi", "restapi_object", terraform.Object{"id": "a1", "path": "/medias/a1"}, `its path is "/medias/a1"`},
		"no path":            {"restapi", "restapi_object", terraform.Object{"id": "a1", "path": nil}, `its path is ""`},
		"no id":              {"restapi", "restapi_object", terraform.Object{"id": nil, "path": "/medias"}, `its state has no usable id, but "".`},
		"a pattern as id":    {"restapi", "restapi_object", terraform.Object{"id": "{id}", "path": "/medias"}, `no usable id, but "{id}".`},
		"another collection": {"restful", "restful_resource", terraform.Object{"id": "/clips/a1"}, `its id is "/clips/a1", which is not the path of an object below /medias.`},
		"no output":          {"restful", "restful_operation", terraform.Object{"id": "/medias", "output": nil}, `neither its id, "/medias", nor its output has the id of the object.`},
		"numbers":            {"restapi", "restapi_object", terraform.Object{"id": 1.0}, "its state cannot be read."},
		"another type":       {"restapi", "restapi_thing", terraform.Object{"id": "a1"}, "does not include support for the given source resource"},
		"another provider":   {"hashicorp/aws", "restapi_object", terraform.Object{"id": "a1", "path": "/medias"}, "does not include support for the given source resource"},
		"another of ours":    {"contentgroove/contentgroove", "contentgroove_clip", terraform.Object{"id": "a1"}, "does not include support for the given source resource"},
		"a stranger's media": {"example/other", media, terraform.Object{"id": "a1"}, "does not include support for the given source resource"},
		"a broken state":     {"contentgroove/contentgroove", media, terraform.Object{"id": []any{}}, "The state of the resource cannot be read"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := moveEnv(t)
			_, problems := moved(t, env, test.provider, test.typeName, test.state, nil, media)
			if len(problems) != 1 || !strings.Contains(problems[0].String(), test.want) {
				t.Errorf("got %q, want %q", problems, test.want)
			}
			if len(env.Requests()) > 0 {
				t.Error("the API was asked")
			}
		})
	}
}

// OpenTofu asks for a move also when a resource is only renamed. Nothing of it is
// lost, and nothing is forgotten.
func TestMoveToTheSameType(t *testing.T) {
	t.Parallel()
	for _, provider := range []string{"registry.opentofu.org/contentgroove/contentgroove", "contentgroove"} {
		env := moveEnv(t)
		state := importedInstance(t, env, "contentgroove_media", exampleMediaID).Attributes()
		state["deletion_protection"], state["source_file_sha256"], state["an_attribute_of_old"] = true, "abc", "dropped"
		private := []byte(`{"created":"dHJ1ZQ=="}`)
		instance, problems := moved(t, env, provider, "contentgroove_media", state, private, "contentgroove_media")
		if len(problems) > 0 {
			t.Fatalf("%s: %q", provider, problems)
		}
		is := instance.Attributes()
		if instance.Identity["id"] != exampleMediaID || is["deletion_protection"] != true || is["source_file_sha256"] != "abc" || !bytes.Contains(instance.Private, []byte("created")) {
			t.Errorf("%s: moved %v with %s", provider, is, instance.Private)
		}
	}
}
