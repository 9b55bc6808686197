#!/usr/bin/env bash
# Many probes from one process, good and failing, and what the process holds after each ten thousand.
# Usage: src/bench/endurance.sh [probes] [every]
set -euo pipefail
source "$(dirname "$0")/lib.sh"
bench 900 EnduranceBench probes="${1:-100000}" every="${2:-10000}" | tee "$results/endurance-$stamp.jsonl"
