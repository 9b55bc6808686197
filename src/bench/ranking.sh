#!/usr/bin/env bash
# What a ranking takes over samples of thirty days, beside one SQL query. Usage: src/bench/ranking.sh [numbers of samples]
# Stores are kept in target/bench; ten million samples take some 5 GB and ten minutes the first time.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
BENCH_JVM_FLAGS="${BENCH_JVM_FLAGS:--Xms2g -Xmx2g}"
# shellcheck disable=SC2086
java $BENCH_JVM_FLAGS -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
  -cp "target/test-classes:target/classes:$(cat "$results/classpath")" dev.evenkeel.ranking.RankingSpeedBench \
  ${*:-100000 1000000 10000000} | tee "$results/ranking-$stamp.md"
