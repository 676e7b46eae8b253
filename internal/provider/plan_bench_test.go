//go:build linux

package provider_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi/mocktest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/provider"
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
	b         *testing.B
	workspace *terraform.Workspace
}

func newPlanBench(b *testing.B, size int64) *planBench {
	b.Helper()
	file := filepath.Join(b.TempDir(), "call.wav")
	writeSparseWAV(b, file, size)
	clock := mocktest.NewClock(time.Time{})
	server := mocktest.Start(b, mockapi.Options{Clock: clock})
	newServer := provider.NewServer("test", provider.WithClock(clock), provider.WithJournalDir(filepath.Join(b.TempDir(), "journal")))
	bench := &planBench{b: b, workspace: &terraform.Workspace{
		Config: terraform.Config{
			Providers: map[string]terraform.Object{"": {"base_url": server.URL(), "api_key": mockapi.DefaultAPIKey}},
			Resources: []terraform.Resource{{Type: faultyMedia, Name: "test", Config: terraform.Object{"source_file": file}}},
		},
		Start: func(string) (tfprotov6.ProviderServer, func(), error) { return newServer(), nil, nil },
	}}
	if created, err := bench.workspace.Apply(b.Context()); err != nil || created.Failed() {
		b.Fatal(err, created.All())
	}
	return bench
}

// plan refreshes and plans, and returns how long that took.
func (p *planBench) plan() time.Duration {
	p.b.Helper()
	started := time.Now()
	plan, err := p.workspace.Plan(p.b.Context())
	took := time.Since(started)
	if err != nil || len(plan.Diagnostics) > 0 || !plan.Empty() {
		p.b.Fatalf("%v is planned: %v %s", plan.Changes, err, plan.Diagnostics)
	}
	return took
}
