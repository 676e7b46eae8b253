package provider_test

import (
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// Mistakes are told at the line where they are, and before a request is sent.
func TestAccMessages(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config string
		want   []string
	}{
		"timeouts": {
			"resource \"contentgroove_media\" \"a\" {\n  source_url = \"https://media.example.com/a.mp4\"\n  timeouts   = { create = \"01:30:00\" }\n}\n",
			[]string{`timeouts = { create = "01:30:00" }`, `The value "01:30:00" of create is not a positive duration`},
		},
		"negative start": {
			"resource \"contentgroove_clip\" \"a\" {\n  media_id = \"a\"\n  name = \"a\"\n  start_time = -1\n  end_time = 2\n}\n",
			[]string{"start_time = -1", "The value -1 is not a number of 0 or more: it is negative."},
		},
		"no event": {
			"resource \"contentgroove_webhook_subscription\" \"a\" {\n  url = \"https://hooks.example.com\"\n  subscribed_events = [\"\"]\n}\n",
			[]string{`subscribed_events = [""]`, "one of them is empty"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, mockapi.Options{})
			cli := env.CLI(t)
			cli.Write("main.tf", requiredProviders+env.Config(test.config))
			printed, err := cli.Run("plan")
			if err == nil {
				t.Error("the plan succeeds")
			}
			wants(t, printed, test.want...)
			if len(env.Requests()) > 0 {
				t.Error("the API was asked")
			}
		})
	}
}

// Two subscriptions with one URL are told about in the plan; one that is replaced
// is not a second one.
func TestAccMessages_twoSubscriptions(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	cli := env.CLI(t)
	config := func(second, events string) {
		cli.Write("main.tf", requiredProviders+env.Config(`
resource "contentgroove_webhook_subscription" "first" {
  url               = "https://hooks.example.com/first"
  subscribed_events = ["`+events+`"]
}

resource "contentgroove_webhook_subscription" "second" {
  url = "https://hooks.example.com/`+second+`"
}
`))
	}
	config("first", "*")
	wants(t, cli.MustRun("plan"), "Warning: Two subscriptions with one URL", "send every event there twice")
	config("second", "*")
	without(t, cli.MustRun("apply", "-auto-approve"), "Two subscriptions")
	config("second", "media.processing_finished")
	without(t, cli.MustRun("plan"), "Two subscriptions")
	without(t, cli.MustRun("plan", "-replace=contentgroove_webhook_subscription.first"), "Two subscriptions")
}

// without fails the test if a text was printed.
func without(t *testing.T, printed, text string) {
	t.Helper()
	if strings.Contains(printed, text) {
		t.Errorf("%q is in:\n%s", text, printed)
	}
}
