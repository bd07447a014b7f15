#!/usr/bin/env bash
# Builds the console into web/dist, from where meson puts it into the program.
#
#   console.sh PROGRAM     a built parceldesk: the typed client is generated from its API
#
# Nothing is done when neither the sources nor the API have changed since. Fails, with a reason,
# where there is no Node.js or no package registry: the program then says so in the console's place.
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
program=$(realpath "${1:-$top/build/parceldesk}")
cd "$top/web"

give_up() {
    printf '%s\n' "The console is not built: $1" \
        "Everything else works; try tools/console.sh again, then ./run." >&2
    exit 1
}

exec 9>.lock
flock 9

api=$(mktemp)
trap 'rm -f "$api"' EXIT
"$program" openapi >"$api"
installed=node_modules/.made made=dist/.made
lock=$(sha256sum package-lock.json)
sources=$(find console package.json package-lock.json tsconfig.json vite.config.ts -type f \
    ! -path console/api/schema.ts -print0 | sort -z | xargs -0 sha256sum "$api" | sed "s|$api||" | sha256sum)
[ "$(cat $made 2>/dev/null)" != "$sources" ] || exit 0

node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 18 || (a == 18 && b >= 13) ? 0 : 1)' \
    2>/dev/null || give_up "it needs Node.js, 18.13 or later."
command -v npm >/dev/null || give_up "it needs npm."
if [ "$(cat $installed 2>/dev/null)" != "$lock" ]; then
    echo "Fetching what the console is built with" >&2
    npm ci --no-audit --no-fund --fetch-retries=5 --loglevel=error >&2 ||
        give_up "npm ci failed, see above: is the package registry reachable (npm config get registry)?"
    echo "$lock" >$installed
fi
echo "Building the console" >&2
npx --no-install openapi-typescript "$api" --output console/api/schema.ts >/dev/null ||
    give_up "its client cannot be generated."
npm run --silent build -- --logLevel error >&2 || give_up "see above."
echo "$sources" >$made
