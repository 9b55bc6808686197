#!/usr/bin/env bash
# The load of timing.sh through our client under each collector that this JVM has, heap fixed. Usage: src/bench/jvm-flags.sh
# RUNS=5 SECONDS_EACH=60 WARMUP=30 STREAMS=250 HEAP=512m DISTURBANCE=none change it.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
seconds=${SECONDS_EACH:-60}
warmup=${WARMUP:-30}
heap=${HEAP:-512m}
file=$results/jvm-flags-$stamp.jsonl
for run in $(seq "${RUNS:-5}"); do
  for collector in G1 Parallel Serial Z Shenandoah; do
    flags="-XX:+Use${collector}GC -Xms$heap -Xmx$heap"
    # shellcheck disable=SC2086
    java $flags -version >/dev/null 2>&1 || { echo "this JVM has no $collector" >&2; continue; }
    BENCH_JVM_FLAGS=$flags record "$file" $((seconds + warmup + 90)) TimingBench streams="${STREAMS:-250}" \
      seconds="$seconds" warmup="$warmup" disturbance="${DISTURBANCE:-none}" run="$run" label="$collector"
  done
done
bench 60 MedianTable "$file" errP50Ms errP99Ms errMaxMs offUnflagged flagged gcCount gcPauseMs clientCpuPct foreignCpuPct
