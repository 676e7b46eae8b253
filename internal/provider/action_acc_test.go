package provider_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/compatibility"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// The example creates media without waiting and then waits for all of them, in
// the apply and on demand.
func TestAccMediaWait_action(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{ProcessingTime: 20 * time.Minute})
	cli := env.CLI(t)
	skipBelow(t, cli, compatibility.Actions, "TestProtocolMediaWaitProcessing")
	cli.Write("main.tf", requiredProviders+env.Config(exampleFile(t, "actions", mediaWaitTypeName, "action.tf")))
	wants(t, cli.MustRun("apply", "-auto-approve"), "of 3 finished after", `The media "Stand-up on monday" (id `, "All media are finished.", "4 added")
	wants(t, cli.MustRun("apply", "-auto-approve", "-invoke=action.contentgroove_media_wait.recordings"), "All media are finished.")
}

// The example tries out a receiver before it subscribes it, so that a receiver
// that fails is not subscribed.
func TestAccWebhookTest_action(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	cli := env.CLI(t)
	skipBelow(t, cli, compatibility.Actions, "TestProtocolWebhookTest")
	cli.Write("main.tf", requiredProviders+env.Config(exampleFile(t, "actions", webhookTestTypeName, "action.tf")))

	broken, _ := receive(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusConflict) })
	printed, err := cli.Run("apply", "-auto-approve", "-var=receiver="+broken)
	if err == nil || len(env.WebhookSubscriptions()) > 0 {
		t.Errorf("the receiver is subscribed: %v", env.WebhookSubscriptions())
	}
	wants(t, printed, "Webhook receiver failed", "delivery 2 failed: the answer was 409 Conflict")

	sound, got := receive(t, func(http.ResponseWriter, *http.Request) {})
	wants(t, cli.MustRun("apply", "-auto-approve", "-var=receiver="+sound), "delivery 2 was answered 200", "1 added")
	wants(t, cli.MustRun("apply", "-auto-approve", "-var=receiver="+sound, "-invoke=action.contentgroove_webhook_test.receiver"), "delivery 2 was answered 200")
	if delivered := len(got()); delivered != 4 {
		t.Errorf("%d deliveries, want 4", delivered)
	}
}
