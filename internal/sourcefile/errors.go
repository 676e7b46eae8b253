package sourcefile

import (
	"errors"
	"fmt"
)

// Reasons why a file cannot be the source of a media, to be used with
// [errors.Is] on a [*Error].
var (
	// ErrNotFound is a path that leads nowhere.
	ErrNotFound = errors.New("the file does not exist")
	// ErrUnreadable is a file that the system refuses to show.
	ErrUnreadable = errors.New("the file cannot be read")
	// ErrDirectory is a directory.
	ErrDirectory = errors.New("it is a directory, not a file")
	// ErrNotRegular is a pipe, a socket or a device: its size is not known in advance.
	ErrNotRegular = errors.New("it is not a regular file")
	// ErrEmpty is a file of no bytes.
	ErrEmpty = errors.New("it is empty")
	// ErrTooLarge is a file beyond the limit.
	ErrTooLarge = errors.New("it is too large")
)

// Error is a reason why a file cannot be the source of a media.
type Error struct {
	// Path is the path as it was given.
	Path string
	// Problem is one of the reasons above.
	Problem error
	// Size is the file's, and Limit the largest that is allowed. Both are 0 when
	// the file could not be looked at.
	Size, Limit int64
	// Err is the system's error, if there is one.
	Err error
}

// Error names the file and the reason.
func (e *Error) Error() string {
	text := fmt.Sprintf("%s: %s", e.Path, e.Problem)
	switch {
	case e.Err != nil:
		text += ": " + e.Err.Error()
	case errors.Is(e.Problem, ErrTooLarge):
		text += fmt.Sprintf(": %d bytes, and at most %d are allowed", e.Size, e.Limit)
	}
	return text
}

// Unwrap returns the reason and the system's error.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Problem}
	}
	return []error{e.Problem, e.Err}
}

// ChangedError ends a pass over a file that was changed, replaced or removed
// meanwhile. What was read is no file that anybody meant.
type ChangedError struct{ Path string }

// Error names the file.
func (e *ChangedError) Error() string { return e.Path + ": the file changed while it was read" }
