# Sourced by the benchmarks: compiles them, and gives them a classpath and a folder for results.
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
results=target/bench
mkdir -p "$results"
stamp=$(date +%Y%m%d-%H%M%S)
# As in src/main/docker/Dockerfile.jvm.
image_flags="-XX:+UseParallelGC -Xmn64m -XX:ThreadPriorityPolicy=1 -XX:CompilerThreadPriority=10"
openai_version=${OPENAI_VERSION:-6.30.1}

compile() {
  ${MVN:-mvn} -q -B -ntp test-compile dependency:build-classpath \
    -Dmdep.outputFile="$results/classpath" -Dmdep.includeScope=test
}

# bench <seconds it may take> <main class> <arguments>: BENCH_JVM_FLAGS go to the measuring process.
bench() {
  local limit=$1 main=$2
  shift 2
  # shellcheck disable=SC2086
  timeout -k 10 "$limit" java ${BENCH_JVM_FLAGS:--Xms512m -Xmx512m $image_flags} \
    -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
    -cp "target/test-classes:target/classes:$(cat "$results/classpath")" "dev.evenkeel.probe.$main" "$@"
}

# A run that fails is told and left out; the others go on.
record() {
  local file=$1
  shift
  if bench "$@" >"$results/last" ; then tee -a "$file" <"$results/last"; else echo "failed: $*" >&2; fi
}

install_openai() {
  if ! node -p "require('./$results/node_modules/openai/package.json').version" 2>/dev/null | grep -qx "$openai_version"; then
    npm install --no-save --no-package-lock --silent --prefix "$results" "openai@$openai_version"
  fi
}

[ -n "${SKIP_COMPILE:-}" ] && [ -s "$results/classpath" ] || compile
