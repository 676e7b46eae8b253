package creation

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/shirou/gopsutil/v4/process"
)

// Host is the machine as a journal sees it. The zero value of a field means the
// real thing; tests replace them to let processes crash at chosen moments.
type Host struct {
	// Run identifies the run of Terraform that this process belongs to.
	Run string
	// Alive reports whether a run of Terraform goes on.
	Alive func(run string) bool
	// Change carries out one change of the journal's files.
	Change func(change func() error) error
	// Now is the present time.
	Now func() time.Time
	// Lock makes a file lock.
	Lock func(path string) *flock.Flock
}

// SystemHost is this machine. The run of Terraform is the parent process, which
// is known by its number and the time at which it started.
func SystemHost() Host {
	run, _ := runOf(os.Getppid())
	return Host{Run: run}
}

func (h Host) complete() Host {
	if h.Alive == nil {
		h.Alive = runAlive
	}
	if h.Change == nil {
		h.Change = func(change func() error) error { return change() }
	}
	if h.Now == nil {
		h.Now = time.Now
	}
	if h.Lock == nil {
		h.Lock = func(path string) *flock.Flock { return flock.New(path) }
	}
	return h
}

// ParentAlive returns a function that reports whether the process that started
// this one still runs.
func ParentAlive() func() bool {
	parent := os.Getppid()
	run, ok := runOf(parent)
	return func() bool { return os.Getppid() == parent && (!ok || runAlive(run)) }
}

// runFormat is a process number and the time at which the process started:
// containers number their processes alike every time.
const runFormat = "%d@%d"

// runOf identifies a process.
func runOf(pid int) (string, bool) {
	started, ok := startOf(pid)
	if !ok {
		return "", false
	}
	return fmt.Sprintf(runFormat, pid, started), true
}

// startOf returns when a process started, in milliseconds since 1970.
func startOf(pid int) (int64, bool) {
	if pid <= 1 || pid > math.MaxInt32 {
		return 0, false
	}
	running, err := process.NewProcess(int32(pid))
	if err != nil {
		return 0, false
	}
	started, err := running.CreateTime()
	return started, err == nil
}

// startTolerance is how much two readings of a process's start may differ, in
// milliseconds: some systems compute it from a clock that is adjusted.
const startTolerance = 5000

// runAlive reports whether the process still runs.
func runAlive(run string) bool {
	var pid int
	var started int64
	if _, err := fmt.Sscanf(run, runFormat, &pid, &started); err != nil {
		return true // Not known, so it may.
	}
	now, ok := startOf(pid)
	return ok && max(now-started, started-now) < startTolerance
}

// DefaultDir is where the journal is: inside Terraform's data directory, which is
// per root module, ignored by version control, and kept where a pipeline resumes
// its work.
func DefaultDir() string { return filepath.Join(dataDir(), "contentgroove") }

func dataDir() string {
	if dir := os.Getenv("TF_DATA_DIR"); dir != "" {
		return dir
	}
	return ".terraform"
}

// Workspace is the selected workspace of Terraform: workspaces share a data
// directory, and never each other's objects.
func Workspace() string {
	if name := os.Getenv("TF_WORKSPACE"); name != "" {
		return name
	}
	content, err := os.ReadFile(filepath.Join(dataDir(), "environment"))
	if name := strings.TrimSpace(string(content)); err == nil && name != "" {
		return name
	}
	return "default"
}
