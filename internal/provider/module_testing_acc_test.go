package provider_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// The tests of the example module pass, without a key and without a request.
func TestAccModuleTesting(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	cli := env.CLI(t)
	cli.SkipBelow(t, "1.7.0", "")
	if err := os.CopyFS(cli.Dir, os.DirFS(filepath.Join(acctest.RepositoryDir(t), "examples", "module-testing"))); err != nil {
		t.Fatal(err)
	}
	wants(t, cli.MustRun("test"), "3 passed, 0 failed")
	if requests := env.Requests(); len(requests) > 0 {
		t.Errorf("%d requests were sent", len(requests))
	}
}
