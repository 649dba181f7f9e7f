#!/bin/sh
# usage: apt.sh PACKAGE...   Install those Debian or Ubuntu packages that are missing; elsewhere do nothing.
set -eu
command -v apt-get >/dev/null 2>&1 || exit 0
missing=
for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || { echo "Please install as root: apt-get install$missing" >&2; exit 1; }
    as_root=sudo
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Installing$missing (the first time this takes some minutes)"
# shellcheck disable=SC2086  # the list is meant to be split
if ! {
    $as_root apt-get update -q &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
} >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
