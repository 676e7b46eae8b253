package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

// memoryInterval is the time between two looks at a provider's memory. The
// system keeps the peak, so only the last moments of a process can be missed.
const memoryInterval = 20 * time.Millisecond

// watchMemory watches the processes of an executable until the returned function
// is called, which returns the largest peak of their resident memory in bytes.
// It is 0 where the system has no /proc.
func watchMemory(binary string) func() int64 {
	if binary == "" {
		return func() int64 { return 0 }
	}
	var peak int64
	done := make(chan struct{})
	var watcher sync.WaitGroup
	watcher.Go(func() {
		ticker := time.NewTicker(memoryInterval)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				peak = max(peak, residentPeak(binary))
			}
		}
	})
	return func() int64 {
		close(done)
		watcher.Wait()
		return peak
	}
}

// residentPeak is the largest peak of the running processes of an executable.
func residentPeak(binary string) int64 {
	var peak int64
	links, err := filepath.Glob("/proc/[0-9]*/exe")
	if err != nil {
		return 0
	}
	for _, link := range links {
		if target, err := os.Readlink(link); err != nil || target != binary {
			continue
		}
		status, err := os.ReadFile(filepath.Join(filepath.Dir(link), "status"))
		if err != nil {
			continue
		}
		_, rest, _ := bytes.Cut(status, []byte("VmHWM:"))
		if fields := bytes.Fields(rest); len(fields) > 0 {
			if kilobytes, err := strconv.ParseInt(string(fields[0]), 10, 64); err == nil {
				peak = max(peak, kilobytes<<10)
			}
		}
	}
	return peak
}
