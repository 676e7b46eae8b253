package client

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// listOf is a page with media of these ids and the given links member.
func listOf(links string, ids ...int) http.HandlerFunc {
	objects := make([]string, 0, len(ids))
	for _, id := range ids {
		objects = append(objects, mediaObject(strconv.Itoa(id)))
	}
	body := `{"data":[` + strings.Join(objects, ",") + `]`
	if links != "" {
		body += `,"links":` + links
	}
	return respond(200, body+"}")
}

const (
	hasNext  = `{"self":"http://api.contentgroove.com/x","current":"http://api.contentgroove.com/x?page[number]=1","next":"http://evil.example.com/api?page[number]=9"}`
	isLast   = `{"self":"http://api.contentgroove.com/x","current":"http://api.contentgroove.com/x?page[number]=2","prev":"p"}`
	nullNext = `{"self":"s","next":null}`
	onlySelf = `{"self":"http://api.contentgroove.com/x"}`
)

func TestWhereListsEnd(t *testing.T) {
	t.Parallel()
	empty := listOf(`{}`)
	for name, test := range map[string]struct {
		pages    []http.HandlerFunc
		options  ListOptions
		want     string
		requests int
	}{
		"nothing":                          {pages: []http.HandlerFunc{listOf(isLast)}, want: "[]", requests: 1},
		"one page":                         {pages: []http.HandlerFunc{listOf(isLast, 1, 2)}, want: "[1 2]", requests: 1},
		"two pages":                        {pages: []http.HandlerFunc{listOf(hasNext, 1, 2), listOf(isLast, 3)}, want: "[1 2 3]", requests: 2},
		"a clamped page size":              {pages: []http.HandlerFunc{listOf(hasNext, 1), listOf(hasNext, 2), listOf(isLast, 3)}, want: "[1 2 3]", requests: 3},
		"a null next":                      {pages: []http.HandlerFunc{listOf(nullNext, 1, 2)}, options: ListOptions{PageSize: 2}, want: "[1 2]", requests: 1},
		"no links, then an empty page":     {pages: []http.HandlerFunc{listOf("", 1, 2), listOf("", 3), listOf("")}, want: "[1 2 3]", requests: 3},
		"null links":                       {pages: []http.HandlerFunc{listOf("null", 1), listOf("null")}, want: "[1]", requests: 2},
		"senseless links":                  {pages: []http.HandlerFunc{listOf(`"none"`, 1), listOf("[]")}, want: "[1]", requests: 2},
		"links without paging, full page":  {pages: []http.HandlerFunc{listOf(onlySelf, 1, 2), listOf(onlySelf, 3)}, options: ListOptions{PageSize: 2}, want: "[1 2 3]", requests: 2},
		"links without paging, short page": {pages: []http.HandlerFunc{listOf(onlySelf, 1)}, options: ListOptions{PageSize: 2}, want: "[1]", requests: 1},
		"current and a full page":          {pages: []http.HandlerFunc{listOf(isLast, 1, 2)}, options: ListOptions{PageSize: 2}, want: "[1 2]", requests: 1},
		"pages that shift":                 {pages: []http.HandlerFunc{listOf(hasNext, 1, 2), listOf(hasNext, 2, 3), listOf(isLast, 3, 4)}, want: "[1 2 3 4]", requests: 3},
		"the same id twice on a page":      {pages: []http.HandlerFunc{listOf(isLast, 1, 1, 2)}, want: "[1 2]", requests: 1},
		"a page that never changes":        {pages: []http.HandlerFunc{listOf(hasNext, 1, 2)}, want: "[1 2]", requests: 2},
		"next after an empty page":         {pages: []http.HandlerFunc{listOf(hasNext, 1), listOf(hasNext)}, want: "[1]", requests: 2},
		"limit within a page":              {pages: []http.HandlerFunc{listOf(hasNext, 1, 2, 3)}, options: ListOptions{Limit: 2}, want: "[1 2]", requests: 1},
		"limit at the end of a page":       {pages: []http.HandlerFunc{listOf(hasNext, 1, 2), empty}, options: ListOptions{Limit: 2}, want: "[1 2]", requests: 1},
		"limit on the second page":         {pages: []http.HandlerFunc{listOf(hasNext, 1, 2), listOf(hasNext, 3, 4), empty}, options: ListOptions{Limit: 3, PageSize: 2}, want: "[1 2 3]", requests: 2},
		"limit beyond the end":             {pages: []http.HandlerFunc{listOf(isLast, 1)}, options: ListOptions{Limit: 9}, want: "[1]", requests: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, test.pages...)
			c, _ := newClient(t, s)
			ids := []string{}
			for media, err := range c.Medias(t.Context(), test.options) {
				if err != nil {
					t.Fatal(err)
				}
				ids = append(ids, media.ID)
			}
			if got := fmt.Sprint(ids); got != test.want || len(s.received()) != test.requests {
				t.Errorf("got %s in %d requests, want %s in %d", got, len(s.received()), test.want, test.requests)
			}
			for i, request := range s.received() {
				if got := request.query["page[number]"]; !slices.Equal(got, []string{strconv.Itoa(i + 1)}) {
					t.Errorf("request %d asked for page %v", i+1, got)
				}
				if request.query["page[size]"][0] != s.received()[0].query["page[size]"][0] {
					t.Error("the page size changed on the way")
				}
			}
		})
	}
}

func TestListQueries(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		options ListOptions
		want    string
	}{
		{ListOptions{}, "page%5Bnumber%5D=1&page%5Bsize%5D=100"},
		{ListOptions{PageSize: 25, Limit: 1000}, "page%5Bnumber%5D=1&page%5Bsize%5D=25"},
		{ListOptions{Limit: 7}, "page%5Bnumber%5D=1&page%5Bsize%5D=7"},
		{
			ListOptions{Sort: "-created_at", Filter: map[string]string{"name_cont": "a&b=c d", "created_at_gt": "2026-01-01T00:00:00+02:00"}},
			"filter%5Bcreated_at_gt%5D=2026-01-01T00%3A00%3A00%2B02%3A00&filter%5Bname_cont%5D=a%26b%3Dc+d&page%5Bnumber%5D=1&page%5Bsize%5D=100&sort=-created_at",
		},
	} {
		s := newServer(t, listOf(isLast))
		c, _ := newClient(t, s)
		for _, err := range c.Medias(t.Context(), test.options) {
			t.Fatal(err)
		}
		for _, err := range c.Clips(t.Context(), test.options) {
			t.Fatal(err)
		}
		for i, path := range []string{"/medias?", "/clips?"} {
			if got := s.received()[i].uri; !strings.HasSuffix(got, "/api/v1"+path+test.want) {
				t.Errorf("%+v: asked for %s", test.options, got)
			}
		}
	}
}

func TestSubscriptionsHaveNoPageParameterAtFirst(t *testing.T) {
	t.Parallel()
	object := func(id string) string {
		return strings.TrimSuffix(strings.TrimPrefix(strings.ReplaceAll(subscriptionDocument, "w1", id), `{"data":`), "}")
	}
	for name, test := range map[string]struct {
		answers []string
		want    []string
		count   int
	}{
		"one page":   {[]string{`{"data":[` + object("w1") + `],"links":{"self":"s","current":"c"}}`}, []string{"limited="}, 1},
		"no links":   {[]string{`{"data":[` + object("w1") + `]}`}, []string{"limited="}, 1},
		"next":       {[]string{`{"data":[` + object("w1") + `],"links":{"next":"http://x"}}`, `{"data":[` + object("w2") + `],"links":{"self":"s"}}`}, []string{"limited=", "limited=&page%5Bnumber%5D=2"}, 2},
		"next again": {[]string{`{"data":[` + object("w1") + `],"links":{"next":"http://x"}}`}, []string{"limited=", "limited=&page%5Bnumber%5D=2"}, 1},
	} {
		var handlers []http.HandlerFunc
		for _, answer := range test.answers {
			handlers = append(handlers, respond(200, answer))
		}
		s := newServer(t, handlers...)
		c, _ := newClient(t, s)
		count := 0
		for _, err := range c.WebhookSubscriptions(t.Context(), ListOptions{PageSize: 5, Limit: 9, Filter: map[string]string{"url_start": "https"}}) {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			count++
		}
		var queries []string
		for _, request := range s.received() {
			_, query, _ := strings.Cut(request.uri, "?")
			queries = append(queries, strings.Replace(query, "filter%5Burl_start%5D=https", "limited=", 1))
		}
		if count != test.count || !slices.Equal(queries, test.want) {
			t.Errorf("%s: got %d by %q, want %d by %q", name, count, queries, test.count, test.want)
		}
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	s := newServer(t, listOf(hasNext, 1, 2), listOf(hasNext, 2, 3), listOf(isLast, 4))
	c, _ := newClient(t, s)
	var got []string
	for page, err := range mediaCollection.pages(t.Context(), c, ListOptions{PageSize: 10}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%d: %d items, size %d, last %t", page.Number, len(page.Items), page.Size, page.Last))
	}
	want := []string{"1: 2 items, size 2, last false", "2: 1 items, size 2, last false", "3: 1 items, size 2, last true"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOnePage(t *testing.T) {
	t.Parallel()
	s := newServer(t, listOf(hasNext, 5, 6), listOf(isLast))
	c, _ := newClient(t, s)
	page, err := c.MediaPage(t.Context(), ListOptions{Sort: "created_at"}, 3)
	if err != nil || page.Number != 3 || len(page.Items) != 2 || page.Last {
		t.Errorf("page 3: got %+v, %v", page, err)
	}
	if page, err = c.MediaPage(t.Context(), ListOptions{}, 4); err != nil || len(page.Items) != 0 || !page.Last {
		t.Errorf("the page behind the last: got %+v, %v", page, err)
	}
	if query := url.Values(s.received()[0].query); query.Get("page[number]") != "3" || query.Get("page[size]") != "100" || query.Get("sort") != "created_at" {
		t.Errorf("asked with %v", query)
	}
}

func TestAnErrorInTheMiddleOfAList(t *testing.T) {
	t.Parallel()
	s := newServer(t, listOf(hasNext, 1, 2), respond(401, `{"errors":[{"message":"revoked"}]}`))
	c, _ := newClient(t, s)
	var ids []string
	var failures []error
	for media, err := range c.Medias(t.Context(), ListOptions{}) {
		if err != nil {
			failures = append(failures, err)
			continue
		}
		ids = append(ids, media.ID)
	}
	if len(ids) != 2 || len(failures) != 1 || !errors.Is(failures[0], ErrUnauthorized) || !strings.HasPrefix(failures[0].Error(), "list medias: ") {
		t.Errorf("got %v and %v", ids, failures)
	}
}

func TestAListThatIsNone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"data":null}`, `{"data":{}}`, `{"data":[{"id":"m1","attributes":{}},{"attributes":{}}]}`, `{"data":[],"errors":[{"title":"x"}]}`, `<html>`} {
		c, _ := newClient(t, newServer(t, respond(200, body)), retries(0))
		count := 0
		for _, err := range c.Medias(t.Context(), ListOptions{}) {
			count++
			if _, ok := errors.AsType[*MalformedError](err); !ok {
				t.Errorf("%s: got %v", body, err)
			}
		}
		if count != 1 {
			t.Errorf("%s: the loop ran %d times", body, count)
		}
	}
}

func TestListsStopWhenTheReaderDoes(t *testing.T) {
	t.Parallel()
	s := newServer(t, listOf(hasNext, 1, 2))
	c, _ := newClient(t, s)
	options := ListOptions{Filter: map[string]string{"name_eq": "x"}}
	list := c.Medias(t.Context(), options)
	options.Filter["name_eq"] = "changed"
	for range 2 { // The iterator can be used again, and starts over.
		for _, err := range list {
			if err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	for _, request := range s.received() {
		if request.query["filter[name_eq]"][0] != "x" || request.query["page[number]"][0] != "1" {
			t.Errorf("asked for %s", request.uri)
		}
	}
	if len(s.received()) != 2 {
		t.Errorf("%d requests", len(s.received()))
	}
}

func TestAListThatNeverEnds(t *testing.T) {
	t.Parallel()
	c, _ := newClient(t, newServer(t, listOf(hasNext, 1)))
	list := newListing(mediaCollection, ListOptions{})
	list.number = maxPages - 1
	if page, err := list.next(t.Context(), c); err != nil || page.Last {
		t.Fatalf("got %+v, %v", page, err)
	}
	if _, err := list.next(t.Context(), c); err == nil || err.Error() != "list medias: the list has not ended after 100000 pages" {
		t.Errorf("got %v", err)
	}
}
