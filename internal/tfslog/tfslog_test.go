package tfslog

import (
	"bytes"
	"log/slog"
	"os"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"
)

func TestTerraformLogLevel(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		env  map[string]string
		want slog.Level
	}{
		"nothing set":                {nil, levelOff},
		"TF_LOG":                     {map[string]string{"TF_LOG": "INFO"}, slog.LevelInfo},
		"all providers":              {map[string]string{"TF_LOG": "ERROR", "TF_LOG_PROVIDER": "WARN"}, slog.LevelWarn},
		"this provider":              {map[string]string{"TF_LOG_PROVIDER": "OFF", "TF_LOG_PROVIDER_CONTENTGROOVE": "DEBUG"}, slog.LevelDebug},
		"this provider off":          {map[string]string{"TF_LOG": "TRACE", "TF_LOG_PROVIDER_CONTENTGROOVE": "OFF"}, levelOff},
		"acceptance tests":           {map[string]string{"TF_ACC_LOG": "ERROR"}, slog.LevelError},
		"TF_LOG before TF_ACC_LOG":   {map[string]string{"TF_LOG": "WARN", "TF_ACC_LOG": "ERROR"}, slog.LevelWarn},
		"lower case":                 {map[string]string{"TF_LOG": "debug"}, slog.LevelDebug},
		"JSON is TRACE":              {map[string]string{"TF_LOG": "JSON"}, levelTrace},
		"what is not known is TRACE": {map[string]string{"TF_LOG": "1"}, levelTrace},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			equal(t, "level", terraformLogLevel(func(variable string) string { return test.env[variable] }), test.want)
		})
	}
}

func TestHandlerLevels(t *testing.T) {
	t.Parallel()
	levels := []slog.Level{levelTrace, slog.LevelDebug, slog.LevelInfo, slog.LevelWarn, slog.LevelError}
	names := []string{"trace", "debug", "info", "warn", "error"}
	for first, wanted := range levels {
		t.Run(names[first], func(t *testing.T) {
			t.Parallel()
			var output bytes.Buffer
			ctx := tflogtest.RootLogger(t.Context(), &output)
			logger := slog.New(handler{level: wanted})
			for i, level := range levels {
				equal(t, "enabled "+names[i], logger.Enabled(ctx, level), i >= first)
				logger.LogAttrs(ctx, level, "said", slog.Int("number", i))
			}
			lines, err := tflogtest.MultilineJSONDecode(&output)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, line := range lines {
				level, _ := line["@level"].(string)
				got = append(got, level)
				equal(t, "message", line["@message"], any("said"))
			}
			if !slices.Equal(got, names[first:]) {
				t.Errorf("levels: got %v, want %v", got, names[first:])
			}
		})
	}
}

// costly counts how often it is turned into a log value.
type costly struct{ built *int }

func (c costly) LogValue() slog.Value {
	*c.built++
	return slog.StringValue("built")
}

func TestHandlerBuildsNothingWhenOff(t *testing.T) {
	t.Parallel()
	built := 0
	logger := slog.New(handler{level: levelOff}).With("fixed", costly{&built})
	logger.Error("nobody reads this", "value", costly{&built})
	equal(t, "values built", built, 0)
}

func TestHandlerFields(t *testing.T) {
	t.Parallel()
	var output bytes.Buffer
	ctx := tflogtest.RootLogger(t.Context(), &output)
	built := 0
	base := slog.New(handler{level: levelTrace}).With("shared", 1)
	// Two loggers that grow from the same one must not write into each other.
	left, right := base.With("side", "left"), base.WithGroup("ignored").With("side", "right")
	left.InfoContext(ctx, "one", "value", costly{&built})
	right.InfoContext(ctx, "two")

	lines, err := tflogtest.MultilineJSONDecode(&output)
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) != 2 {
		t.Fatalf("got %d lines", len(lines))
	}
	equal(t, "left", lines[0]["side"], any("left"))
	equal(t, "right", lines[1]["side"], any("right"))
	equal(t, "shared", lines[1]["shared"], any(1.0))
	equal(t, "resolved value", lines[0]["value"], any("built"))
}

// Not parallel: it changes the environment of the process.
func TestSilenceSDK(t *testing.T) {
	for name, test := range map[string]struct {
		env  map[string]string
		want []string
	}{
		"nobody reads":      {nil, []string{"OFF", "OFF", "OFF"}},
		"somebody reads":    {map[string]string{"TF_LOG": "INFO"}, []string{"", "", ""}},
		"the user's choice": {map[string]string{"TF_LOG_SDK_PROTO": "DEBUG"}, []string{"OFF", "DEBUG", "OFF"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, variable := range append([]string{"TF_LOG", "TF_LOG_PROVIDER", "TF_LOG_PROVIDER_CONTENTGROOVE", "TF_ACC_LOG"}, sdkVariables...) {
				t.Setenv(variable, test.env[variable])
			}
			if err := SilenceSDK(); err != nil {
				t.Fatal(err)
			}
			for i, variable := range sdkVariables {
				equal(t, variable, os.Getenv(variable), test.want[i])
			}
		})
	}
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
