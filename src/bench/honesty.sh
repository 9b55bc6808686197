#!/usr/bin/env bash
# Whether intervals and ties are honest, on simulated days. Usage: src/bench/honesty.sh [coverage|identical|power|pairing|all]
# DATASETS=500 BY=samples|rollups MODELS=log-normal,regimes,spells change it. Coverage and identical take tens of minutes on two cores.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
parts=${1:-all}
[ "$parts" = all ] && parts="power pairing identical coverage"
for part in $parts; do
  java -Xmx2g -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
    -cp "target/test-classes:target/classes:$(cat "$results/classpath")" dev.evenkeel.ranking.HonestyBench \
    "$part" "${DATASETS:-500}" "${BY:-samples}" "${MODELS:-log-normal,regimes,spells}" | tee "$results/honesty-$part-$stamp.md"
done
