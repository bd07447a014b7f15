#!/usr/bin/env bash
# Installs the Debian packages that Parceldesk needs and that are missing.
#
#   setup.sh build     to build and run it
#   setup.sh test      to test it too
#   setup.sh bench     to measure it too
#
# Nothing is touched, and nothing asked, when all of them are there.
set -euo pipefail

build=(gcc libc6-dev meson ninja-build pkg-config python3 ca-certificates
    libmicrohttpd-dev libcjose-dev libsqlite3-dev libpq-dev libyajl-dev libsodium-dev libcurl4-openssl-dev libssl-dev
    libicu-dev zlib1g-dev libbrotli-dev libzip-dev libexpat1-dev libxlsxwriter-dev
    libmagic-dev liboath-dev libqrencode-dev libsystemd-dev libseccomp-dev)
# For the console; whoever has a Node.js of their own keeps it.
command -v node >/dev/null && command -v npm >/dev/null || build+=(nodejs npm)
test=("${build[@]}" clang clang-format libclang-rt-dev libcmocka-dev
    postgresql git dpkg-dev chromium python3-aiosmtpd kannel kannel-extras)
bench=("${test[@]}" nginx-light wrk)

case ${1:-} in
build) wanted=("${build[@]}") ;;
test) wanted=("${test[@]}") ;;
bench) wanted=("${bench[@]}") ;;
*)
    sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
    exit 64
    ;;
esac

give_up() {
    printf '%s\n' "$1" "" "Parceldesk needs these Debian packages:" "  ${wanted[*]}" >&2
    exit 1
}

command -v dpkg-query >/dev/null ||
    give_up "This is no Debian: the packages cannot be installed from here."

# dpkg-query fails where it does not know one of them, and still tells of the others.
installed=" $({ dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null || true; } |
    sed -n 's/^installed //p' | tr '\n' ' ')"
missing=()
for package in "${wanted[@]}"; do
    [[ $installed == *" $package "* ]] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null ||
        give_up "Packages are missing (${missing[*]}), and installing them needs root or sudo."
    as_root=(sudo)
fi
echo "Installing ${missing[*]}" >&2
install() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -o Acquire::Retries=5 install -y -q --no-install-recommends "${missing[@]}" >&2
}
# An old package list names versions that are no longer there: one fresh look, then it is over.
install || { "${as_root[@]}" apt-get -o Acquire::Retries=5 update -q >&2 && install; } ||
    give_up "apt-get could not install: ${missing[*]} (is there a network, and a Debian mirror?)"
