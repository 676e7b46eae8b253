package provider

import (
	"errors"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

func TestComputedAttributes(t *testing.T) {
	t.Parallel()
	kinds := map[string]schema.Attribute{
		"bool": schema.BoolAttribute{}, "int": schema.Int64Attribute{}, "float": schema.Float64Attribute{},
		"list": schema.ListAttribute{ElementType: types.StringType}, "set": schema.SetAttribute{ElementType: types.StringType},
	}
	descriptions := map[string]string{"text": "A text."}
	for name := range kinds {
		descriptions[name] = "A " + name + "."
	}
	got := computedAttributes(descriptions, kinds)
	equal(t, "number", len(got), len(descriptions))
	for name, attribute := range got {
		equal(t, name+" computed", attribute.IsComputed(), true)
		equal(t, name+" optional", attribute.IsOptional(), false)
		equal(t, name+" description", attribute.GetMarkdownDescription(), descriptions[name])
		want := kinds[name]
		if want == nil {
			want = schema.StringAttribute{}
		}
		equal(t, name+" type", attribute.GetType().Equal(want.GetType()), true)
	}
}

func TestComputedAttributesOfAnUnknownKind(t *testing.T) {
	t.Parallel()
	defer func() { equal(t, "panics", recover() != nil, true) }()
	computedAttributes(map[string]string{"a": "A."}, map[string]schema.Attribute{"a": schema.NumberAttribute{}})
}

func TestConfigureDataSource(t *testing.T) {
	t.Parallel()
	conn, _ := offline(t)
	var source configuredDataSource
	var resp datasource.ConfigureResponse
	source.Configure(t.Context(), datasource.ConfigureRequest{ProviderData: conn}, &resp)
	noDiagnostics(t, resp.Diagnostics)
	equal(t, "connection", source.conn, conn)

	source.Configure(t.Context(), datasource.ConfigureRequest{ProviderData: 7}, &resp)
	contains(t, oneDiagnostic(t, resp.Diagnostics), "Unexpected provider data")
}

func TestClipsOfMedia(t *testing.T) {
	t.Parallel()
	// This server ignores filters.
	everything := respond(http.StatusOK, listOf(
		clipJSON("c1", "m1", "a", 0, 1), clipJSON("c2", "m2", "a", 0, 1), clipJSON("c3", "m1", "a", 0, 1), clipJSON("c4", "m1", "a", 0, 1)))
	for name, test := range map[string]struct {
		options client.ListOptions
		want    []string
		request string
	}{
		"all": {client.ListOptions{}, []string{"c1", "c3", "c4"}, "GET /clips?filter%5Bmedia_id_eq%5D=m1&page%5Bnumber%5D=1&page%5Bsize%5D=100"},
		"the limit counts those of the media": {
			client.ListOptions{Limit: 2, Filter: map[string]string{"name_eq": "a"}},
			[]string{"c1", "c3"},
			"GET /clips?filter%5Bmedia_id_eq%5D=m1&filter%5Bname_eq%5D=a&page%5Bnumber%5D=1&page%5Bsize%5D=100",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newTestAPI(t, map[string]http.HandlerFunc{"GET /clips": everything})
			clips, err := clipCollection.list(t.Context(), api.connection(t), clipsOfMedia(listQuery[*client.Clip]{ListOptions: test.options}, "m1"))
			must(t, err)
			var ids []string
			for _, clip := range clips {
				ids = append(ids, clip.ID)
			}
			equalSlices(t, "ids", ids, test.want)
			equalSlices(t, "requests", api.received(), []string{test.request})
		})
	}
	t.Run("an error is passed on", func(t *testing.T) {
		t.Parallel()
		api := newTestAPI(t, map[string]http.HandlerFunc{"GET /clips": respond(http.StatusInternalServerError, serverErrorBody)})
		_, err := clipCollection.list(t.Context(), api.connection(t), clipsOfMedia(listQuery[*client.Clip]{}, "m1"))
		if !errors.Is(err, client.ErrServer) {
			t.Errorf("got %v", err)
		}
	})
}

func TestAPIConfigurationAuthenticated(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*configuration)
		answer http.HandlerFunc

		want     bool
		errors   []string
		requests int
	}{
		"accepted":     {answer: respond(http.StatusOK, emptyList), want: true, requests: 1},
		"with objects": {answer: respond(http.StatusOK, listOf(mediaJSON("m1", "a", stamp(0)))), want: true, requests: 1},
		"refused":      {answer: respond(http.StatusUnauthorized, unauthorizedBody), requests: 1},
		"no key":       {change: func(c *configuration) { c.apiKey = "" }},
		"failed":       {answer: respond(http.StatusInternalServerError, serverErrorBody), errors: []string{"Error: Cannot check the API key", "500"}, requests: 1},
		"not known":    {change: func(c *configuration) { c.unknown = []string{"api_key"} }, errors: []string{"Error: Provider configuration not known yet"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			routes := map[string]http.HandlerFunc{}
			if test.answer != nil {
				routes["GET /medias"] = test.answer
			}
			api := newTestAPI(t, routes)
			conn := api.connection(t)
			if test.change != nil {
				test.change(&conn.configuration)
			}
			source := apiConfigurationDataSource{configuredDataSource{conn}}
			got, diags := source.authenticated(t.Context())
			if len(test.errors) > 0 {
				contains(t, oneDiagnostic(t, diags), test.errors...)
			} else {
				noDiagnostics(t, diags)
			}
			equal(t, "authenticated", got, test.want)
			equal(t, "requests", len(api.received()), test.requests)
		})
	}
}

func TestLookupDataSourcesAskForOneKey(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		source datasource.DataSourceWithConfigValidators
		key    string
	}{
		"media": {&mediaDataSource{}, "name"}, "clip": {&clipDataSource{}, "name"}, "webhook subscription": {&webhookSubscriptionDataSource{}, "url"},
	} {
		validators := test.source.ConfigValidators(t.Context())
		equal(t, name, len(validators), 1)
		contains(t, validators[0].Description(t.Context()), "id", test.key)
	}
}
