#!/usr/bin/env bash
# The console: its types, then its pages in Chromium.
#
#   run.sh PROGRAM [SHOTS]    ENGINE=postgresql, ONLY=WORD, TIMES=1, DELAY_MS, THROTTLE: see run.mjs and suite.mjs
set -uo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")/../.." || exit 1
stop() {
    echo "$1"
    echo "0 passed, 1 failed"
    exit 1
}
tools/console.sh "$program" || stop "there is no console to be tested"
# The types are the same whichever engine serves the pages.
[ "${ENGINE:-}" = postgresql ] || npm run --silent --prefix web check || stop "the console's types do not hold"
exec node tests/browser/run.mjs "$program" "${@:2}"
