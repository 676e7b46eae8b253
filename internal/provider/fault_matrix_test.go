package provider_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// TestFaultMatrix lets every misfortune befall every operation, once and twice in
// a row, and then applies once more. Whatever happens, the server must end up
// with exactly the declared object, and the state with what the server has.
//
// It prints one line for each cell:
//
//	operation | misfortune | requests that it befell | how each apply ended | result
func TestFaultMatrix(t *testing.T) {
	t.Parallel()
	started := time.Now()
	most := 2
	if testing.Short() {
		most = 1
	}
	var cells []*cell
	for _, scenario := range scenarios() {
		for _, misfortune := range misfortunes() {
			for times := 1; times <= most && scenario.suffers(misfortune); times++ {
				cells = append(cells, &cell{scenario: scenario, misfortune: misfortune, times: times})
			}
		}
	}
	t.Cleanup(func() { printMatrix(t, cells, time.Since(started)) })
	for _, cell := range cells {
		t.Run(cell.name(), func(t *testing.T) {
			t.Parallel()
			cell.run(t)
			cell.passed = !t.Failed()
		})
	}
}

// printMatrix prints the cells and the totals.
func printMatrix(t *testing.T, cells []*cell, took time.Duration) {
	t.Helper()
	var table strings.Builder
	ran, passed, first, second, third := 0, 0, 0, 0, 0
	for _, cell := range cells {
		if !cell.ran {
			continue // Left out by -run.
		}
		fmt.Fprintln(&table, cell)
		ran++
		if cell.passed {
			passed++
		}
		switch cell.failedApplies() {
		case 0:
			first++
		case 1:
			second++
		default:
			third++
		}
	}
	fmt.Fprintf(&table, "%d cells in %.1fs: %d passed, %d failed; %d needed no second apply, %d one more, %d two more\n",
		ran, took.Seconds(), passed, ran-passed, first, second, third)
	if _, err := t.Output().Write([]byte(table.String())); err != nil {
		t.Error(err)
	}
}

// cell is one field of the matrix, and what came of it.
type cell struct {
	scenario   scenario
	misfortune misfortune
	// times is how often the misfortune happens, in a row.
	times int

	ran, passed bool
	// befallen counts the requests that something befell.
	befallen int
	applies  []applied
}

// name is the name of the cell's test.
func (c *cell) name() string {
	return fmt.Sprintf("%s/%s/%s", c.scenario.name, c.misfortune.name, map[int]string{1: "once", 2: "twice"}[c.times])
}

// String is the cell's line.
func (c *cell) String() string {
	var ends []string
	for _, apply := range c.applies {
		end := "ok"
		switch {
		case apply.Failed():
			end = "error"
		case len(apply.All()) > 0:
			end = "warning"
		}
		ends = append(ends, end)
	}
	verdict := map[bool]string{true: "PASS", false: "FAIL"}[c.passed]
	return fmt.Sprintf("%-48s | %-18s | %d of %d | %-26s | %s", c.scenario.name, c.misfortune.name, c.befallen, c.times, strings.Join(ends, ", "), verdict)
}

// failedApplies counts the applies that ended with an error.
func (c *cell) failedApplies() int {
	failed := 0
	for _, apply := range c.applies {
		if apply.Failed() {
			failed++
		}
	}
	return failed
}

// run applies the scenario with its faults, and checks the world afterwards.
func (c *cell) run(t *testing.T) {
	t.Helper()
	c.ran = true
	w := newWorld(t, c.scenario)
	fault := c.misfortune.Fault
	fault.Operation, fault.Times, fault.Skip = c.scenario.operation, c.times, c.scenario.skip
	fault.RedirectTo = w.elsewhere.URL + "/redirected"
	if fault.Kind == mockapi.NotFoundAfterCreate && c.scenario.before != nil {
		w.server.Inject(fault)
	}
	if c.scenario.before != nil {
		if prepared := w.apply(t, c.scenario.before(w)); prepared.Failed() {
			t.Fatalf("preparing: %s", prepared.All())
		}
	}
	for _, doubt := range c.scenario.doubt {
		doubt.RedirectTo = w.elsewhere.URL + "/redirected"
		w.server.Inject(doubt)
	}
	expected := len(c.scenario.doubt)
	if c.scenario.resumed {
		w.apply(t, c.configuration(w))
		expected = 0
	}
	earlier := w.befallen()
	switch {
	case fault.Kind != mockapi.NotFoundAfterCreate:
		if c.scenario.before != nil {
			w.clock.Advance(time.Hour) // The object is new no longer.
		}
		w.server.Inject(fault)
	case c.scenario.before == nil:
		w.server.Inject(fault)
	}

	// Apply until nothing befalls an apply any more: that is the one more.
	for disturbed := true; disturbed; {
		if len(c.applies) > c.times+1 {
			t.Fatal("faults are still met after as many applies")
		}
		before := w.befallen()
		w.hurry(fault.Operation, c.misfortune.hanging && w.server.FaultsLeft() > 0)
		c.applies = append(c.applies, w.apply(t, c.configuration(w)))
		disturbed = w.befallen() > before || len(c.applies) == 1
	}
	c.befallen = w.befallen() - earlier - expected
	if c.befallen < 1 {
		t.Error("the fault befell no request, so nothing was tested")
	}
	if last := c.applies[len(c.applies)-1]; last.Failed() {
		t.Errorf("the one more apply failed: %s", last.All())
	}
	c.check(t, w)
}
