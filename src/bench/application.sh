#!/usr/bin/env bash
# The whole service, packaged and on embedded stores, while its API is asked as fast as it can be, and while a pile of
# samples waits to be stored. Needs a package in target/quarkus-app. Usage: src/bench/application.sh [burst|backlog|all]
# RUNS=5 SECONDS_EACH=30 WARMUP=20 STREAMS="50 250" RATE=10000 BACKLOG=50000 change it.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
[ -f target/quarkus-app/quarkus-run.jar ] || { echo "mvn package -DskipTests comes first" >&2; exit 2; }
disturbances=${1:-all}
[ "$disturbances" = all ] && disturbances="burst backlog"
seconds=${SECONDS_EACH:-30}
warmup=${WARMUP:-20}
file=$results/application-$stamp.jsonl
for run in $(seq "${RUNS:-5}"); do
  for streams in ${STREAMS:-50 250}; do
    for disturbance in $disturbances; do
      record "$file" $((2 * seconds + warmup + 600)) ApplicationBench streams="$streams" seconds="$seconds" \
        warmup="$warmup" disturbance="$disturbance" rate="${RATE:-10000}" backlog="${BACKLOG:-50000}" run="$run"
      rm -rf "$results"/application-*/
    done
  done
done
bench 60 MedianTable "$file" ttftErrP50Ms ttftErrP99Ms ttftErrMaxMs off offUnflagged flagged precision recall \
  controlErrorP99Ms schedulingDelayP99Ms probes foreignCpuPct clientCpuPct serverCpuPct
