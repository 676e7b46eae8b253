package provider

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// listServer is a list of media that a test changes while it is read.
type listServer struct {
	ids []string
	// names and ages of the media; the others are called by their id and are older the
	// later they stand.
	names map[string]string
	// fallback is the page size, whatever is asked for.
	fallback int
	// before is called before a request is answered, with how many there were.
	before   func(request int)
	requests int
}

func (s *listServer) answer(w http.ResponseWriter, r *http.Request) {
	if s.requests++; s.before != nil {
		s.before(s.requests)
	}
	number, _ := strconv.Atoi(r.URL.Query().Get("page[number]"))
	size, _ := strconv.Atoi(r.URL.Query().Get("page[size]"))
	if s.fallback > 0 {
		size = s.fallback
	}
	from := min((number-1)*size, len(s.ids))
	to := min(from+size, len(s.ids))
	var objects []string
	for _, id := range s.ids[from:to] {
		name := s.names[id]
		if name == "" {
			name = id
		}
		age, _ := strconv.Atoi(strings.TrimPrefix(id, "m"))
		objects = append(objects, mediaJSON(id, name, stamp(time.Duration(age-10_000)*time.Second)))
	}
	next := "null"
	if to < len(s.ids) {
		next = fmt.Sprintf(`"http://api.example.com?page[number]=%d"`, number+1)
	}
	respond(http.StatusOK, `{"data":[`+strings.Join(objects, ",")+`],"links":{"next":`+next+`}}`)(w, r)
}

// media are the ids from m1 to that number.
func mediaIDs(count int) []string {
	var ids []string
	for i := range count {
		ids = append(ids, fmt.Sprintf("m%04d", i+1))
	}
	return ids
}

// list returns the ids that a query finds.
func (s *listServer) list(t *testing.T, query client.ListOptions) ([]string, error) {
	t.Helper()
	conn := newTestAPI(t, map[string]http.HandlerFunc{"GET /medias": s.answer}).connection(t)
	if query.Sort == "" {
		query.Sort = oldestFirst
	}
	objects, err := mediaCollection.list(t.Context(), conn, listQuery[*client.Media]{ListOptions: query})
	var ids []string
	for _, object := range objects {
		ids = append(ids, object.ID)
	}
	return ids, err
}

// A condition that the API ignores is an error, not the whole account.
func TestCollectionNoticesThatAFilterIsIgnored(t *testing.T) {
	t.Parallel()
	for key, value := range map[string]string{"name_eq": "nobody", "name_cont": "nobody", "created_at_gt": "2030-01-01", "has_fetch_error_true": "true", "description_present": "1", "id_in": "x,y"} {
		server := &listServer{ids: mediaIDs(3)}
		ids, err := server.list(t, client.ListOptions{Filter: map[string]string{key: value}})
		if err == nil {
			t.Errorf("%s: got %v", key, ids)
			continue
		}
		contains(t, err.Error(), "ignored the condition "+key, "m0001", "for expression")
	}
	server := &listServer{ids: mediaIDs(3)}
	ids, err := server.list(t, client.ListOptions{Filter: map[string]string{"name_start": "M00", "created_at_lt": "2026-12-31", "has_fetch_error_false": "true"}})
	must(t, err)
	equalSlices(t, "what matches", ids, mediaIDs(3))
}

// An order that the API ignores is made up for, also with a limit.
func TestCollectionNoticesThatAnOrderIsIgnored(t *testing.T) {
	t.Parallel()
	reversed := mediaIDs(250)
	slices.Reverse(reversed)
	for name, test := range map[string]struct {
		sort     string
		limit    int
		want     []string
		requests int
	}{
		"as asked":                    {"created_at", 0, mediaIDs(250), 6},
		"the other way round":         {"-created_at", 0, reversed, 6},
		"by name":                     {"-name", 0, reversed, 6},
		"the first of them":           {"-created_at", 1, reversed[:1], 7},
		"the first ten":               {"-name", 10, reversed[:10], 7},
		"the first ten as they come":  {"created_at", 10, mediaIDs(10), 1},
		"by what the media have not":  {"-original_created_at", 0, mediaIDs(250), 6},
		"the first one as they come":  {"name", 1, mediaIDs(1), 1},
		"more than a page, as asked":  {"created_at", 150, mediaIDs(150), 4},
		"more than there are in fact": {"created_at", 1000, mediaIDs(250), 6},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := &listServer{ids: mediaIDs(250)}
			ids, err := server.list(t, client.ListOptions{Sort: test.sort, Limit: test.limit})
			must(t, err)
			equalSlices(t, "ids", ids, test.want)
			equal(t, "requests", server.requests, test.requests)
		})
	}
}

// When an object is deleted while a list is read, others move to a page that was
// read already. They are not missed.
func TestCollectionReadsAgainWhenPagesShift(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change   func(*listServer) func(int)
		want     []string
		requests int
		fails    bool
	}{
		"nothing happens": {func(*listServer) func(int) { return nil }, mediaIDs(250), 6, false},
		"one is deleted between two pages": {func(s *listServer) func(int) {
			return func(request int) {
				if request == 2 {
					s.ids = s.ids[1:]
				}
			}
		}, mediaIDs(250)[1:], 9, false},
		"one is made between two pages": {func(s *listServer) func(int) {
			return func(request int) {
				if request == 3 {
					s.ids = append(s.ids, "m99999")
				}
			}
		}, append(mediaIDs(250), "m99999"), 6, false},
		"one is made between two passes": {func(s *listServer) func(int) {
			return func(request int) {
				if request == 4 {
					s.ids = append(s.ids, "m99999")
				}
			}
		}, append(mediaIDs(250), "m99999"), 6, false},
		"one is deleted between any two pages": {func(s *listServer) func(int) { return func(int) { s.ids = s.ids[1:] } }, nil, 12, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := &listServer{ids: mediaIDs(250)}
			server.before = test.change(server)
			ids, err := server.list(t, client.ListOptions{})
			equal(t, "requests", server.requests, test.requests)
			if test.fails {
				if err == nil {
					t.Fatal("objects are missing without a word")
				}
				contains(t, err.Error(), "changed while it was read", "4 times in a row", "may be missing")
				return
			}
			must(t, err)
			equalSlices(t, "ids", ids, test.want)
		})
	}
}

// A server whose pages are smaller than asked for costs no more requests than that
// takes: the list once, and once more to be sure.
func TestCollectionWithSmallPages(t *testing.T) {
	t.Parallel()
	server := &listServer{ids: mediaIDs(250), fallback: 30}
	ids, err := server.list(t, client.ListOptions{})
	must(t, err)
	equalSlices(t, "ids", ids, mediaIDs(250))
	equal(t, "requests", server.requests, 2*9)
}

func TestColumnsAreSorted(t *testing.T) {
	t.Parallel()
	of := columns[any]{"name": {textColumn, func(value any) any { return value }}}
	for name, test := range map[string]struct {
		values []any
		order  string
		want   bool
	}{
		"upper case first":      {[]any{"B", "C", "a"}, "name", true},
		"case does not matter":  {[]any{"a", "B", "c"}, "name", true},
		"without punctuation":   {[]any{"a", "-b", "c"}, "name", true},
		"accents do not matter": {[]any{"e", "é", "f"}, "name", true},
		"null anywhere":         {[]any{nil, "a", nil, "b", ""}, "name", true},
		"not at all":            {[]any{"b", "a"}, "name", false},
		"downwards":             {[]any{"b", "a"}, "-name", true},
		"not downwards":         {[]any{"a", "b"}, "-name", false},
		"by something else":     {[]any{"b", "a"}, "rank", true},
	} {
		equal(t, name, of.isSorted(test.values, test.order), test.want)
	}
}
