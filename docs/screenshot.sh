#!/usr/bin/env bash
# Takes the README's picture of a report's first screen:
#   docs/screenshot.sh runs/coil20
# Needs Chromium (chromium, or CHROMIUM=/path/to/it). Writes docs/report.png.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
[ $# -eq 1 ] || {
  echo "error: Cannot take a picture: name one run directory." >&2
  exit 2
}
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
"$home/submit/local.sh" report "$1" --html "$folder/page.html" --quiet
# Chromium talks of what a machine without a desktop lacks.
"${CHROMIUM:-chromium}" --headless=new --no-sandbox --disable-gpu --no-first-run \
  --disable-background-networking --disable-component-update --disable-sync \
  --user-data-dir="$folder/profile" --hide-scrollbars --force-device-scale-factor=1 \
  --window-size=1200,1000 --screenshot="$home/docs/report.png" "file://$folder/page.html" \
  2>"$folder/log" || { cat "$folder/log" >&2 && exit 1; }
