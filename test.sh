#!/usr/bin/env bash
# Installs what is missing, builds with warnings as errors and runs all tests, windows offscreen:
#   ./test.sh [dev|asan|tsan] [options of ctest, such as -R layers]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
preset=dev
case ${1:-} in dev | asan | tsan)
    preset=$1
    shift
    ;;
esac
resources/install-packages.sh
cmake --preset "$preset"
cmake --build --preset "$preset"
ctest --preset "$preset" "$@"
