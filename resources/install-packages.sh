#!/usr/bin/env bash
# Installs what is missing of resources/debian-packages.txt, with sudo when not root. Does nothing where nothing is missing.
set -euo pipefail
list="$(dirname "${BASH_SOURCE[0]}")/debian-packages.txt"
missing=()
while read -r package; do
    [[ -z $package || $package == \#* ]] && continue
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
done <"$list"
[[ ${#missing[@]} -eq 0 ]] && exit 0

echo "Installing ${missing[*]}" >&2
sudo=()
[[ $(id -u) -eq 0 ]] || sudo=(sudo)
"${sudo[@]}" apt-get update -q >&2
"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
