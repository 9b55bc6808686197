#!/usr/bin/env bash
# How many bytes a bucket's sketch takes beside other sketches. Usage: src/bench/sketch-sizes.sh [buckets of each size]
set -euo pipefail
source "$(dirname "$0")/lib.sh"
java -cp "target/test-classes:target/classes:$(cat "$results/classpath")" dev.evenkeel.rollup.SketchSizeBench \
  "${1:-1000}" | tee "$results/sketch-sizes-$stamp.md"
