#!/usr/bin/env bash
# Installs what is missing, builds, and opens the window on the Fashion-MNIST sample, or on the project given:
#   ./run.sh [PROJECT] [options of netwright]
# Without a display, trains the sample's network `cnn` with a progress bar:
#   ./run.sh --headless [options of netwright-cli train]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
resources/install-packages.sh
cmake --preset release >&2
sample=samples/fashion-mnist.netwright

if [[ ${1:-} == --headless ]]; then
    shift
    cmake --build --preset release --target netwright-cli >&2
    exec build/release/netwright-cli train "$sample" --network cnn "$@"
fi
cmake --build --preset release --target netwright netwright-cli >&2
[[ $# -gt 0 && $1 != -* ]] || set -- "$sample" "$@"
exec build/release/netwright "$@"
