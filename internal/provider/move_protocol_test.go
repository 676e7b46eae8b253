package provider_test

import (
	"bytes"
	"maps"
	"reflect"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// moveEnv is an account with one object of each type.
func moveEnv(t *testing.T) (*acctest.Env, *acctest.Protocol) {
	t.Helper()
	env := acctest.New(t, mockapi.Options{})
	env.SeedMedia(mockapi.Media{ID: exampleMediaID, Name: "Town hall"})
	env.SeedClip(mockapi.Clip{ID: exampleClipID, MediaID: exampleMediaID, Name: "Questions", StartTime: 1, EndTime: 2})
	env.SeedWebhookSubscription(mockapi.WebhookSubscription{ID: exampleSubscriptionID, URL: "https://legacy.example.com/contentgroove"})
	return env, env.Protocol(t)
}

func TestProtocolMove(t *testing.T) {
	t.Parallel()
	objects := map[string]struct{ id, collection string }{
		"contentgroove_media":                {exampleMediaID, "medias"},
		"contentgroove_clip":                 {exampleClipID, "clips"},
		"contentgroove_webhook_subscription": {exampleSubscriptionID, "webhook_subscriptions"},
	}
	// Each makes the state of a resource of a generic provider.
	sources := map[string]struct {
		provider, typeName string
		state              func(id, collection string) acctest.Object
	}{
		"restapi": {"registry.terraform.io/Mastercard/restapi", "restapi_object", func(id, collection string) acctest.Object {
			return acctest.Object{"id": id, "path": "/" + collection, "debug": nil}
		}},
		"restapi with a longer path": {"restapi", "restapi_object", func(id, collection string) acctest.Object {
			return acctest.Object{"id": id, "path": "/api/v1/" + collection + "/?x=1"}
		}},
		"restful by its id": {"registry.opentofu.org/magodo/restful", "restful_resource", func(id, collection string) acctest.Object {
			return acctest.Object{"id": "/api/v1/" + collection + "/" + id, "path": "/" + collection}
		}},
		"restful by its output": {"restful", "restful_operation", func(id, collection string) acctest.Object {
			return acctest.Object{"id": "/" + collection, "output": acctest.Object{"type": []any{"object"}, "value": acctest.Object{"data": acctest.Object{"id": id}}}}
		}},
		"restful by its output as a text": {"restful", "restful_operation", func(id, collection string) acctest.Object {
			return acctest.Object{"id": collection, "output": `{"data":{"id":"` + id + `"}}`}
		}},
	}
	for name, source := range sources {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, protocol := moveEnv(t)
			for typeName, object := range objects {
				moved, problems := protocol.Move(source.provider, source.typeName, source.state(object.id, object.collection), nil, typeName)
				if len(problems) > 0 {
					t.Fatalf("%s: %q", typeName, problems)
				}
				imported, problems := protocol.ImportByID(typeName, object.id)
				if len(problems) > 0 {
					t.Fatalf("%s: %q", typeName, problems)
				}
				if moved.ID != object.id || moved.State["id"] != object.id || moved.State["created_at"] == nil {
					t.Errorf("%s: moved %v, %v", typeName, moved.ID, moved.State)
				}
				// Except for what is signed anew, it is as after an import.
				for _, state := range []acctest.Object{moved.State, imported.State} {
					maps.DeleteFunc(state, func(name string, _ any) bool {
						return strings.HasSuffix(name, "file_url") || strings.HasSuffix(name, "image_url")
					})
				}
				if !reflect.DeepEqual(moved.State, imported.State) {
					t.Errorf("%s: moved %v, imported %v", typeName, moved.State, imported.State)
				}
			}
		})
	}
}

func TestProtocolMoveRefuses(t *testing.T) {
	t.Parallel()
	const media = "contentgroove_media"
	tests := map[string]struct {
		provider, typeName string
		state              acctest.Object
		want               string
	}{
		"another path":       {"restapi", "restapi_object", acctest.Object{"id": "a1", "path": "/clips"}, `its path is "/clips", which does not end in /medias.`},
		"the object's path":  {"restapi", "restapi_object", acctest.Object{"id": "a1", "path": "/medias/a1"}, `its path is "/medias/a1"`},
		"no path":            {"restapi", "restapi_object", acctest.Object{"id": "a1", "path": nil}, `its path is ""`},
		"no id":              {"restapi", "restapi_object", acctest.Object{"id": nil, "path": "/medias"}, `its state has no usable id, but "".`},
		"a pattern as id":    {"restapi", "restapi_object", acctest.Object{"id": "{id}", "path": "/medias"}, `no usable id, but "{id}".`},
		"another collection": {"restful", "restful_resource", acctest.Object{"id": "/clips/a1"}, `its id is "/clips/a1", which is not the path of an object below /medias.`},
		"no output":          {"restful", "restful_operation", acctest.Object{"id": "/medias", "output": nil}, `neither its id, "/medias", nor its output has the id of the object.`},
		"numbers":            {"restapi", "restapi_object", acctest.Object{"id": 1.0}, "its state cannot be read."},
		"another type":       {"restapi", "restapi_thing", acctest.Object{"id": "a1"}, "does not include support for the given source resource"},
		"another provider":   {"hashicorp/aws", "restapi_object", acctest.Object{"id": "a1", "path": "/medias"}, "does not include support for the given source resource"},
		"another of ours":    {"contentgroove/contentgroove", "contentgroove_clip", acctest.Object{"id": "a1"}, "does not include support for the given source resource"},
		"a stranger's media": {"example/other", media, acctest.Object{"id": "a1"}, "does not include support for the given source resource"},
		"a broken state":     {"contentgroove/contentgroove", media, acctest.Object{"id": []any{}}, "The state of the resource cannot be read"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, protocol := moveEnv(t)
			_, problems := protocol.Move(test.provider, test.typeName, test.state, nil, media)
			if len(problems) != 1 || !strings.Contains(string(problems[0]), test.want) {
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
func TestProtocolMoveToTheSameType(t *testing.T) {
	t.Parallel()
	for _, provider := range []string{"registry.opentofu.org/contentgroove/contentgroove", "contentgroove"} {
		_, protocol := moveEnv(t)
		before, problems := protocol.ImportByID("contentgroove_media", exampleMediaID)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		state := maps.Clone(before.State)
		state["deletion_protection"], state["source_file_sha256"], state["an_attribute_of_old"] = true, "abc", "dropped"
		private := []byte(`{"created":"dHJ1ZQ=="}`)
		moved, problems := protocol.Move(provider, "contentgroove_media", state, private, "contentgroove_media")
		if len(problems) > 0 {
			t.Fatalf("%s: %q", provider, problems)
		}
		if moved.ID != exampleMediaID || moved.State["deletion_protection"] != true || moved.State["source_file_sha256"] != "abc" || !bytes.Contains(moved.Private(), []byte("created")) {
			t.Errorf("%s: moved %v with %s", provider, moved.State, moved.Private())
		}
	}
}
