package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// renamed is what the newsreel is called after the change.
const renamed = "Space newsreel, restored"

// story is one run of the demonstration.
type story struct {
	narrator

	layout   layout
	mock     *mockapi.Server
	receiver *receiver
	cli      string
	color    bool
	verbose  bool
}

// tell goes through the chapters.
func (s *story) tell(ctx context.Context) error {
	for _, chapter := range []func(context.Context) error{
		s.build, s.introduce, s.init, s.plan, s.apply, s.lookAround, s.planAgain, s.change, s.destroy,
	} {
		if err := chapter(ctx); err != nil {
			return err
		}
	}
	s.print("\nDone in %.1f s: %d requests to the mock API, and nothing is left behind.\n",
		s.elapsed().Seconds(), s.mock.CountRequests(""))
	return nil
}

func (s *story) build(ctx context.Context) error {
	s.begin("Building the provider")
	cli, err := findCLI(s.cli)
	if err != nil {
		return err
	}
	s.cli = cli
	if err := installProvider(ctx, s.layout, s.output, s.beat); err != nil {
		return err
	}
	s.say("It is installed in a directory of this run, from which `init` will take it.")
	return nil
}

func (s *story) introduce(ctx context.Context) error {
	s.begin("Who takes part")
	s.say("A mock of the ContentGroove API, without an account or a network: %s", s.mock.URL())
	s.say("A webhook receiver, which is the team's pipeline: %s", s.receiver.url())
	s.say("The configuration under examples/scenario, and this CLI:")
	return s.run(ctx, "version")
}

func (s *story) init(ctx context.Context) error {
	s.begin("Initializing")
	if err := s.run(ctx, "init", "-input=false"); err != nil {
		return err
	}
	return nil
}

func (s *story) plan(ctx context.Context) error {
	s.begin("Planning: a webhook subscription, two media, four clips")
	return s.run(ctx, "plan", "-input=false", "-out=demo.tfplan", s.webhookURL())
}

func (s *story) apply(ctx context.Context) error {
	s.begin("Applying: one media is fetched from the web, one uploaded; both are processed for %v", processingTime)
	return s.run(ctx, "apply", "-input=false", "demo.tfplan")
}

func (s *story) lookAround(ctx context.Context) error {
	s.begin("Looking at the other side: what the mock API has now")
	clips := s.mock.Clips()
	for _, media := range s.mock.Medias() {
		s.say("Media %q: %s, %.1f s. In it is said:", media.Name, media.SourceFileContentType, media.SourceFileDuration)
		s.say("  %s", shortened(media.Transcription))
		for _, clip := range clips {
			if clip.MediaID == media.ID {
				s.say("  clip %5.1f s to %5.1f s  %s", clip.StartTime, clip.EndTime, shortened(clip.Name))
			}
		}
	}
	if err := s.mock.WaitDeliveries(ctx); err != nil {
		return err
	}
	s.say("The webhook receiver has got: %s", strings.Join(s.receiver.received(), ", "))
	return nil
}

// shortened cuts what would not fit into a line.
func shortened(text string) string {
	const width = 104
	if letters := []rune(text); len(letters) > width {
		return string(letters[:width-1]) + "…"
	}
	return text
}

func (s *story) planAgain(ctx context.Context) error {
	s.begin("Planning again: nothing is left to do")
	before := s.mock.CountRequests("")
	if err := s.run(ctx, "plan", "-input=false", "-detailed-exitcode", s.webhookURL()); err != nil {
		return err
	}
	s.say("That took %d requests.", s.mock.CountRequests("")-before)
	return nil
}

func (s *story) change(ctx context.Context) error {
	s.begin("Changing a name: an update in place")
	if err := s.run(ctx, "apply", "-input=false", "-auto-approve", s.webhookURL(), "-var=media_name="+renamed); err != nil {
		return err
	}
	if creations := s.mock.CountRequests(mockapi.OpCreateMedia); creations != len(s.mock.Medias()) {
		return fmt.Errorf("%d media were created to end up with %d", creations, len(s.mock.Medias()))
	}
	for _, media := range s.mock.Medias() {
		if media.Name == renamed {
			s.say("The mock API has it under the same id, %s, and the new name, %q.", media.ID, media.Name)
			return nil
		}
	}
	return fmt.Errorf("the mock API has no media called %q", renamed)
}

func (s *story) destroy(ctx context.Context) error {
	s.begin("Destroying everything")
	if err := s.run(ctx, "destroy", "-input=false", "-auto-approve", s.webhookURL()); err != nil {
		return err
	}
	medias, clips, subscriptions := len(s.mock.Medias()), len(s.mock.Clips()), len(s.mock.WebhookSubscriptions())
	if medias+clips+subscriptions > 0 {
		return fmt.Errorf("the mock API still has %d media, %d clips and %d webhook subscriptions", medias, clips, subscriptions)
	}
	s.say("The mock API has no media, no clip and no webhook subscription any more.")
	return nil
}

// webhookURL points the scenario at the receiver.
func (s *story) webhookURL() string { return "-var=webhook_url=" + s.receiver.url() }

// run runs a command of the CLI in the scenario.
func (s *story) run(ctx context.Context, command string, arguments ...string) error {
	digest := &digest{output: s.output}
	var output io.Writer = digest
	if s.verbose {
		output = s.output
	}
	err := program{
		path:        s.cli,
		arguments:   append([]string{command}, arguments...),
		directory:   s.layout.scenario(),
		environment: environment(os.Environ(), s.layout, s.mock.URL(), s.color),
		output:      output,
	}.run(ctx)
	for _, warning := range digest.warnings() {
		s.say("%s", warning)
	}
	if err != nil && ctx.Err() == nil {
		_, _ = s.output.Write(digest.all.Bytes())
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("%s: %w", command, err)
	}
	return err
}

// environment is that of the CLI: the user's, without the settings of Terraform
// and of the provider that might lie in it, and with those of this run.
func environment(user []string, l layout, baseURL string, color bool) []string {
	var all []string
	for _, variable := range user {
		if !strings.HasPrefix(variable, "TF_") && !strings.HasPrefix(variable, "CONTENTGROOVE_") {
			all = append(all, variable)
		}
	}
	if !color {
		all = append(all, "TF_CLI_ARGS=-no-color")
	}
	return append(all,
		"CONTENTGROOVE_BASE_URL="+baseURL,
		"CONTENTGROOVE_API_KEY="+mockapi.DefaultAPIKey,
		"TF_CLI_CONFIG_FILE="+l.cliConfig(),
		"TF_IN_AUTOMATION=1", // No advice on what to type next.
		"CHECKPOINT_DISABLE=1",
		"TMPDIR="+l.temporary(),
	)
}
