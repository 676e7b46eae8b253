package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

func TestWithoutServiceName(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		state types.String
		now   string
		given string
		want  string
	}{
		"the name that the service gave": {types.StringNull(), "Untitled", "Untitled", ""},
		"an empty name":                  {text(""), "Untitled", "Untitled", ""},
		"a name that somebody gave":      {types.StringNull(), "Renamed", "Untitled", "Renamed"},
		"a configured name":              {text("Untitled"), "Untitled", "Untitled", "Untitled"},
		"nothing remembered":             {types.StringNull(), "Untitled", "", "Untitled"},
	} {
		media := &client.Media{Name: test.now}
		equal(t, name, withoutServiceName(media, &mediaObject{Name: test.state}, test.given).Name, test.want)
		equal(t, name+": the media itself", media.Name, test.now)
	}
}

func TestWithAskedTimes(t *testing.T) {
	t.Parallel()
	times := cutTimes{AskedStart: 1.26, AskedEnd: 7.74, Start: 1, End: 8}
	for name, test := range map[string]struct {
		state [2]float64
		now   [2]float64
		want  [2]float64
	}{
		"as the service took them":  {[2]float64{1.26, 7.74}, [2]float64{1, 8}, [2]float64{1.26, 7.74}},
		"another start since":       {[2]float64{1.26, 7.74}, [2]float64{2, 8}, [2]float64{2, 8}},
		"another end since":         {[2]float64{1.26, 7.74}, [2]float64{1, 9}, [2]float64{1, 9}},
		"another cut was asked for": {[2]float64{1.1, 7.74}, [2]float64{1, 8}, [2]float64{1, 8}},
	} {
		state := &clipObject{StartTime: types.Float64Value(test.state[0]), EndTime: types.Float64Value(test.state[1])}
		clip := withAskedTimes(&client.Clip{StartTime: test.now[0], EndTime: test.now[1]}, state, times)
		equal(t, name, [2]float64{clip.StartTime, clip.EndTime}, test.want)
	}
}
