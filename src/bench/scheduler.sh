#!/usr/bin/env bash
# How late the rounds of many campaigns are, with several schedulers. Usage: src/bench/scheduler.sh [campaigns] [schedulers] [minutes] [jitter] [limited]
# Needs the package: mvn package -DskipTests
set -euo pipefail
source "$(dirname "$0")/lib.sh"
java -Xmx1g -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
  -cp "target/test-classes:target/classes:$(cat "$results/classpath")" dev.evenkeel.fault.SchedulerBench \
  "${1:-10000}" "${2:-3}" "${3:-3}" "${4:-PT6S}" "${5:-unlimited}" | tee "$results/scheduler-$stamp.md"
