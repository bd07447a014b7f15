#!/usr/bin/env bash
# Nikto, sqlmap and testssl.sh against a demonstration company that is served on this machine.
#
#   tests/security/scan.sh PROGRAM [FOLDER]     FOLDER keeps what the tools wrote
#
# By hand: ./test needs none of them. Each tool that is not installed is passed over and said so. What is
# known and explained (README.md beside this) is in expected.txt; anything else fails.
set -uo pipefail
program=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
kept=${2:-$(mktemp -d /tmp/parceldesk-scan-XXXXXX)}
mkdir -p "$kept"
data=$(mktemp -d /tmp/parceldesk-scanned-XXXXXX)
server=
finish() {
    [ -z "$server" ] || { kill "$server"; wait "$server"; } 2>/dev/null
    rm -rf "$data"
}
trap finish EXIT
passed=0 failed=0 skipped=0

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost -keyout "$data/key.pem" -out "$data/cert.pem" 2>/dev/null || exit 1
chmod 600 "$data/key.pem"
"$program" demo --data "$data/data" --parcels 300 >"$kept/demo.log" 2>&1 || exit 1
"$program" set tracking_per_minute 100000 --data "$data/data" >>"$kept/demo.log" 2>&1 || exit 1
token=$("$program" token create scan --data "$data/data" \
    --right waybill.read,customer.read,personal.read,ticket.read,audit.read,outlet.read | grep -o 'pd_[A-Za-z0-9_-]*')
serve() { # FLAG …
    [ -z "$server" ] || { kill "$server"; wait "$server"; }
    "$program" serve --data "$data/data" --listen 127.0.0.1:0 "$@" >"$kept/serve.log" 2>&1 &
    server=$!
    site=
    for ((i = 0; i < 600; i++)); do
        site=$(grep -oE 'https?://127.0.0.1:[0-9]+' "$kept/serve.log" | head -1)
        if [ -n "$site" ] && curl -ksf "$site/readyz" >/dev/null; then return; fi
        sleep 0.1
    done
    tail "$kept/serve.log"
    exit 1
}

# The findings of a tool, one a line; those that expected.txt has (after the tool's name) are known.
judge() { # TOOL FINDINGS
    local new
    new=$(grep -vxF -f <(sed -n "s/^$1 //p" "$here/expected.txt") "$2" | sort -u)
    if [ -z "$new" ]; then
        passed=$((passed + 1))
    else
        printf '%s found:\n%s\n' "$1" "$new"
        failed=$((failed + 1))
    fi
}
absent() {
    echo "$1 is not installed"
    skipped=$((skipped + 1))
}

serve
if command -v nikto >/dev/null; then
    timeout 3600 nikto -host "$site" -ask no -nointeractive -nolookup >"$kept/nikto.txt" 2>&1
    grep '^+ ' "$kept/nikto.txt" | grep -vE '^\+ (Target|SSL Info|Start Time|End Time|Server:|[0-9]+ (host|items|requests)|No CGI)' |
        sed -e 's/^+ //' -e 's/, with contents: .*//' -e 's/ *$//' >"$kept/nikto.found"
    grep -q 'requests: \|items checked' "$kept/nikto.txt" || echo "nikto did not come to its end" >>"$kept/nikto.found"
    judge nikto "$kept/nikto.found"
else
    absent nikto
fi

# What it is to try is named, or marked with a star.
inject() { # NAME ARGUMENT…
    local name=$1
    shift
    sqlmap --batch --disable-coloring --flush-session --output-dir "$kept/sqlmap" --level 2 --risk 2 --timeout 20 \
        --ignore-code 401,403,404,422 "$@" >"$kept/sqlmap-$name.txt" 2>&1
    # What only appeared to be is tried again by sqlmap itself: this is what it holds to in the end.
    grep -A4 'identified the following injection' "$kept/sqlmap-$name.txt" >"$kept/sqlmap-$name.found"
    grep -q 'do not appear to be injectable\|does not seem to be injectable\|identified the following' "$kept/sqlmap-$name.txt" ||
        echo "sqlmap did not come to its end ($name)" >>"$kept/sqlmap-$name.found"
    judge sqlmap "$kept/sqlmap-$name.found"
}
if command -v sqlmap >/dev/null; then
    bearer="Authorization: Bearer $token"
    inject track -u "$site/t/SF1000000000001*"
    inject phone -u "$site/api/v1/waybills?phone=13800138000" -p phone -H "$bearer"
    inject sort -u "$site/api/v1/waybills?sort=created_at" -p sort -H "$bearer"
    inject cursor -u "$site/api/v1/customers?limit=1&cursor=AAAA" -p limit,cursor -H "$bearer"
    inject name -u "$site/api/v1/customers?name=li" -p name -H "$bearer"
    inject search -u "$site/api/v1/tickets?q=shanghai" -p q -H "$bearer"
    inject sign-in -u "$site/api/v1/session" -H 'Content-Type: application/json' \
        --data '{"login": "admin*", "password": "wrong-password"}'
    inject cookie -u "$site/api/v1/me" --cookie 'parceldesk_session=abc*' --level 3
else
    absent sqlmap
fi

serve --tls-cert "$data/cert.pem" --tls-key "$data/key.pem"
if command -v testssl >/dev/null; then
    rm -f "$kept/testssl.json"
    testssl --quiet --warnings off --color 0 --jsonfile "$kept/testssl.json" "$site" >"$kept/testssl.txt" 2>&1
    python3 - "$kept/testssl.json" >"$kept/testssl.found" <<'PYTHON'
import json
import sys
found = json.load(open(sys.argv[1], encoding='utf-8'))
if not any(one['id'] == 'TLS1_3' for one in found):
    print('testssl.sh did not come to its end')
for one in found:
    if one['severity'] not in ('OK', 'INFO', 'DEBUG'):
        print(one['id'], one['severity'])
PYTHON
    judge testssl "$kept/testssl.found"
else
    absent testssl.sh
fi
echo "what they wrote is in $kept"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
