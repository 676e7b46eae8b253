package provider_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// TestAccFaults runs some cells of the fault matrix through the CLI, which is what
// the driver of the matrix imitates.
func TestAccFaults(t *testing.T) {
	t.Parallel()
	fromFile := mediaConfig(`name = "Weekly call"` + "\n" + `source_file = "${path.cwd}/call.wav"`)
	subscription := "resource \"contentgroove_webhook_subscription\" \"test\" {\n  url = \"https://hooks.example.com/contentgroove\"\n}\n"
	for name, test := range map[string]struct {
		config string
		fault  mockapi.Fault
		// objects are how many there are in the end, and puts how many files arrive.
		objects, puts int
	}{
		"media, reset after":              {fromFile, mockapi.Fault{Operation: mockapi.OpCreateMedia, Kind: mockapi.ResetAfter}, 1, 1},
		"media, 500 before, twice":        {fromFile, mockapi.Fault{Operation: mockapi.OpCreateMedia, Kind: mockapi.Error500Before, Times: 2}, 1, 1},
		"media, timeout after":            {fromFile, mockapi.Fault{Operation: mockapi.OpCreateMedia, Kind: mockapi.TimeoutAfter}, 1, 1},
		"upload, reset before":            {fromFile, mockapi.Fault{Operation: mockapi.OpUpload, Kind: mockapi.ResetBefore, Times: 2}, 1, 1},
		"wait, HTML":                      {fromFile, mockapi.Fault{Operation: mockapi.OpGetMediaByID, Kind: mockapi.HTML, Times: 2}, 1, 1},
		"wait, 404 after create":          {fromFile, mockapi.Fault{Operation: mockapi.OpCreateMedia, Kind: mockapi.NotFoundAfterCreate, Times: 2}, 1, 1},
		"subscription, truncated body":    {subscription, mockapi.Fault{Operation: mockapi.OpCreateWebhookSubscription, Kind: mockapi.TruncatedBody}, 1, 0},
		"three of the same, reset after":  {fromFile + mediaTwins(2), mockapi.Fault{Operation: mockapi.OpCreateMedia, Kind: mockapi.ResetAfter, Times: 2}, 3, 3},
		"three of the same, 500 before":   {fromFile + mediaTwins(2), mockapi.Fault{Operation: mockapi.OpCreateMedia, Kind: mockapi.Error500Before, Times: 2}, 3, 3},
		"three of the same, HTML on list": {fromFile + mediaTwins(2), mockapi.Fault{Operation: mockapi.OpGetMedias, Kind: mockapi.HTML}, 3, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, mockapi.Options{})
			cli := env.CLI(t)
			acctest.WriteWAV(t, filepath.Join(cli.Dir, "call.wav"), 1)
			cli.Write("main.tf", requiredProviders+env.ProviderBlock(`request_timeout = "2s"`)+test.config)
			if test.fault.Operation == mockapi.OpGetMedias {
				env.Inject(mockapi.Fault{Operation: mockapi.OpCreateMedia, Kind: mockapi.ResetAfter})
			}
			env.Inject(test.fault)
			for env.FaultsLeft() > 0 {
				before := env.FaultsLeft()
				output, err := cli.Run("apply", "-auto-approve")
				if env.FaultsLeft() == before {
					t.Fatalf("nothing befell the apply (%v):\n%s", err, output)
				}
			}
			cli.MustRun("apply", "-auto-approve")
			cli.MustRun("plan", "-detailed-exitcode") // Changes would be the status 2.
			if objects := len(env.Medias()) + len(env.WebhookSubscriptions()); objects != test.objects {
				t.Errorf("the server has %d objects, want %d", objects, test.objects)
			}
			puts := 0
			for _, upload := range env.Uploads() {
				puts += upload.Puts
			}
			if puts != test.puts {
				t.Errorf("%d files arrived, want %d", puts, test.puts)
			}
		})
	}
}

// mediaTwins are so many more media that look like the one that is declared.
func mediaTwins(count int) string {
	return fmt.Sprintf("resource \"contentgroove_media\" \"twin\" {\n  count = %d\n  name = \"Weekly call\"\n  source_file = \"${path.cwd}/call.wav\"\n}\n", count)
}
