package processing

import (
	"testing"
	"time"
)

func TestOf(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	equal(t, "true", Of(&yes), Pending)
	equal(t, "false", Of(&no), Finished)
	equal(t, "null", Of(nil), Unreported)
}

func TestStateAt(t *testing.T) {
	t.Parallel()
	const grace = 20 * time.Minute
	for name, test := range map[string]struct {
		state     State
		createdAt time.Time
		after     time.Duration
		want      State
	}{
		"processing for ever":           {Pending, testStart, 1000 * time.Hour, Pending},
		"finished":                      {Finished, testStart, 0, Finished},
		"failed":                        {Failed, testStart, 0, Failed},
		"null, new":                     {Unreported, testStart, grace - time.Second, Pending},
		"null, after the grace":         {Unreported, testStart, grace, Finished},
		"null, made in the future":      {Unreported, testStart.Add(time.Minute), 0, Pending},
		"null, of an unknown beginning": {Unreported, time.Time{}, 0, Finished},
	} {
		equal(t, name, test.state.At(testStart.Add(test.after), test.createdAt, grace), test.want)
	}
}

func TestStateString(t *testing.T) {
	t.Parallel()
	for state, want := range map[State]string{
		Finished: "finished", Pending: "processing", Failed: "failed", Unreported: "not reported yet", State(9): "State(9)",
	} {
		equal(t, want, state.String(), want)
	}
}
