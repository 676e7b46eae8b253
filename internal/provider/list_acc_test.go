package provider_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/compatibility"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// An account that was filled by hand comes under Terraform with one query and one
// apply, which changes nothing. The guide on bulk import tells this tale.
func TestAccQuery_bulkImport(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	cli := env.CLI(t)
	skipBelow(t, cli, compatibility.ListResources, "TestProtocolListResource")
	awkward := "Quotes \" and ${braces}\nand %{more}, \\ to be sure"
	medias := env.SeedMedias(250, func(i int) mockapi.Media {
		media := mockapi.Media{Name: "Recording", HasFetchError: i == 7}
		if i%2 == 0 {
			media.UploadID = "uploaded"
		}
		if i%3 == 0 {
			media.Description = &awkward
		}
		return media
	})
	env.UpdateMedia(medias[9].ID, func(media *mockapi.Media) { media.Name = "" })
	env.SeedClip(mockapi.Clip{MediaID: medias[0].ID, Name: "Opening", StartTime: 1.25, EndTime: 2.5})
	env.SeedWebhookSubscription(mockapi.WebhookSubscription{})

	cli.Write("main.tf", requiredProviders+env.Config(""))
	cli.Write("all.tfquery.hcl", `
list "contentgroove_media" "all" {
  provider = contentgroove
  limit    = 10000
}

list "contentgroove_clip" "all" {
  provider = contentgroove
}

list "contentgroove_webhook_subscription" "all" {
  provider = contentgroove
}
`)
	wants(t, cli.MustRun("query", "-generate-config-out=generated.tf"), "list.contentgroove_media.all id="+medias[249].ID+" Recording")
	if got := strings.Count(cli.Read("generated.tf"), "\nimport {"); got != 252 {
		t.Errorf("%d import blocks, want 252", got)
	}
	count(t, env, mockapi.OpGetMedias, 3)
	wants(t, cli.MustRun("apply", "-auto-approve"), "252 imported, 0 added, 0 changed, 0 destroyed")
	for _, request := range env.Requests() {
		if request.Method != http.MethodGet {
			t.Errorf("%s %s was sent", request.Method, request.Path)
		}
	}
}

// A query stops at an error, and says what it is.
func TestAccQuery_error(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	cli := env.CLI(t)
	skipBelow(t, cli, compatibility.ListResources, "TestProtocolListFailsOnPage3")
	env.SeedMedias(250, func(int) mockapi.Media { return mockapi.Media{} })
	env.Inject(mockapi.Fault{Operation: mockapi.OpGetMedias, Kind: mockapi.Unauthorized401, Skip: 2})
	cli.Write("main.tf", requiredProviders+env.Config(""))
	cli.Write("all.tfquery.hcl", "list \"contentgroove_media\" \"all\" {\n  provider = contentgroove\n  limit = 1000\n}\n")
	printed, err := cli.Run("query")
	if err == nil {
		t.Error("the query succeeds")
	}
	wants(t, printed, "Cannot list media", "401", "Check the API key")
}
