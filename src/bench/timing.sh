#!/usr/bin/env bash
# How far the times of a probe lie from the truth: our client and two rivals in turn under the same load, more and
# more streams, and disturbances. Usage: src/bench/timing.sh [rivals|knee|disturbances|all]
# RUNS=5 SECONDS_EACH=60 WARMUP=30 STREAMS="50 250 ..." shorten it. Needs node and npm for the rivals.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
part=${1:-all}
runs=${RUNS:-5}
seconds=${SECONDS_EACH:-60}
warmup=${WARMUP:-30}
limit=$((seconds + warmup + 90))
errors="errP50Ms errP90Ms errP99Ms errMaxMs"
flags="off offUnflagged flagged precision recall"
load="chunksPerSecond probes failures truthUnsure foreignCpuPct clientCpuPct serverCpuPct gcPauseMs"

measure() {
  record "$file" "$limit" TimingBench seconds="$seconds" warmup="$warmup" "$@"
}

table() {
  # shellcheck disable=SC2086
  bench 60 MedianTable "$file" "$@"
}

rivals() {
  install_openai
  file=$results/rivals-$stamp.jsonl
  clients=(ours http-client openai)
  for run in $(seq "$runs"); do
    for streams in ${STREAMS:-50 250}; do
      for i in 0 1 2; do
        # Each goes first in turn.
        measure client="${clients[(i + run) % 3]}" streams="$streams" run="$run" label=rivals
      done
    done
  done
  table $errors errP50Ms/ours errP99Ms/ours trueTtftP50Ms naiveTtftP50Ms $load
}

knee() {
  file=$results/knee-$stamp.jsonl
  for run in $(seq "$runs"); do
    for streams in ${STREAMS:-50 250 500 600 800}; do
      measure streams="$streams" run="$run" label=knee
    done
  done
  table $errors $flags schedulingDelayP99Ms $load
}

disturbances() {
  file=$results/disturbances-$stamp.jsonl
  for run in $(seq "$runs"); do
    for streams in ${STREAMS:-50 250}; do
      for disturbance in none gc neighbours; do
        measure streams="$streams" run="$run" disturbance="$disturbance"
      done
    done
  done
  table $errors $flags $load
}

case $part in
  all) rivals; knee; disturbances ;;
  rivals | knee | disturbances) "$part" ;;
  *) echo "unknown part: $part" >&2; exit 2 ;;
esac
