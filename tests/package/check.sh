#!/usr/bin/env bash
# Makes the Debian package of a built program and looks at it: what is in it, what it asks for, what lintian and
# systemd say of it.
#
# usage: check.sh PROGRAM      (install.py installs it)
set -uo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
program=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0
check() { # WHAT COMMAND…
    local what=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$what: does not hold"
        sed 's/^/    /' "$work/said" | head -20
    fi
}
skip() {
    echo "$1"
    skipped=$((skipped + 1))
}
finish() {
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" = 0 ]
    exit
}
command -v dpkg-shlibdeps >/dev/null || { skip "no dpkg-dev: no package is made"; finish; }

check "the package is made" "$top/packaging/build.sh" --program "$program" --to "$work"
package=$(echo "$work"/parceldesk_*.deb)
[ -f "$package" ] || finish
version=$("$program" version | cut -d' ' -f2)
dpkg-deb --contents "$package" >"$work/contents"
has() { grep -E "$1" "$work/contents"; }
field_is() { [ "$(dpkg-deb --field "$package" "$1")" = "$2" ]; }

check "it has the program's version" field_is Version "$version"
check "the program can be run by all" has '^-rwxr-xr-x root/root .* \./usr/bin/parceldesk$'
check "the settings are there" has '^-rw-r--r-- root/root .* \./etc/parceldesk/parceldesk.conf$'
check "the units are there" has ' \./lib/systemd/system/parceldesk.service$'
check "and the socket" has ' \./lib/systemd/system/parceldesk.socket$'
check "operators find their page" has ' \./usr/share/doc/parceldesk/operations.md$'
check "nothing belongs to who made it" bash -c "! grep -v ' root/root ' '$work/contents'"
mkdir "$work/control"
dpkg-deb --control "$package" "$work/control"
check "the settings are the operator's" grep -qx /etc/parceldesk/parceldesk.conf "$work/control/conffiles"
check "nothing is left to be filled in" bash -c "! grep -rE '@[A-Z]+@' '$work/control'"
check "the libraries it needs are named" grep -qE '^Depends: .*libseccomp2.*libsqlite3-0' "$work/control/control"
for script in preinst postinst prerm postrm; do
    check "$script is a script" sh -n "$work/control/$script"
done
newest=$(basename "$(ls "$top"/schema/[0-9]*.sql | tail -n 1)" | sed 's/^0*\([0-9]*\)_.*/\1/')
check "it knows its newest migration" grep -qx "newest=$newest" "$work/control/preinst"

dpkg-deb --extract "$package" "$work/root"
check "its files are whole" bash -c "cd '$work/root' && md5sum --quiet -c ../control/md5sums"
check "the program in it runs" "$work/root/usr/bin/parceldesk" version
check "the program in it has no debugging symbols" bash -c "! readelf -S '$work/root/usr/bin/parceldesk' | grep -q '\.debug_info'"
if command -v lintian >/dev/null; then
    check "lintian is content" lintian --allow-root --fail-on error "$package"
else
    skip "no lintian here"
fi
if command -v systemd-analyze >/dev/null; then
    check "the unit is sandboxed: at most 2 of 10 is exposed" systemd-analyze security --offline=true --threshold=20 \
        --no-pager "$top/packaging/parceldesk.service"
else
    skip "no systemd-analyze here"
fi
finish
