package check

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// command runs a program in a directory, with additions to the environment, and
// returns what it printed.
func command(ctx context.Context, dir string, env []string, name string, args ...string) (string, error) {
	program := exec.CommandContext(ctx, name, args...)
	program.Dir = dir
	program.Env = append(cleanEnvironment(), env...)
	output, err := program.CombinedOutput()
	if err != nil {
		return string(output), fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, output)
	}
	return string(output), nil
}

// cleanEnvironment is the environment without settings of its owner's that would
// decide how the check ends.
func cleanEnvironment() []string {
	return slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return strings.HasPrefix(name, "TF_") || strings.HasPrefix(name, "CONTENTGROOVE_") ||
			strings.HasPrefix(name, "GPG_") || name == "GITHUB_TOKEN"
	})
}
