#!/usr/bin/env bash
# How many requests a second rankings that are kept reach, beside a bare resource. Usage: src/bench/kept-answers.sh [targets] [runs] [seconds]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
${MVN:-mvn} -B -ntp test -Dtest=KeptAnswersBench -Devenkeel.ranking.freshness=PT1S -Dtargets="${1:-10}" -Druns="${2:-7}" -Dseconds="${3:-5}" | grep -E "^\| |ERROR|FAIL"
