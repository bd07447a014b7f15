#!/usr/bin/env bash
# Makes the Debian package: packaging/build.sh [FLAG …]; prints the name of the file.
#
#   --program FILE    a built parceldesk; else one is built in build-release, with its console
#   --version V       else what the program says
#   --schema N        the newest migration; else the last one of schema/ (for tests)
#   --to FOLDER       where the package goes; else the folder one is in
#
# Needs dpkg-dev, and no network.
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
program= version= to=$PWD
schema=$(basename "$(ls "$top"/schema/[0-9]*.sql | tail -n 1)" | sed 's/^0*\([0-9]*\)_.*/\1/')
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || { echo "build.sh: $1 wants a value" >&2; exit 64; }
    case $1 in
    --program) program=$(realpath "$2") ;;
    --version) version=$2 ;;
    --schema) schema=$2 ;;
    --to) to=$(realpath "$2") ;;
    *) sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
    esac
    shift 2
done

if [ -z "$program" ]; then
    release=$top/build-release
    [ -f "$release/build.ninja" ] || meson setup "$release" "$top" --buildtype=release >&2
    ninja --quiet -C "$release" parceldesk >&2
    if "$top/tools/console.sh" "$release/parceldesk"; then ninja --quiet -C "$release" parceldesk >&2; fi
    program=$release/parceldesk
fi
[ -n "$version" ] || version=$("$program" version | cut -d' ' -f2)
architecture=$(dpkg --print-architecture)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root documents=$work/root/usr/share/doc/parceldesk
umask 022
put() { install -D -m "$1" "$2" "$root/$3"; }
zipped() { gzip -9n >"$1"; }

put 0755 "$program" usr/bin/parceldesk
strip --remove-section=.comment --remove-section=.note "$root/usr/bin/parceldesk"
put 0755 "$top/packaging/parceldesk-admin" usr/sbin/parceldesk-admin
put 0644 "$top/packaging/parceldesk.service" lib/systemd/system/parceldesk.service
put 0644 "$top/packaging/parceldesk.socket" lib/systemd/system/parceldesk.socket
put 0644 "$top/packaging/parceldesk.conf" etc/parceldesk/parceldesk.conf
put 0644 "$top/packaging/copyright" usr/share/doc/parceldesk/copyright
for page in "$top"/docs/*.md; do put 0644 "$page" "usr/share/doc/parceldesk/$(basename "$page")"; done
mkdir -p "$documents/examples"
cp -r --no-preserve=mode,ownership "$top"/examples/* "$documents/examples/"
chmod 0755 "$documents"/examples/*/*.sh "$documents"/examples/mail/parceldesk-mail

# Its entries are the commits; a package tells what it is and when it was made.
made=$(git -C "$top" log -1 --format=%ct 2>/dev/null || stat -c %Y "$top/meson.build")
printf 'parceldesk (%s) stable; urgency=medium\n\n  * Version %s.\n\n -- Parceldesk <desk@parceldesk.example>  %s\n' \
    "$version" "$version" "$(date -R -u -d "@$made")" | zipped "$documents/changelog.gz"

# A page for each of the two, of what they say of themselves.
mkdir -p "$root/usr/share/man/man1" "$root/usr/share/man/man8"
manual() { # NAME SECTION ONE-LINE
    printf '.TH %s %s "" "Parceldesk %s"\n.SH NAME\n%s \\- %s\n.SH DESCRIPTION\n.nf\n' \
        "${1^^}" "$2" "$version" "$1" "$3"
    sed -e 's/\\/\\e/g' -e 's/-/\\-/g' -e "s/^[.']/\\\\\&&/"
    printf '.fi\n'
}
"$program" help | manual parceldesk 1 'customer service for couriers' |
    zipped "$root/usr/share/man/man1/parceldesk.1.gz"
sed -n '2s/^# //p' "$top/packaging/parceldesk-admin" |
    manual parceldesk-admin 8 'a command of parceldesk with the settings of its service' |
    zipped "$root/usr/share/man/man8/parceldesk-admin.8.gz"

# dpkg-shlibdeps wants to be in a source package.
mkdir -p "$work/source/debian"
printf 'Source: parceldesk\n\nPackage: parceldesk\nArchitecture: any\n' >"$work/source/debian/control"
depends=$(cd "$work/source" && dpkg-shlibdeps -O "$root/usr/bin/parceldesk" 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
[ -n "$depends" ] || { echo "build.sh: the libraries it needs cannot be told" >&2; exit 1; }

fill() {
    sed -e "s/@VERSION@/$version/g" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@SCHEMA@/$schema/" \
        -e "s/@DEPENDS@/$depends/" -e "s/@SIZE@/$(du -ks "$root" | cut -f1)/" "$1"
}
mkdir -p "$work/control"
fill "$top/packaging/control.in" >"$work/control/control"
echo /etc/parceldesk/parceldesk.conf >"$work/control/conffiles"
for script in preinst postinst prerm postrm; do
    fill "$top/packaging/$script" >"$work/control/$script"
    chmod 0755 "$work/control/$script"
done
(cd "$root" && find usr lib -type f -print0 | sort -z | xargs -0 md5sum) >"$work/control/md5sums"
mv "$work/control" "$root/DEBIAN"

file=$to/parceldesk_${version}_$architecture.deb
SOURCE_DATE_EPOCH=$made dpkg-deb --root-owner-group -Zxz --build "$root" "$file" >/dev/null
echo "$file"
