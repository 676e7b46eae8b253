package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// The key ends in characters that URLs and JSON write in another way; its core
// is the same in all of them.
const (
	secretCore = "k3yThatNobodyMayRead"
	secretKey  = secretCore + "+/=&"
)

// Runs the provider as it is released, at the most talkative log level, through
// everything that handles a secret, and looks for the secrets in all that is
// left behind.
func TestAccSecrets(t *testing.T) {
	t.Parallel()
	providerDir := acctest.BuildProvider(t)
	for _, method := range []string{"bearer", "x_api_key", "query"} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			server := acctest.StartServer(t, mockapi.Options{APIKeys: []string{secretKey}, ProcessingTime: time.Millisecond})
			cli := acctest.NewCLI(t, providerDir)
			logFile := filepath.Join(t.TempDir(), "trace.log")
			cli.Setenv("TF_LOG", "TRACE")
			cli.Setenv("TF_LOG_PATH", logFile)
			cli.Setenv("CONTENTGROOVE_API_KEY", secretKey)
			cli.Setenv("CONTENTGROOVE_BASE_URL", server.URL())
			cli.Setenv("CONTENTGROOVE_AUTH_METHOD", method)
			acctest.WriteWAV(t, filepath.Join(cli.Dir, "call.wav"), 1)
			cli.Write("main.tf", requiredProviders+mediaConfig(`source_file = "call.wav"`)+`
resource "contentgroove_webhook_subscription" "test" {
  url = "https://hooks.example.com/contentgroove"
}

data "contentgroove_medias" "test" {
  depends_on = [contentgroove_media.test]
}
`)
			// Each kind of trouble that puts an address into an error.
			server.Inject(mockapi.Fault{Operation: mockapi.OpUpload, Kind: mockapi.ResetBefore})
			server.Inject(mockapi.Fault{Operation: mockapi.OpGetUploadURL, Kind: mockapi.Error500Before})
			server.Inject(mockapi.Fault{Operation: mockapi.OpCreateMedia, Kind: mockapi.ResetAfter})
			server.Inject(mockapi.Fault{Operation: mockapi.OpGetMedias, Kind: mockapi.TruncatedBody})

			var left strings.Builder
			left.WriteString(cli.MustRun("plan", "-out=plan.bin"))
			left.WriteString(cli.MustRun("show", "-json", "plan.bin"))
			left.WriteString(cli.MustRun("apply", "plan.bin"))
			state := cli.MustRun("show", "-json")
			left.WriteString(state)
			left.WriteString(cli.Read("terraform.tfstate"))
			server.Inject(mockapi.Fault{Kind: mockapi.Unauthorized401, Times: endless})
			printed, err := cli.Run("plan")
			if err == nil {
				t.Errorf("the plan succeeded without a valid key:\n%s", printed)
			}
			left.WriteString(printed)
			server.ClearFaults()
			left.WriteString(cli.MustRun("destroy", "-auto-approve"))

			log, err := os.ReadFile(logFile)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(log), "Upload") && !strings.Contains(string(log), "upload") {
				t.Error("the log tells nothing of the upload, so the test proves nothing")
			}
			if server.CountRequests(mockapi.OpUpload) < 2 || len(server.Medias()) != 0 {
				t.Errorf("%d uploads and %d media, want a repeated upload and no media", server.CountRequests(mockapi.OpUpload), len(server.Medias()))
			}
			for place, content := range map[string]string{"log": string(log), "output, plan or state": left.String()} {
				checkNoSecrets(t, server, place, content)
			}
			checkKeyStays(t, server)
		})
	}
}

// checkNoSecrets looks for the key, and for what makes an upload URL good for an
// upload.
func checkNoSecrets(t *testing.T, server *mockapi.Server, place, content string) {
	t.Helper()
	secrets := map[string]string{"key": secretCore}
	for _, upload := range server.Uploads() {
		secrets["path of an upload"] = upload.Key
	}
	for name, secret := range secrets {
		if at := strings.Index(content, secret); at >= 0 {
			t.Errorf("the %s is in the %s: …%s…", name, place, content[max(0, at-200):min(len(content), at+len(secret)+50)])
		}
	}
	// The preview images and files of the API itself are signed as well, and
	// belong in the state: an upload is told from them by its path.
	signed := regexp.MustCompile(regexp.QuoteMeta(strings.TrimPrefix(server.UploadURL(), "http://")) + `/[^/\s"]*(?i)signature`)
	if found := signed.FindString(content); found != "" {
		t.Errorf("the signature of an upload is in the %s: %s", place, found)
	}
}

// checkKeyStays looks for the key where it does not belong: at the upload host.
func checkKeyStays(t *testing.T, server *mockapi.Server) {
	t.Helper()
	for _, request := range server.Requests() {
		if request.Host != mockapi.HostUpload {
			continue
		}
		for name, values := range request.Header {
			if strings.Contains(strings.Join(values, " "), secretCore) {
				t.Errorf("the upload host got the key in %s", name)
			}
		}
		if request.Query.Has("api_key") {
			t.Error("the upload host got the key in its query")
		}
	}
}
