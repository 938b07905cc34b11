#!/usr/bin/env bash
# Installs what is missing of resources/debian-packages.txt, with sudo when not root. Does nothing where nothing is missing:
# a package counts as installed where another provides it, as qt6-svg-dev does libqt6svg6-dev.
set -euo pipefail
list="$(dirname "${BASH_SOURCE[0]}")/debian-packages.txt"
declare -A installed=()
while read -r package; do
    installed[$package]=yes
done < <(dpkg-query -W -f='${db:Status-Status}|${Package}, ${Provides}\n' | sed -n 's/^installed|//p' | tr ',' '\n' |
    awk 'NF { print $1 }')
missing=()
while read -r package; do
    [[ -z $package || $package == \#* ]] && continue
    [[ -n ${installed[$package]:-} ]] || missing+=("$package")
done <"$list"
[[ ${#missing[@]} -eq 0 ]] && exit 0

echo "Installing ${missing[*]}" >&2
sudo=()
[[ $(id -u) -eq 0 ]] || sudo=(sudo)
"${sudo[@]}" apt-get update -q >&2
"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
