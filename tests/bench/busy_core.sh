#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Whether training keeps its pace while another process burns one core.
#
#     tests/bench/busy_core.sh build/release/netwright-cli [ROUNDS] [SECONDS]
#
# Each round times the model cnn (batch 32) on one thread alone, then on all threads beside a loop that never rests. Prints
# both and their ratio, and ends with 1 where the median of the ratios is above 1.3: half of two cores gone, a step may take
# what it takes on one thread, and a little.
set -euo pipefail
if [ $# -lt 1 ]; then
    sed -n '3,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 1
fi
program=$(realpath "$1")
rounds=${2:-5}
seconds=${3:-1.5}
model=$(dirname "${BASH_SOURCE[0]}")/models/cnn.netwright
burner=

rest() {
    if [ -n "$burner" ]; then
        kill "$burner"
        wait "$burner" 2>/dev/null || true
        burner=
    fi
}
trap rest EXIT

step_ms() { # THREADS
    "$program" bench "$model" --batch 32 --threads "$1" --seconds "$seconds" --json |
        sed 's/.*"step_ms_median":\([0-9.e-]*\).*/\1/'
}

printf '| round | alone, 1 thread | beside a burner, all threads | ratio |\n|---|---|---|---|\n'
ratios=()
for ((round = 1; round <= rounds; ++round)); do
    alone=$(step_ms 1)
    while :; do :; done &
    burner=$!
    beside=$(step_ms 0)
    rest
    ratios+=("$(awk "BEGIN { printf \"%.3f\", $beside / $alone }")")
    printf '| %d | %.2f ms | %.2f ms | %s |\n' "$round" "$alone" "$beside" "${ratios[-1]}"
done
printf '%s\n' "${ratios[@]}" | sort -n | awk '
    { ratio[NR] = $1 }
    END {
        median = NR % 2 ? ratio[(NR + 1) / 2] : (ratio[NR / 2] + ratio[NR / 2 + 1]) / 2
        printf "\nMedian %.2f, worst %.2f; at most 1.3 is expected of the median\n", median, ratio[NR]
        exit median > 1.3
    }'
