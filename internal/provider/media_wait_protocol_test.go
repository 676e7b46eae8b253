package provider_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

const mediaWaitTypeName = "contentgroove_media_wait"

// waitFor invokes the action. The timeout is left out if it is "".
func waitFor(t *testing.T, env *acctest.Env, timeout string, medias ...mockapi.Media) (string, terraform.Diagnostics) {
	t.Helper()
	ids := []any{}
	for _, media := range medias {
		ids = append(ids, media.ID)
	}
	block := terraform.Object{"media_ids": ids}
	if timeout != "" {
		block["timeout"] = timeout
	}
	messages, problems := env.Session(t).Invoke(mediaWaitTypeName, block)
	return strings.Join(messages, "\n"), problems
}

// What is finished already is not waited for.
func TestMediaWaitFinished(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	before := env.Clock.Now()
	messages, problems := waitFor(t, env, "", env.SeedMedia(mockapi.Media{Name: "Weekly call"}))
	if len(problems) > 0 || !env.Clock.Now().Equal(before) {
		t.Errorf("problems %q after %s", problems, env.Clock.Now().Sub(before))
	}
	wants(t, messages, `The media "Weekly call" (id `, "All media are finished.")
}

func TestMediaWaitProcessing(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{ProcessingTime: 5 * time.Minute})
	medias := env.SeedMedias(5, func(i int) mockapi.Media {
		state := []mockapi.ProcessingState{mockapi.Pending, mockapi.Processing}[i%2]
		return mockapi.Media{Name: string(rune('a' + i)), State: state, CreatedAt: env.Clock.Now()}
	})
	messages, problems := waitFor(t, env, "", append(medias, env.SeedMedia(mockapi.Media{Name: "done"}))...)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	wants(t, messages, `The media "done" (id `, "1 of 6 finished after 0s; waiting for media ", " and 2 more.", "All media are finished.")
	if lines := strings.Split(messages, "\n"); len(lines) < 10 || slices.Contains(lines, "") {
		t.Errorf("the messages are not live: %q", lines)
	}
}

// A media whose source cannot be fetched is told at the end, when the others are
// done.
func TestMediaWaitFetchError(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{ProcessingTime: time.Minute})
	failed := env.SeedMedia(mockapi.Media{Name: "lost", HasFetchError: true})
	slow := env.SeedMedia(mockapi.Media{Name: "slow", State: mockapi.Processing})
	messages, problems := waitFor(t, env, "", failed, slow)
	if len(problems) != 1 {
		t.Fatalf("problems: %q", problems)
	}
	wants(t, messages, `The media "slow" (id `)
	wants(t, problems[0].String(), "Media failed", "1 of 2 media", `media "lost" (id `+failed.ID+") has a source that could not be fetched")
}

func TestMediaWaitTimeout(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{ProcessingTime: time.Hour})
	slow := env.SeedMedia(mockapi.Media{Name: "slow", State: mockapi.Processing})
	before := env.Clock.Now()
	_, problems := waitFor(t, env, "90s", slow, env.SeedMedia(mockapi.Media{}))
	if waited := env.Clock.Now().Sub(before); len(problems) != 1 || waited != 90*time.Second {
		t.Fatalf("problems %q after %s", problems, waited)
	}
	wants(t, problems[0].String(), "Processing not finished", "1 of 2 media did not finish within 1m30s", `media "slow" (id `+slow.ID+") is not finished", "raise timeout")
}

// A media that is not there may have been made a moment ago, so it is looked for
// again until it would not be new any more. Looks are 15 seconds apart at the end.
func TestMediaWaitMissing(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	before := env.Clock.Now()
	_, problems := waitFor(t, env, "", mockapi.Media{ID: "10000000-0000-4000-8000-000000000000"})
	if waited := env.Clock.Now().Sub(before); len(problems) != 1 || waited < time.Minute || waited > 80*time.Second {
		t.Fatalf("problems %q after %s", problems, waited)
	}
	wants(t, problems[0].String(), "media (id 10000000-0000-4000-8000-000000000000) does not exist")

	media := env.SeedMedia(mockapi.Media{})
	env.Inject(mockapi.Fault{Operation: mockapi.OpGetMediaByID, Kind: mockapi.Unauthorized401})
	_, problems = waitFor(t, env, "", media)
	if len(problems) != 2 {
		t.Fatalf("problems: %q", problems)
	}
	wants(t, problems[0].String(), "Cannot wait for media", "401")
	wants(t, problems[1].String(), "1 of 1 media", media.ID)
}

func TestMediaWaitRefuses(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	for name, block := range map[string]terraform.Object{
		"nothing to wait for": {"media_ids": []any{}},
		"an empty id":         {"media_ids": []any{""}},
		"no duration":         {"media_ids": []any{"m1"}, "timeout": "soon"},
		"a duration below 0":  {"media_ids": []any{"m1"}, "timeout": "-5s"},
	} {
		if _, problems := env.Session(t).Invoke(mediaWaitTypeName, block); len(problems) != 1 {
			t.Errorf("%s: problems %q, want one", name, problems)
		}
	}
}
