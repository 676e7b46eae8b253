//go:build linux

package provider_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi/mocktest"
)

// BenchmarkPlanOfUnchangedFile plans a media over a large file that has not
// changed, and one over a file of 1 KB, in turns. Without a look at the bytes,
// both take the same time: the ratio is near 1.
func BenchmarkPlanOfUnchangedFile(b *testing.B) {
	small, large := newPlanBench(b, 1<<10), newPlanBench(b, largeFile())
	var smallTime, largeTime time.Duration
	for b.Loop() {
		smallTime += small.plan()
		largeTime += large.plan()
	}
	perPlan := func(total time.Duration) float64 { return float64(total.Microseconds()) / float64(b.N) }
	b.ReportMetric(perPlan(smallTime), "small-µs/plan")
	b.ReportMetric(perPlan(largeTime), "large-µs/plan")
	b.ReportMetric(float64(largeTime)/float64(smallTime), "ratio")
}

// planBench is a media of a file that is in the state.
type planBench struct {
	b             *testing.B
	terraform     *miniTerraform
	configuration map[string]any
}

func newPlanBench(b *testing.B, size int64) *planBench {
	b.Helper()
	file := filepath.Join(b.TempDir(), "call.wav")
	writeSparseWAV(b, file, size)
	clock := mocktest.NewClock(time.Time{})
	server := mocktest.Start(b, mockapi.Options{Clock: clock})
	bench := &planBench{
		b: b, configuration: map[string]any{"source_file": file},
		terraform: &miniTerraform{
			dir: filepath.Join(b.TempDir(), "journal"), clock: clock, typeName: faultyMedia,
			settings: map[string]any{"base_url": server.URL(), "api_key": mockapi.DefaultAPIKey},
		},
	}
	if created, err := bench.terraform.apply(b.Context(), bench.configuration); err != nil || created.failed() {
		b.Fatal(err, printed(created.diagnostics))
	}
	return bench
}

// plan refreshes and plans, and returns how long that took.
func (p *planBench) plan() time.Duration {
	p.b.Helper()
	started := time.Now()
	planned, err := p.terraform.apply(p.b.Context(), p.configuration)
	took := time.Since(started)
	if err != nil || planned.failed() || planned.action != noAction {
		p.b.Fatalf("%s is planned: %v %s", planned.action, err, printed(planned.diagnostics))
	}
	return took
}
