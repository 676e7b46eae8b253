package provider_test

import (
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/compatibility"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

func TestAccWebhookEvent(t *testing.T) {
	t.Parallel()
	cli := acctest.New(t, mockapi.Options{}).CLI(t)
	skipBelow(t, cli, compatibility.Provider, "TestProtocolWebhookEvent")
	cli.Write("main.tf", requiredProviders+exampleFile(t, "functions", "webhook_event", "function.tf"))
	cli.Setenv("TF_VAR_webhook_body", webhookEventBody)
	wants(t, cli.MustRun("plan"), `summary = "Weekly call: 98.865532 s, 1 clips"`)

	cli.Setenv("TF_VAR_webhook_body", "{}")
	printed, err := cli.Run("plan")
	if err == nil {
		t.Error("the plan succeeds")
	}
	wants(t, printed, `Invalid value for "json" parameter`, "This is not the body of a ContentGroove webhook: its event is missing.")
}
