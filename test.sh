#!/usr/bin/env bash
# Installs what is missing, builds with warnings as errors and runs all tests, windows offscreen. Arguments go to ctest:
#   ./test.sh -L unit
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
resources/install-packages.sh
cmake --preset dev
cmake --build --preset dev
ctest --preset dev "$@"
