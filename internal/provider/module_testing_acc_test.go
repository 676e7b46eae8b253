package provider_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
)

// The tests of the example module pass, without a key and without a request.
func TestAccModuleTesting(t *testing.T) {
	t.Parallel()
	cli := acctest.NewCLI(t, acctest.BuildProvider(t))
	cli.SkipBelow(t, "1.7.0", "")
	if err := os.CopyFS(cli.Dir, os.DirFS(filepath.Join(acctest.RepositoryDir(t), "examples", "module-testing"))); err != nil {
		t.Fatal(err)
	}
	wants(t, cli.MustRun("test"), "3 passed, 0 failed")
}
