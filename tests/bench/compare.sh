#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds Netwright in release and the floor, then measures both and PyTorch in turns:
#   tests/bench/compare.sh PEER.py FLOOR.cpp [options of compare.py]
# PEER.py times PyTorch (--model NAME:BATCH --variants A,B --rounds --seconds --json FILE); FLOOR.cpp is a program that
# chains the oneDNN primitives of a model (run NAME:BATCH --dtypes f32 --threads 1,2 --algo direct ...).
set -euo pipefail
if [ $# -lt 2 ]; then
    sed -n '3,6s/^# //p' "${BASH_SOURCE[0]}" >&2
    exit 1
fi
peer=$(realpath "$1")
source=$(realpath "$2")
shift 2
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
cmake --preset release >/dev/null
cmake --build --preset release --target netwright-cli
floor=build/release/bench_floor
if [ "$source" -nt "$floor" ]; then
    "${CXX:-c++}" -std=c++20 -O3 -march=native -fopenmp "$source" -ldnnl -o "$floor"
fi
exec /usr/bin/python3 tests/bench/compare.py build/release/netwright-cli "$peer" "$floor" "$@"
