//go:build linux

package provider_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// largeFile is the size of the large file of benchmarks, in bytes: that of the
// largest that ContentGroove takes, if BENCH_FULL is set.
func largeFile() int64 {
	if os.Getenv("BENCH_FULL") != "" {
		return 5 << 30
	}
	return 1 << 30
}

// memoryLimit is by how much the memory of an upload may exceed that of an
// upload of 1 MB.
const memoryLimit = 64 << 20

// BenchmarkUploadThroughTerraform applies a media of a large sparse file with the
// real CLI and the real binary, and has curl send the same file to the same
// server. It reports both rates, and the peak of the provider's memory beyond
// that for a file of 1 MB.
func BenchmarkUploadThroughTerraform(b *testing.B) {
	binary := acctest.BuildProvider(b)
	for b.Loop() {
		small, large := newUploadBench(b, binary, 1<<20), newUploadBench(b, binary, largeFile())
		small.apply()
		large.apply()
		large.curl()
		grown := large.peak.Load() - small.peak.Load()
		if grown > memoryLimit {
			b.Errorf("the peak memory grows by %d bytes", grown)
		}
		provider, curl := large.rate(0), large.rate(1)
		b.ReportMetric(provider, "MB/s")
		b.ReportMetric(curl, "curl-MB/s")
		b.ReportMetric(provider/curl, "of-curl")
		b.ReportMetric(float64(small.peak.Load())/1e6, "small-peak-MB")
		b.ReportMetric(float64(large.peak.Load())/1e6, "large-peak-MB")
		b.ReportMetric(0, "ns/op") // It would be the time of the CLI as well.
	}
}

// uploadBench is a server and a working directory for one file.
type uploadBench struct {
	b      *testing.B
	server *mockapi.Server
	cli    *acctest.CLI
	file   string
	size   int64
	// peak is the most memory that the provider had until the upload was done, in
	// bytes.
	peak atomic.Int64
}

func newUploadBench(b *testing.B, binary string, size int64) *uploadBench {
	b.Helper()
	directory, providers := recordedProvider(b, binary)
	bench := &uploadBench{b: b, size: size, cli: acctest.NewCLI(b, directory)}
	bench.server = acctest.StartServer(b, mockapi.Options{Logger: func(request mockapi.Request) {
		if request.Operation == mockapi.OpCreateMedia {
			peak, err := peakMemory(providers)
			if err != nil {
				b.Error(err)
			}
			bench.peak.Store(peak)
		}
	}})
	bench.file = filepath.Join(bench.cli.Dir, "call.wav")
	writeSparseWAV(b, bench.file, size)
	bench.cli.Write("main.tf", requiredProviders+providerBlock(bench.server)+mediaConfig(`source_file = "call.wav"`+"\nwait_for_processing = false"))
	return bench
}

// apply creates the media.
func (u *uploadBench) apply() {
	u.b.Helper()
	u.cli.MustRun("apply", "-auto-approve")
}

// curl sends the file as the API's documentation shows it.
func (u *uploadBench) curl() {
	u.b.Helper()
	request, err := http.NewRequestWithContext(u.b.Context(), http.MethodGet, u.server.URL()+"/direct_uploads", http.NoBody)
	if err != nil {
		u.b.Fatal(err)
	}
	request.Header.Set("X-Api-Key", mockapi.DefaultAPIKey)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		u.b.Fatal(err)
	}
	defer response.Body.Close()
	var upload struct {
		Data struct {
			Attributes struct {
				UploadURL string `json:"upload_url"`
			}
		}
	}
	if err := json.NewDecoder(response.Body).Decode(&upload); err != nil {
		u.b.Fatal(err)
	}
	command := exec.CommandContext(u.b.Context(), "curl", "--silent", "--show-error", "--fail", "-T", u.file, upload.Data.Attributes.UploadURL)
	if printed, err := command.CombinedOutput(); err != nil {
		u.b.Fatalf("curl: %s: %s", err, printed)
	}
}

// rate is that of an upload, counted from 0, in MB/s as the server saw it.
func (u *uploadBench) rate(number int) float64 {
	u.b.Helper()
	for _, request := range u.server.Requests() {
		if request.Operation != mockapi.OpUpload {
			continue
		}
		if number == 0 {
			if request.BodyBytes != u.size || request.Status != http.StatusOK {
				u.b.Fatalf("%d of %d bytes arrived, and were answered %d", request.BodyBytes, u.size, request.Status)
			}
			return float64(u.size) / 1e6 / request.Duration.Seconds()
		}
		number--
	}
	u.b.Fatal("there was no such upload")
	return 0
}

// writeSparseWAV writes a file that looks like audio and takes no space.
func writeSparseWAV(t testing.TB, name string, size int64) {
	t.Helper()
	acctest.WriteWAV(t, name, 1)
	if err := os.Truncate(name, size); err != nil {
		t.Fatal(err)
	}
}

var peakLine = regexp.MustCompile(`(?m)^VmHWM:\s+(\d+) kB$`)

// peakMemory is the most memory that the provider's last process has had, in
// bytes.
func peakMemory(providers string) (int64, error) {
	pid, err := lastPID(providers)
	if err != nil {
		return 0, err
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	found := peakLine.FindSubmatch(status)
	if found == nil {
		return 0, errors.New("the peak memory is not known")
	}
	kilobytes, err := strconv.ParseInt(string(found[1]), 10, 64)
	return kilobytes << 10, err
}
