#!/usr/bin/env bash
# A private PostgreSQL for tests.
#
#   postgres.sh start [--fast] DIR    makes the cluster in DIR if it is not there, starts it if it is not
#                                     running, prints the URL of an empty database
#   postgres.sh stop DIR              stops it; DIR stays, and may be deleted
#   postgres.sh restart [--fast] DIR [SECONDS]
#                                     stops it if it runs, --fast: as a crash does, and starts it again
#                                     where it was, after so many seconds
#
# It listens on a socket in DIR and on 127.0.0.1 at a free port, and trusts whoever reaches it. --fast
# turns fsync off: for tests that do not pull the plug. Started by root it runs as the user postgres.
set -euo pipefail

bin=${PARCELDESK_PG_BIN:-/usr/lib/postgresql/15/bin}
harness=$(cd "$(dirname "$0")" && pwd)

usage() {
    sed -n '2,12s/^# \{0,1\}//p' "$0" >&2
    exit 64
}

# Runs a PostgreSQL program, never as root, which PostgreSQL refuses.
as_owner() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

is_running() {
    as_owner "$bin/pg_ctl" -D "$1/data" status >/dev/null 2>&1
}

# Line 4 of postmaster.pid is the port that the running server took.
print_url() {
    echo "postgresql://parceldesk@127.0.0.1:$(as_owner sed -n 4p "$1/data/postmaster.pid")/parceldesk"
}

create() {
    local dir=$1
    [ "$(id -u)" != 0 ] || chown postgres "$dir"
    [ ! -f "$dir/data/PG_VERSION" ] || return 0
    as_owner "$bin/initdb" --pgdata="$dir/data" --username=parceldesk --auth=trust \
        --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$dir.initdb" 2>&1 ||
        { cat "$dir.initdb" >&2; exit 1; }
    rm -f "$dir.initdb"
}

start() {
    local dir=$1 fsync=$2 sockets=$1 connections
    if is_running "$dir"; then
        print_url "$dir"
        return
    fi
    create "$dir"
    # A socket's path may have 107 bytes; in a deeper folder the loopback address has to do.
    [ "${#dir}" -lt 80 ] || sockets=
    # As many transcripts play at once as there are processors, each with a server of its own, and in
    # several suites. Nothing is kept in /dev/shm by itself: in a container it may be very small.
    connections=$((100 + 50 * $(nproc)))
    as_owner "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 120 start -o "-p $(python3 "$harness/ports.py") \
        -c listen_addresses=127.0.0.1 -c unix_socket_directories='$sockets' \
        -c fsync=$fsync -c full_page_writes=$fsync -c max_connections=$connections \
        -c dynamic_shared_memory_type=mmap \
        -c shared_buffers=128MB -c max_wal_size=1GB" >/dev/null ||
        { tail -20 "$dir/log" >&2; exit 1; }
    local url
    url=$(print_url "$dir")
    [ -n "$("$bin/psql" -XAtqd "${url%/*}/postgres" \
        -c "SELECT 1 FROM pg_database WHERE datname = 'parceldesk'")" ] ||
        "$bin/createdb" --maintenance-db="${url%/*}/postgres" parceldesk
    echo "$url"
}

stop() {
    ! is_running "$1" || as_owner "$bin/pg_ctl" -D "$1/data" -m fast -w stop >/dev/null
}

restart() {
    local how=fast
    [ "$2" = on ] || how=immediate
    ! is_running "$1" || as_owner "$bin/pg_ctl" -D "$1/data" -m "$how" -w stop >/dev/null
    sleep "$3"
    # its options are those of the last start
    as_owner "$bin/pg_ctl" -D "$1/data" -l "$1/log" -w -t 120 restart >/dev/null 2>&1
}

action=${1:-}
fsync=on
shift || usage
if [ "${1:-}" = --fast ]; then
    fsync=off
    shift
fi
[ $# = 1 ] || { [ $# = 2 ] && [ "$action" = restart ]; } || usage
seconds=${2:-0}
mkdir -p "$1"
dir=$(cd "$1" && pwd)
case $action in
start) start "$dir" "$fsync" ;;
stop) stop "$dir" ;;
restart) restart "$dir" "$fsync" "$seconds" ;;
*) usage ;;
esac
