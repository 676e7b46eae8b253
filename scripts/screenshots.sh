#!/bin/sh
# Takes the pictures of the mock's page that the guides show: templates/guides
# refers to them where they are published, in assets/.
set -eu

cd "$(dirname "$0")/.."
make test-browser
mkdir -p assets
cp bin/screenshots/page-1280-light.png assets/mock-page.png
cp bin/screenshots/request-1280-dark.png assets/mock-request.png
