#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs ./test.sh on what is committed, under another release of Debian (wants root, debootstrap and git):
#   tests/portability.sh [--tree FOLDER] [--mirror URL] [RELEASE] [options of test.sh, such as -R layers]
# RELEASE is trixie (Debian 13) unless given. The release is installed in FOLDER and stays there with what was built, for
# the next time; without --tree it goes into a temporary folder (5 GB) and is removed. ONEDNN_MAX_CPU_ISA is handed on.
set -euo pipefail

tree=
mirror=
while [[ ${1:-} == --* ]]; do
    case $1 in
    --tree) tree=$(realpath -m "${2:?--tree wants a folder}") ;;
    --mirror) mirror=${2:?--mirror wants an address} ;;
    *)
        sed -n '3,6s/^# //p' "${BASH_SOURCE[0]}" >&2
        exit 1
        ;;
    esac
    shift 2
done
release=trixie
if [[ $# -gt 0 && $1 != -* ]]; then
    release=$1
    shift
fi
[[ $(id -u) -eq 0 ]] || { echo "portability.sh: chroot and mount want root; run it with sudo" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "portability.sh: install the package debootstrap" >&2; exit 1; }
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ -z $tree ]]; then
    tree=$(mktemp -d)
    chmod 755 "$tree" # apt reads as a user of its own
    trap 'rm -rf --one-file-system "$tree"' EXIT
    trap 'exit 130' INT TERM
fi
if [[ ! -e $tree/made-by-portability ]]; then # the mark is set last: half a tree is made again
    debootstrap --variant=minbase "$release" "$tree" ${mirror:+"$mirror"} # else its own
    echo "$release" >"$tree/made-by-portability"
fi
[[ $(<"$tree/made-by-portability") == "$release" ]] || { echo "portability.sh: $tree holds another release" >&2; exit 1; }
cp -L /etc/resolv.conf "$tree/etc/resolv.conf"

copy=$tree/root/netwright
git init -q "$copy"
git -C "$copy" fetch -q "$PWD" HEAD
git -C "$copy" checkout -q --force FETCH_HEAD

# In namespaces of their own: mounts and processes vanish with the test, however it ends.
# shellcheck disable=SC2016 # the inner shell expands it
run='
mount -t proc proc "$0/proc"
mount --rbind /dev "$0/dev"
mount --rbind /sys "$0/sys"
exec chroot "$0" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
    ${ONEDNN_MAX_CPU_ISA:+ONEDNN_MAX_CPU_ISA="$ONEDNN_MAX_CPU_ISA"} /root/netwright/test.sh "$@"'
if unshare --mount --pid --fork --kill-child bash -ec "$run" "$tree" "$@"; then
    echo "Debian $release: passed ($(git -C "$copy" rev-parse --short HEAD))"
else
    echo "Debian $release: failed, see above" >&2
    exit 1
fi
