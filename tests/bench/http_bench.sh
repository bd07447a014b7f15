#!/usr/bin/env bash
# The server against nginx: requests a second of a JSON route of 300 bytes without a database, against nginx
# returning as many fixed bytes, 64 connections, in turns within one run: http_bench.sh [SECONDS] [TURNS]
set -euo pipefail
seconds=${1:-4} turns=${2:-3}
top=$(cd "$(dirname "$0")/../.." && pwd)
"$top/tools/setup.sh" bench
build=$top/build-release
[ -f "$build/build.ninja" ] || meson setup "$build" "$top" --buildtype=release >/dev/null
ninja --quiet -C "$build" tests/bench/http_bench
folder=$(mktemp -d /tmp/parceldesk-bench-XXXXXX)
mkfifo "$folder/end"
trap 'kill $(cat "$folder/nginx.pid" 2>/dev/null) 2>/dev/null; exec 9>&-; wait; rm -rf "$folder"' EXIT

"$build/tests/bench/http_bench" <"$folder/end" >"$folder/url" &
exec 9>"$folder/end"
until [ -s "$folder/url" ]; do sleep 0.05; done
ours=$(cat "$folder/url")/api/v1/parcels/12345678901
body=$(curl -sf "$ours")

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >"$folder/nginx.conf" <<END
worker_processes $(nproc);
pid $folder/nginx.pid;
error_log $folder/error.log;
events { worker_connections 1024; }
http {
    access_log off;
    keepalive_requests 1000000000;
    server {
        listen 127.0.0.1:$port;
        default_type application/json;
        location / { return 200 '$body'; }
    }
}
END
nginx -c "$folder/nginx.conf" -p "$folder" 2>/dev/null
theirs=http://127.0.0.1:$port/

rate() { wrk -c64 -t2 -d"${seconds}s" "$1" | awk '/Requests\/sec/ { print $2 }'; }
echo "bytes of the answer: ${#body}"
for turn in $(seq "$turns"); do
    a=$(rate "$ours") b=$(rate "$theirs")
    echo "turn $turn: parceldesk $a/s, nginx $b/s, ratio $(awk "BEGIN { printf \"%.2f\", $a / $b }")"
done
