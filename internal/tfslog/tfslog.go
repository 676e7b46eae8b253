// Package tfslog writes log/slog records to Terraform's log. Code that logs with
// slog needs no Terraform types, and a record that nobody reads is never built.
package tfslog

import (
	"context"
	"log/slog"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// New returns a logger that writes to Terraform's log, through the logger that
// the SDK puts in the context of each call.
func New() *slog.Logger {
	return slog.New(handler{level: terraformLogLevel(os.Getenv)})
}

// sdkVariables set the levels of the SDK's own logs.
var sdkVariables = []string{"TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK"}

// SilenceSDK turns the SDK's own logs off when nobody reads them. Without it
// the SDK writes a line for every step it takes, at every level, for Terraform to
// parse and throw away; over many resources that costs more processor time than
// the work itself. Levels that the user has set stay as they are.
func SilenceSDK() error {
	if terraformLogLevel(os.Getenv) != levelOff {
		return nil
	}
	for _, variable := range sdkVariables {
		if os.Getenv(variable) == "" {
			if err := os.Setenv(variable, "OFF"); err != nil {
				return err
			}
		}
	}
	return nil
}

// handler hands slog records to the logger that the SDK put in the context.
// It knows the level up front, so that a record that nobody will see costs
// nothing: Terraform's own logger only drops it after it was built.
type handler struct {
	level  slog.Level
	fields []slog.Attr
}

// levelOff is above every level that is logged.
const levelOff = slog.Level(100)

// levelTrace is Terraform's TRACE, for which slog has no name.
const levelTrace = slog.LevelDebug - 4

// terraformLogLevel reads the level in the order in which Terraform does: the
// provider's own variable, then the one for all providers, then the general.
func terraformLogLevel(getenv func(string) string) slog.Level {
	for _, variable := range []string{"TF_LOG_PROVIDER_CONTENTGROOVE", "TF_LOG_PROVIDER", "TF_LOG"} {
		if value := getenv(variable); value != "" {
			return parseTerraformLevel(value)
		}
	}
	// The acceptance test harness sets the level for the SDK instead.
	if value := getenv("TF_ACC_LOG"); value != "" {
		return parseTerraformLevel(value)
	}
	return levelOff
}

func parseTerraformLevel(value string) slog.Level {
	switch strings.ToUpper(value) {
	case "OFF":
		return levelOff
	case "ERROR":
		return slog.LevelError
	case "WARN":
		return slog.LevelWarn
	case "INFO":
		return slog.LevelInfo
	case "DEBUG":
		return slog.LevelDebug
	default: // TRACE and JSON, and what Terraform itself reads as TRACE.
		return levelTrace
	}
}

// Enabled reports whether a record of this level is wanted.
func (h handler) Enabled(_ context.Context, level slog.Level) bool { return level >= h.level }

// Handle writes one record.
func (h handler) Handle(ctx context.Context, record slog.Record) error {
	fields := make(map[string]any, record.NumAttrs()+len(h.fields))
	for _, field := range h.fields {
		fields[field.Key] = field.Value.Resolve().Any()
	}
	record.Attrs(func(field slog.Attr) bool {
		fields[field.Key] = field.Value.Resolve().Any()
		return true
	})
	switch {
	case record.Level >= slog.LevelError:
		tflog.Error(ctx, record.Message, fields)
	case record.Level >= slog.LevelWarn:
		tflog.Warn(ctx, record.Message, fields)
	case record.Level >= slog.LevelInfo:
		tflog.Info(ctx, record.Message, fields)
	case record.Level >= slog.LevelDebug:
		tflog.Debug(ctx, record.Message, fields)
	default:
		tflog.Trace(ctx, record.Message, fields)
	}
	return nil
}

// WithAttrs returns a handler that adds fields to every record.
func (h handler) WithAttrs(fields []slog.Attr) slog.Handler {
	h.fields = append(h.fields[:len(h.fields):len(h.fields)], fields...)
	return h
}

// WithGroup returns the handler unchanged: Terraform's fields are flat.
func (h handler) WithGroup(string) slog.Handler { return h }
