#!/usr/bin/env bash
# Measures Parceldesk as ratios in one run, and prints the table of docs/performance.md.
#
#   tests/bench/run.sh [--scans 1,12] [--seconds 10] [--folder DIR] [--write]
#
# --scans   sizes of the store in millions of scans; 50 takes half an hour and 40 GB
# --folder  where the stores are built and kept for the next run; tmpfs would measure nothing
# --write   puts the table into docs/performance.md
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
"$top/tools/setup.sh" bench
build=$top/build-release
[ -f "$build/build.ninja" ] || meson setup "$build" "$top" --buildtype=release >/dev/null
ninja --quiet -C "$build" parceldesk tests/bench/load tests/bench/ingest_bench
exec python3 "$top/tests/bench/bench.py" --build "$build" "$@"
