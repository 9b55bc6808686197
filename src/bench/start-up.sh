#!/usr/bin/env bash
# Measures the packaged service on an embedded data folder that is warm: start to readiness, start to stores,
# memory when idle, package size. Needs a package in target/quarkus-app. Usage: src/bench/start-up.sh [runs]
set -euo pipefail
cd "$(dirname "$0")/../.."
runs=${1:-5}
port=${PORT:-18080}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

start() {
  began=$(date +%s%N)
  java -Dquarkus.http.port="$port" -Devenkeel.simulator.port=$((port + 1)) -Devenkeel.demo=false \
    -Devenkeel.data-dir="$work/data" -jar target/quarkus-app/quarkus-run.jar >"$work/log" 2>&1 &
  pid=$!
  until grep -q 'embedded kafka started' "$work/log"; do kill -0 "$pid"; sleep 0.05; done
  stores=$((($(date +%s%N) - began) / 1000000))
  until curl -sf -o /dev/null "http://127.0.0.1:$port/q/health/ready"; do kill -0 "$pid"; sleep 0.05; done
  ready=$((($(date +%s%N) - began) / 1000000))
}

stop() {
  kill "$pid"
  wait "$pid" || true
}

start
stop
for run in $(seq "$runs"); do
  start
  sleep 15
  rss=$(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$pid/status")
  echo "run=$run storesMs=$stores readyMs=$ready ratio=$(awk "BEGIN {printf \"%.2f\", $ready / $stores}") idleRssMiB=$rss"
  stop
done
echo "packageMiB=$(du -sm target/quarkus-app | cut -f1) jvm=$(java -version 2>&1 | head -1)"
