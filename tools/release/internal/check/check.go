// Package check makes a release of the current commit for nobody, and does with it
// what registries, CLIs and their users would do: verify, install, apply, upgrade.
package check

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/tools/release/internal/assets"
	"github.com/contentgroove/terraform-provider-contentgroove/tools/release/internal/signing"
)

// The two versions are higher than any real one, and have no pre-release part,
// since a CLI installs pre-releases only when it is told to.
const (
	firstVersion  = "999.0.0"
	secondVersion = "999.0.1"
)

// Options say what to check with.
type Options struct {
	// Repository is the working tree whose current commit is released.
	Repository string
	// GoReleaser is the path of the program.
	GoReleaser string
	// Platforms are all or one.
	Platforms []assets.Platform
	// SBOMs has bills of materials made and verified.
	SBOMs bool
	// CLIs are paths of Terraform and OpenTofu.
	CLIs []string
	// Workspace is an empty directory for everything that is made.
	Workspace string
	// Output gets one line for each step.
	Output io.Writer
}

// run is a check that is under way.
type run struct {
	Options
	host assets.Platform
	key  signing.Key

	first, second assets.Release
}

// Run performs the whole check, and stops at the first step that fails.
func Run(ctx context.Context, options Options) error {
	r := &run{Options: options, host: assets.Platform{OS: runtime.GOOS, Arch: runtime.GOARCH}}
	steps := []step{
		{"Make a throw-away signing key", r.makeKey},
		{"Clone the current commit twice", r.clone},
		{"Build " + firstVersion, r.buildFirst},
		{"Build it again elsewhere: the same to the byte", r.rebuildFirst},
		{"Build " + secondVersion, r.buildSecond},
		{"Sign and verify as a registry does", r.signAndVerify},
	}
	for _, path := range options.CLIs {
		installation, err := r.newInstallation(ctx, path)
		if err != nil {
			return err
		}
		steps = append(steps, installation.steps()...)
	}
	return r.perform(ctx, steps)
}

type step struct {
	name string
	do   func(context.Context) error
}

func (r *run) perform(ctx context.Context, steps []step) error {
	for _, step := range steps {
		started := time.Now()
		err := step.do(ctx)
		outcome := "ok    "
		if err != nil {
			outcome = "FAILED"
		}
		fmt.Fprintf(r.Output, "%s %s (%.1f s)\n", outcome, step.name, time.Since(started).Seconds())
		if err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	return nil
}

func (r *run) makeKey(context.Context) error {
	key, err := signing.Generate()
	r.key = key
	return err
}

func (r *run) clone(ctx context.Context) error {
	for _, name := range []string{"a", "b"} {
		dir := filepath.Join(r.Workspace, name)
		if _, err := command(ctx, r.Workspace, nil, "git", "clone", "--quiet", r.Repository, dir); err != nil {
			return err
		}
		for _, version := range []string{firstVersion, secondVersion} {
			if _, err := command(ctx, dir, nil, "git", "tag", "v"+version); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *run) buildFirst(ctx context.Context) (err error) {
	r.first, err = r.build(ctx, "a", firstVersion, r.Platforms)
	return err
}

func (r *run) rebuildFirst(ctx context.Context) error {
	again, err := r.build(ctx, "b", firstVersion, r.Platforms)
	if err != nil {
		return err
	}
	return sameFiles(r.first, again)
}

// buildSecond builds for this machine only, which is where it will be installed.
func (r *run) buildSecond(ctx context.Context) (err error) {
	r.second, err = r.build(ctx, "a", secondVersion, []assets.Platform{r.host})
	return err
}

func (r *run) signAndVerify(context.Context) error {
	publicKey, err := r.key.PublicKey()
	if err != nil {
		return err
	}
	for release, platforms := range map[assets.Release][]assets.Platform{r.first: r.Platforms, r.second: {r.host}} {
		if err := release.Sign(r.key); err != nil {
			return err
		}
		expected := assets.Expected{Platforms: platforms, PublicKey: publicKey, SBOMs: r.SBOMs}
		if err := release.Verify(expected); err != nil {
			return err
		}
	}
	return nil
}

// sameFiles reports files that are not the same in both releases. Bills of
// materials carry the time at which they were made.
func sameFiles(a, b assets.Release) error {
	entries, err := os.ReadDir(a.Dir)
	if err != nil {
		return err
	}
	var problems []error
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) == ".json" && entry.Name() != a.Manifest() {
			continue
		}
		first, err := assets.Sum(a.Path(entry.Name()))
		if err != nil {
			return err
		}
		second, err := assets.Sum(b.Path(entry.Name()))
		if err != nil {
			return err
		}
		if first != second {
			problems = append(problems, fmt.Errorf("%s differs between two builds of one commit: compare %s and %s",
				entry.Name(), a.Dir, b.Dir))
		}
	}
	return errors.Join(problems...)
}
