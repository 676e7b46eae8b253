package provider_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// uploadElsewhere sends a file as another machine would, without the provider,
// and returns its upload id.
func uploadElsewhere(t *testing.T, env *acctest.Env, seconds int) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "call.wav")
	acctest.WriteWAV(t, file, seconds)
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Data struct {
			Attributes struct {
				UploadID  string `json:"upload_id"`
				UploadURL string `json:"upload_url"`
			}
		}
	}
	answer := send(t, http.MethodGet, env.URL()+"/direct_uploads", "")
	defer func() { _ = answer.Body.Close() }()
	if err := json.NewDecoder(answer.Body).Decode(&document); err != nil {
		t.Fatal(err)
	}
	stored := send(t, http.MethodPut, document.Data.Attributes.UploadURL, string(content))
	_ = stored.Body.Close()
	return document.Data.Attributes.UploadID
}

// send sends one request, with the key to the API only.
func send(t *testing.T, method, url, body string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if method == http.MethodGet {
		request.Header.Set("X-API-KEY", mockapi.DefaultAPIKey)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%s was answered %s", method, answer.Status)
	}
	return answer
}

func TestAccMedia_uploadID(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	first, second := uploadElsewhere(t, env, 1), uploadElsewhere(t, env, 2)
	fromUpload := func(id string) string { return env.Config(mediaConfig(fmt.Sprintf("upload_id = %q", id))) }
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{
				Config: fromUpload(first),
				ConfigStateChecks: []statecheck.StateCheck{
					mediaField("source_url", knownvalue.Null()),
					mediaField("source_file_sha256", knownvalue.Null()),
					mediaField("source_file_duration", knownvalue.Float64Exact(1)),
				},
			},
			{Config: fromUpload(first), ConfigPlanChecks: unchanged},
			{
				Config:            fromUpload(second),
				ConfigPlanChecks:  planned(plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: []statecheck.StateCheck{mediaField("source_file_duration", knownvalue.Float64Exact(2))},
			},
			{
				Config:           env.Config(mediaConfig(sourceURL)), // From one kind of source to another.
				ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate),
			},
			{
				Config:      fromUpload("eyJub3QiOiJzaWduZWQifQ==--00"),
				ExpectError: regexp.MustCompile(`(?s)Cannot create media.*422.*upload_id`),
			},
		},
	})
}

func TestAccMedia_uploadIDWriteOnly(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	first, second := uploadElsewhere(t, env, 1), uploadElsewhere(t, env, 2)
	fromUpload := func(id string, version int) string {
		return env.Config(mediaConfig(fmt.Sprintf("upload_id_wo = %q\nupload_id_wo_version = %d", id, version)))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_11_0)},
		Steps: []resource.TestStep{
			{
				Config: fromUpload(first, 1),
				ConfigStateChecks: []statecheck.StateCheck{
					mediaField("upload_id_wo", knownvalue.Null()),
					mediaField("upload_id", knownvalue.Null()),
					mediaField("source_file_duration", knownvalue.Float64Exact(1)),
				},
			},
			{
				Config:      env.Config(mediaConfig(fmt.Sprintf("upload_id_wo = %q", second))),
				ExpectError: regexp.MustCompile(`upload_id_wo_version`),
			},
			// Only the version tells that the id has changed.
			{Config: fromUpload(second, 1), ConfigPlanChecks: unchanged},
			{
				Config:            fromUpload(second, 2),
				ConfigPlanChecks:  planned(plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: []statecheck.StateCheck{mediaField("source_file_duration", knownvalue.Float64Exact(2))},
			},
		},
	})
}

// Neither the time of a file nor a restart of the provider is a reason to upload
// anything.
func TestAccMedia_sourceFileTouched(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	file := filepath.Join(t.TempDir(), "call.wav")
	acctest.WriteWAV(t, file, 1)
	config := env.Config(mediaConfig(fmt.Sprintf("source_file = %q", file)))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: func() {
					if err := os.Chtimes(file, time.Time{}, time.Now().Add(time.Hour)); err != nil {
						t.Fatal(err)
					}
				},
				Config:           config,
				ConfigPlanChecks: unchanged,
			},
		},
	})
	count(t, env, mockapi.OpUpload, 1)
}

// A file that ContentGroove does not list is sent nevertheless, with a warning;
// one that vanishes later is a warning as well.
func TestAccMedia_sourceFileWarnings(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	cli := env.CLI(t)
	file := filepath.Join(cli.Dir, "notes.txt")
	cli.Write("notes.txt", "Not a recording at all.\n")
	cli.Write("main.tf", requiredProviders+env.Config(mediaConfig(fmt.Sprintf("source_file = %q\nwait_for_processing = false", file))))
	wants(t, cli.MustRun("apply", "-auto-approve"), "Warning: Source file may not be supported", "looks like text/plain", "1 added")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	wants(t, cli.MustRun("plan"), "Warning: Source file not found", "The media exists, so nothing is planned for it", "No changes.")
}
