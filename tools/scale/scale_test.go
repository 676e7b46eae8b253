package main

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// The sections build providers, which takes minutes, so they are tried here with
// Terraform's own resource alone.
func TestMeasuresThroughTheCLI(t *testing.T) {
	t.Parallel()
	cli := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if os.Getenv("TF_ACC") == "" || cli == "" {
		t.Skip("needs a CLI, see make test; the other tests of this package need none")
	}
	b := &bench{cli: cli, folder: t.TempDir(), latency: time.Millisecond}
	others := map[string]result{}
	if err := b.compareOne(t.Context(), floor, 3, others); err != nil {
		t.Fatal(err)
	}
	for _, command := range commands {
		if measured := others[command.name+floorName]; measured.wall <= 0 || measured.cpu <= 0 || measured.requests != 0 {
			t.Errorf("%s took %+v", command.name, measured)
		}
	}
	var reported []string
	if err := b.growthOne(t.Context(), floor, 3, func(command string, _ result) { reported = append(reported, command) }); err != nil {
		t.Fatal(err)
	}
	if want := []string{"refresh", "plan", "plan -destroy"}; !slices.Equal(reported, want) {
		t.Errorf("measured %v, want %v", reported, want)
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	chosen, err := parse([]string{"-sizes", "1, 20", "-growth", "3", "-sections", "limits"})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(chosen.sizes, []int{1, 20}) || !slices.Equal(chosen.growth, []int{3}) || !slices.Equal(chosen.sections, []string{"limits"}) {
		t.Errorf("got %+v", chosen)
	}
	for _, arguments := range [][]string{{"-sizes", "1,x"}, {"-growth", "0"}, {"-sizes", ""}} {
		if _, err := parse(arguments); err == nil || !strings.Contains(err.Error(), "no number of objects") {
			t.Errorf("%v: %v", arguments, err)
		}
	}
	if err := run(t.Context(), []string{"-sections", "other"}); err == nil || !strings.Contains(err.Error(), `no section "other"`) {
		t.Errorf("got %v", err)
	}
}

func TestReadsProc(t *testing.T) {
	t.Parallel()
	stat := "4711 (terraform-prov) S) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0 9 0 1 2 3"
	if got := timeOf(stat); got != 3*time.Second {
		t.Errorf("processor time: %s", got)
	}
	if got := peakOf([]byte("Name:\tx\nVmHWM:\t  2048 kB\nVmRSS:\t 1 kB\n")); got != 2<<20 {
		t.Errorf("peak: %d", got)
	}
	for _, broken := range []string{"", "1 (x) S", "1 (x) S 1 2 3 4 5 6 7 8 9 10 a b"} {
		if got := timeOf(broken); got != 0 {
			t.Errorf("%q: %s", broken, got)
		}
	}
	if got := peakOf(nil); got != 0 {
		t.Errorf("peak of nothing: %d", got)
	}
}

func TestWatchesThisProcess(t *testing.T) {
	t.Parallel()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	w := &watcher{binary: binary, peaks: map[string]int64{}, times: map[string]time.Duration{}}
	w.search()
	w.look()
	if memory, _ := w.sum(); memory == 0 {
		if _, err := os.Stat("/proc/self/status"); err == nil {
			t.Error("this process is not found")
		}
	}
}

func TestRatios(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ got, want string }{
		{ratio(3*time.Second, 2*time.Second), "1.50"},
		{ratio(time.Second, 0), "-"},
		{growthOf(30*time.Second, 10*time.Second, 3), "1.00"},
		{growthOf(time.Second, 0, 3), "-"},
		{share(1, 8), "12.5 %"},
		{share(0, 0), "0.0 %"},
		{result{requests: 130, refused: 10}.dictated().String(), "5s"},
		{result{requests: 3}.dictated().String(), "0s"},
		{megabytes(0), "-"},
		{megabytes(5 << 20), "5 MB"},
	} {
		if test.got != test.want {
			t.Errorf("got %s, want %s", test.got, test.want)
		}
	}
}
