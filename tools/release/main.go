// Command release makes, verifies and tries out releases of the provider. The
// release workflow and make release-check run it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/contentgroove/terraform-provider-contentgroove/tools/release/internal/assets"
	"github.com/contentgroove/terraform-provider-contentgroove/tools/release/internal/check"
	"github.com/contentgroove/terraform-provider-contentgroove/tools/release/internal/signing"
)

const usage = `Usage: release COMMAND [FLAGS]

  platforms  list the platforms of a release
  stage      gather what GoReleaser has built and is to be published
  sign       sign the checksums with the key in GPG_PRIVATE_KEY
  verify     verify a release as registries do
  notes      print a version's section of CHANGELOG.md
  check      make a release of the current commit and try it out
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	commands := map[string]func(context.Context, *flag.FlagSet, []string) error{
		"platforms": runPlatforms, "stage": runStage, "sign": runSign, "verify": runVerify, "notes": runNotes, "check": runCheck,
	}
	if len(args) == 0 || commands[args[0]] == nil {
		return fmt.Errorf("unknown command %q\n%s", strings.Join(args, " "), usage)
	}
	flags := flag.NewFlagSet("release "+args[0], flag.ContinueOnError)
	return commands[args[0]](ctx, flags, args[1:])
}

func runPlatforms(context.Context, *flag.FlagSet, []string) error {
	for _, platform := range assets.Platforms() {
		fmt.Println(platform)
	}
	return nil
}

func runStage(_ context.Context, flags *flag.FlagSet, args []string) error {
	dist := flags.String("dist", "dist", "`directory` that GoReleaser has written")
	manifest := flags.String("manifest", "terraform-registry-manifest.json", "registry manifest `file`")
	dir := flags.String("dir", "dist/release", "new `directory` for the files to publish")
	if err := flags.Parse(args); err != nil {
		return err
	}
	release, err := assets.Stage(*dist, *manifest, *dir)
	if err == nil {
		fmt.Println(release.Version)
	}
	return err
}

func runSign(_ context.Context, flags *flag.FlagSet, args []string) error {
	release := releaseFlags(flags)
	if err := flags.Parse(args); err != nil {
		return err
	}
	key, err := signing.ParseKey([]byte(os.Getenv("GPG_PRIVATE_KEY")), []byte(os.Getenv("GPG_PASSPHRASE")))
	if err != nil {
		return fmt.Errorf("GPG_PRIVATE_KEY: %w", err)
	}
	return release.Sign(key)
}

func runVerify(_ context.Context, flags *flag.FlagSet, args []string) error {
	release := releaseFlags(flags)
	if err := flags.Parse(args); err != nil {
		return err
	}
	publicKey := []byte(os.Getenv("GPG_PUBLIC_KEY"))
	if err := release.Verify(assets.Expected{Platforms: assets.Platforms(), PublicKey: publicKey, SBOMs: true}); err != nil {
		return err
	}
	fmt.Printf("%s %s can be published.\n", assets.Provider, release.Version)
	return nil
}

func runNotes(_ context.Context, flags *flag.FlagSet, args []string) error {
	release := releaseFlags(flags)
	changelog := flags.String("changelog", "CHANGELOG.md", "changelog `file`")
	if err := flags.Parse(args); err != nil {
		return err
	}
	content, err := os.ReadFile(*changelog)
	if err != nil {
		return err
	}
	notes, err := assets.Notes(string(content), release.Version)
	fmt.Print(notes)
	return err
}

// releaseFlags declares the flags that name a release. The result is filled in by
// flags.Parse.
func releaseFlags(flags *flag.FlagSet) *assets.Release {
	release := &assets.Release{}
	flags.StringVar(&release.Dir, "dir", "dist/release", "`directory` with the release's files")
	flags.Func("version", "`version` of the release, with or without a leading v", func(s string) error {
		release.Version = strings.TrimPrefix(s, "v")
		return nil
	})
	return release
}

func runCheck(ctx context.Context, flags *flag.FlagSet, args []string) error {
	options := check.Options{Output: os.Stdout, Platforms: assets.Platforms(), SBOMs: true}
	var keep bool
	flags.StringVar(&options.Repository, "repository", ".", "working tree whose current `commit` is released")
	flags.StringVar(&options.GoReleaser, "goreleaser", "goreleaser", "GoReleaser's `path`; cyclonedx-gomod is beside it")
	flags.BoolVar(&keep, "keep", false, "keep the workspace")
	flags.Func("platform", "build for this `platform` only, such as linux_amd64, and make no bills of materials", func(s string) error {
		platform, err := assets.ParsePlatform(s)
		options.Platforms, options.SBOMs = []assets.Platform{platform}, false
		return err
	})
	flags.Func("cli", "`path` of Terraform or OpenTofu to install with; may be repeated", func(s string) error {
		path, err := absolute(s)
		options.CLIs = append(options.CLIs, path)
		return err
	})
	if err := flags.Parse(args); err != nil {
		return err
	}
	var err error
	if options.GoReleaser, err = absolute(options.GoReleaser); err != nil {
		return err
	}
	if options.Repository, err = filepath.Abs(options.Repository); err != nil {
		return err
	}
	if options.Workspace, err = os.MkdirTemp("", "cg-release-"); err != nil {
		return err
	}
	if keep {
		fmt.Println("Workspace:", options.Workspace)
	} else {
		defer func() { _ = os.RemoveAll(options.Workspace) }()
	}
	return check.Run(ctx, options)
}

// absolute returns where a program is that is named by a path or found on PATH.
func absolute(program string) (string, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return "", err
	}
	return filepath.Abs(path)
}
