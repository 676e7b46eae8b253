package demo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi/control"
)

// pageAddress is where the page of the playground is, if nobody else is there.
const pageAddress = "127.0.0.1:4012"

// spoken is what is said in the recording of the scenario.
const spoken = "Good morning. Yesterday we shipped the new upload page. Today we test the webhooks. Nothing is blocked."

// transcripts tells the mock what is said in the scenario's recording.
func transcripts(l layout) (map[string]string, error) {
	content, err := os.ReadFile(filepath.Join(l.root, "examples", "scenario", "media", "standup.wav"))
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(content)
	return map[string]string{hex.EncodeToString(sum[:]): spoken}, nil
}

// Playground starts a mock with its page and a receiver of webhooks, and makes a
// directory with a configuration that is ready to be applied. It returns when ctx
// ends and everything is cleaned up.
func Playground(ctx context.Context, options Options) (err error) {
	workspace, err := makeWorkspace(options.Workspace)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(workspace)) }()
	root, err := filepath.Abs(options.Root)
	if err != nil {
		return fmt.Errorf("finding the repository: %w", err)
	}
	cli, err := findCLI(options.CLI)
	if err != nil {
		return err
	}
	l := layout{root: root, workspace: workspace}
	n := narrator{output: options.Output, started: time.Now()}
	n.print("Building the provider\n")
	if err := installProvider(ctx, l, options.Output, n.beat); err != nil {
		return err
	}

	said, err := transcripts(l)
	if err != nil {
		return err
	}
	mock := mockapi.New(mockapi.Options{
		ProcessingTime: 8 * time.Second, ClipProcessingTime: 3 * time.Second,
		KeepRequests: 2000, KeepBodies: 500, FilesDir: l.temporary(), Transcripts: said,
	})
	defer mock.Close()
	if err := mock.Start(); err != nil {
		return fmt.Errorf("starting the mock API: %w", err)
	}
	page, err := control.Start(ctx, mock, pageAddress, control.Options{})
	if err != nil {
		page, err = control.Start(ctx, mock, "127.0.0.1:0", control.Options{})
	}
	if err != nil {
		return fmt.Errorf("starting the page: %w", err)
	}
	defer page.Close()
	receiver, err := startReceiver(ctx)
	if err != nil {
		return fmt.Errorf("starting the webhook receiver: %w", err)
	}
	defer receiver.close()
	if err := l.furnish(mock, receiver.url()); err != nil {
		return fmt.Errorf("making the directory: %w", err)
	}
	n.print("The page      %s\nThe receiver  %s\nThe API       %s\nTry it        cd %s && . ./env.sh && %s init && %s apply\nCtrl-C ends it all and removes the directory.\n",
		page.URL(), receiver.url(), mock.URL(), l.scenario(), shellWord(cli), shellWord(cli))
	<-ctx.Done()
	return ctx.Err()
}

// furnish adds to the scenario what points it at the mock and the receiver.
func (l layout) furnish(mock *mockapi.Server, webhookURL string) error {
	env := fmt.Sprintf("export CONTENTGROOVE_BASE_URL=%s\nexport CONTENTGROOVE_API_KEY=%s\nexport TF_CLI_CONFIG_FILE=%s\n",
		mock.URL(), mockapi.DefaultAPIKey, shellWord(l.cliConfig()))
	return errors.Join(
		os.WriteFile(filepath.Join(l.scenario(), "env.sh"), []byte(env), 0o600),
		os.WriteFile(filepath.Join(l.scenario(), "terraform.tfvars"), fmt.Appendf(nil, "webhook_url = %q\n", webhookURL), 0o600),
	)
}

// shellWord quotes a word for a POSIX shell where it holds a blank or a quote.
func shellWord(word string) string {
	if !strings.ContainsAny(word, " '\"$\\`") {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
