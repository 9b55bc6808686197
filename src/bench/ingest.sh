#!/usr/bin/env bash
# How many samples a second go from Kafka into the store, with rollups and without, beside COPY. Usage: src/bench/ingest.sh [samples] [runs] [seconds between probes] [partitions]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
${MVN:-mvn} -B -ntp test -Dtest=IngestBench -Dsamples="${1:-1000000}" -Druns="${2:-3}" -Devery="${3:-2}" -Dpartitions="${4:-2}" | grep -E "^\| |ERROR|FAIL"
