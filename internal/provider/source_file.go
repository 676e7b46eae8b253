package provider

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/sourcefile"
)

// sourceFileError is a reason why a file cannot be the source of a media, worded
// for the user.
type sourceFileError struct {
	summary, detail string
	cause           error
}

// Error returns the reason.
func (e *sourceFileError) Error() string { return e.summary + ": " + e.detail }

// Unwrap returns the cause.
func (e *sourceFileError) Unwrap() error { return e.cause }

// diagnostic lands on the attribute.
func (e *sourceFileError) diagnostic() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("source_file"), e.summary, e.detail)
}

// inspectSourceFile checks everything about a file that can be checked without
// opening it.
func inspectSourceFile(name string) (sourcefile.File, *sourceFileError) {
	file, err := sourcefile.Inspect(name, client.MaxUploadBytes)
	if err != nil {
		return sourcefile.File{}, sourceFileProblem(err)
	}
	return file, nil
}

// sourceFileProblem words an error of package sourcefile.
func sourceFileProblem(err error) *sourceFileError {
	var (
		problem *sourcefile.Error
		changed *sourcefile.ChangedError
	)
	switch {
	case errors.As(err, &changed):
		return &sourceFileError{"Source file changed", fmt.Sprintf("%q was changed while it was read. Plan again when nobody writes to it.", changed.Path), err}
	case !errors.As(err, &problem):
		return &sourceFileError{"Source file cannot be read", errorText(err), err}
	}
	summary, detail := "Source file cannot be read", errorText(err)+" Check the permissions of the file and its directories."
	switch problem.Problem {
	case sourcefile.ErrNotFound:
		summary, detail = "Source file not found", fmt.Sprintf(
			"There is no file %q (relative paths start in the directory in which Terraform runs; use ${path.module} in modules). "+
				"If another resource writes it during the apply, take the path from an attribute of that resource that is only known then.", problem.Path)
	case sourcefile.ErrDirectory:
		summary, detail = "Source file is a directory", fmt.Sprintf("%q is a directory. Name one video or audio file in it.", problem.Path)
	case sourcefile.ErrNotRegular:
		summary, detail = "Source file is not a regular file", fmt.Sprintf(
			"%q is a pipe, a socket or a device. Its size must be known before it is uploaded: write it to a regular file first.", problem.Path)
	case sourcefile.ErrEmpty:
		summary, detail = "Source file is empty", fmt.Sprintf("%q holds no bytes, so there is nothing to process.", problem.Path)
	case sourcefile.ErrTooLarge:
		summary, detail = "Source file is too large", fmt.Sprintf(
			"%q has %.2f GB (%d bytes); ContentGroove takes at most 5 GB (%d bytes) a file. Cut or compress it, or publish it and use source_url.",
			problem.Path, float64(problem.Size)/(1<<30), problem.Size, problem.Limit)
	}
	return &sourceFileError{summary, detail, err}
}

// unsupportedTypeWarning warns before bytes are sent for nothing. It is no
// error, since the list of supported types is the service's to change.
func unsupportedTypeWarning(file sourcefile.File) (diag.Diagnostic, bool) {
	detected := file.UnsupportedType()
	if detected == "" {
		return nil, false
	}
	return diag.NewAttributeWarningDiagnostic(path.Root("source_file"), "Source file may not be supported", fmt.Sprintf(
		"%q looks like %s. ContentGroove takes most video formats (mp4 is recommended) and the audio formats %s.",
		file.Path, detected, strings.Join(sourcefile.SupportedAudioFormats(), ", "))), true
}
