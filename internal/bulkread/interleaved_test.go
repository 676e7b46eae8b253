package bulkread

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi/mocktest"
)

// version is a name that a media had, up to a moment.
type version struct {
	name  string
	until time.Time
}

// estate is an account whose media change between reads, with their history.
type estate struct {
	server *mockapi.Server
	clock  *mocktest.Clock
	ids    []string
	// former are the names that a media had before its present one.
	former map[string][]version
	count  int
}

// rename changes a media, and remembers what it was called.
func (e *estate) rename(id string) {
	e.count++
	e.server.UpdateMedia(id, func(media *mockapi.Media) {
		e.former[id] = append(e.former[id], version{media.Name, e.clock.Now()})
		media.Name = fmt.Sprintf("name %d", e.count)
	})
}

// Reads from pages, in any order with changes by this run and by others, must
// show what a read by id shows, or for the changes of others what one has shown
// within the lifetime of a page.
func TestBulkReadsAmongChanges(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 0))
			clock := mocktest.NewClock(time.Time{})
			server := mocktest.Start(t, mockapi.Options{Clock: clock, MaxPageSize: 7})
			api, err := client.New(client.Options{BaseURL: server.URL(), APIKey: mockapi.DefaultAPIKey, Clock: clock})
			must(t, err)
			patience := Patience{Clock: clock, ServerNow: clock.Now, Trust: func(context.Context, error) error { return nil }}
			reader := New(Source[client.Media]{
				Get: api.GetMedia,
				List: func(ctx context.Context, number, size int) (client.Page[*client.Media], error) {
					return api.MediaPage(ctx, client.ListOptions{Sort: "created_at", PageSize: size}, number)
				},
				ID: func(media *client.Media) string { return media.ID },
			}, Options{Name: "media", Background: t.Context(), Clock: clock, Log: slog.New(slog.DiscardHandler), Patience: patience})
			own := map[string]bool{}
			account := &estate{server: server, clock: clock, former: map[string][]version{}}
			for range 40 {
				account.ids = append(account.ids, server.SeedMedia(mockapi.Media{Name: "seeded"}).ID)
			}
			for range 200 {
				id := account.ids[random.IntN(len(account.ids))]
				switch random.IntN(12) {
				case 0, 1:
					account.rename(id)
				case 2:
					reader.Changed(id)
					own[id] = true
					account.rename(id)
				case 3:
					server.DeleteMedia(id)
				case 4:
					account.ids = append(account.ids, server.SeedMedia(mockapi.Media{Name: "made meanwhile"}).ID)
				case 5:
					clock.Advance(time.Duration(random.IntN(40)) * time.Second)
				}
				account.compare(t, api, reader, own, account.ids[random.IntN(len(account.ids))])
			}
		})
	}
}

// compare reads a media both ways, in the order in which a refresh does.
func (e *estate) compare(t *testing.T, api *client.Client, reader *Reader[client.Media], own map[string]bool, id string) {
	t.Helper()
	var err error
	assess := func(*client.Media) Assessment { return Complete }
	got := reader.Cached(id, assess)
	if got == nil {
		got, err = reader.Read(t.Context(), id, time.Time{}, assess)
	}
	want, wantErr := api.GetMedia(t.Context(), id)
	switch {
	case errors.Is(err, client.ErrNotFound):
		if !errors.Is(wantErr, client.ErrNotFound) {
			t.Errorf("%s is reported gone, but a read by id says %v", id, wantErr)
		}
		return
	case err != nil:
		t.Fatal(err)
	case own[id] && wantErr != nil:
		t.Errorf("%s was deleted after this run had changed it, and is still shown", id)
		return
	case wantErr == nil && got.Name == want.Name:
		return
	}
	if own[id] {
		t.Errorf("%s, changed by this run, shows %q instead of %q", id, got.Name, want.Name)
	}
	recent := func(v version) bool { return v.name == got.Name && e.clock.Now().Sub(v.until) < PageLifetime }
	if wantErr == nil && !slices.ContainsFunc(e.former[id], recent) {
		t.Errorf("%s shows %q, which it was not called within %s", id, got.Name, PageLifetime)
	}
}
