#!/bin/sh
# Builds the demonstration into a directory of its own and turns into it, so that
# signals reach it. The directory is its workspace, which it removes at the end,
# itself included. Arguments are passed on.
set -eu

cd "$(dirname "$0")/.."
workspace=$(mktemp -d "${TMPDIR:-/tmp}/cg-demo.XXXXXX")
trap 'rm -rf "$workspace"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

echo "Building the demonstration. The first time takes a minute."
go build -o "$workspace/demo" ./internal/demo/cmd/contentgroove-demo
exec "$workspace/demo" -workspace "$workspace" "$@"
