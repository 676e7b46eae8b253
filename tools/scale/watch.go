package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Looking at a process is cheap, looking for processes is not: it would take
// processor time from what is measured.
const (
	lookInterval   = 20 * time.Millisecond
	searchInterval = 200 * time.Millisecond
)

// clockTick is the unit of processor time in /proc, which is 10 ms on all
// systems that Go supports.
const clockTick = 10 * time.Millisecond

// watch watches the processes of an executable until the returned function is
// called, which returns the largest peak of their resident memory in bytes and
// their processor time together. Only the last moments of a process can be
// missed. Both are 0 where the system has no /proc.
func watch(binary string) func() (memory int64, cpu time.Duration) {
	if binary == "" {
		return func() (int64, time.Duration) { return 0, 0 }
	}
	w := &watcher{binary: binary, peaks: map[string]int64{}, times: map[string]time.Duration{}}
	done := make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() {
		look, search := time.NewTicker(lookInterval), time.NewTicker(searchInterval)
		defer look.Stop()
		defer search.Stop()
		for {
			select {
			case <-done:
				return
			case <-look.C:
				w.look()
			case <-search.C:
				w.search()
			}
		}
	})
	return func() (int64, time.Duration) {
		close(done)
		watching.Wait()
		return w.sum()
	}
}

// watcher knows the processes of an executable by their folders in /proc.
type watcher struct {
	binary string
	peaks  map[string]int64
	times  map[string]time.Duration
}

// search finds new processes.
func (w *watcher) search() {
	links, err := filepath.Glob("/proc/[0-9]*/exe")
	if err != nil {
		return
	}
	for _, link := range links {
		process := filepath.Dir(link)
		if _, known := w.peaks[process]; known {
			continue
		}
		if target, err := os.Readlink(link); err == nil && target == w.binary {
			w.peaks[process] = 0
		}
	}
}

// look reads what the processes have used so far.
func (w *watcher) look() {
	for process := range w.peaks {
		w.peaks[process] = max(w.peaks[process], peakOf(read(process, "status")))
		w.times[process] = max(w.times[process], timeOf(string(read(process, "stat"))))
	}
}

// read reads a file about a process; nothing if that has ended.
func read(process, name string) []byte {
	content, err := os.ReadFile(filepath.Join(process, name)) //nolint:gosec // The folder is one that search has found.
	if err != nil {
		return nil
	}
	return content
}

func (w *watcher) sum() (memory int64, cpu time.Duration) {
	for process, peak := range w.peaks {
		memory = max(memory, peak)
		cpu += w.times[process]
	}
	return memory, cpu
}

// peakOf is the peak of resident memory in a file status, in bytes.
func peakOf(status []byte) int64 {
	_, rest, _ := bytes.Cut(status, []byte("VmHWM:"))
	if fields := bytes.Fields(rest); len(fields) > 0 {
		if kilobytes, err := strconv.ParseInt(string(fields[0]), 10, 64); err == nil {
			return kilobytes << 10
		}
	}
	return 0
}

// timeOf is the processor time in a file stat: its 14th and 15th field, of which
// the second is in parentheses and may hold anything.
func timeOf(stat string) time.Duration {
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	const user, system = 11, 12
	if len(fields) <= system {
		return 0
	}
	var ticks int64
	for _, field := range []int{user, system} {
		n, err := strconv.ParseInt(fields[field], 10, 64)
		if err != nil {
			return 0
		}
		ticks += n
	}
	return time.Duration(ticks) * clockTick
}
