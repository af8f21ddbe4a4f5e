# shellcheck shell=bash
# Builds the runnable jars when the sources changed, unpacks them for quick starts, and starts them.
#
# target/launcher/FINGERPRINT holds one build: server and batch, each unpacked and, on JDK 25 or newer, with an AOT cache;
# sandbox and rig as jars that name the rest. A running program keeps the folder that it was started from; the build
# before the last is removed.

# What the jars are made of, as one number.
fingerprint() {
  local sum=(sha256sum)
  command -v sha256sum >/dev/null 2>&1 || sum=(shasum -a 256)
  (
    cd "$project" || exit
    find pom.xml ./*/pom.xml .mvn ./*/src/main -type f | LC_ALL=C sort | tr '\n' '\0' | xargs -0 "${sum[@]}" | "${sum[@]}" | cut -c1-16
  )
}

# Leaves in $build the folder of the build of these sources; the demo and the tests keep to the one that they began with.
ensure_built() {
  find_jdk
  build=${TALLYGATE_BUILD:-}
  if [ -n "$build" ]; then
    [ -e "$build/complete" ] || fail "TALLYGATE_BUILD: $build is no finished build"
    return
  fi
  build=$project/target/launcher/$(fingerprint)
  [ -e "$build/complete" ] || with_lock "$project/target/launcher.lock" build_all
}

build_all() {
  local started=$SECONDS
  [ ! -e "$build/complete" ] || return 0
  find_maven
  say "Building with JDK $jdk_feature; the first time Maven downloads what it needs."
  rm -rf "$build"
  mkdir -p "$build"
  maven_build
  collect_jars
  unpack_google_protos || true # what the contract imports, for stubs in other languages
  touch "$build/complete"
  remove_older_builds
  say "Built in $((SECONDS - started)) s."
}

# What a start needs; the checks of style and nullness belong to "test".
maven_build() {
  local log=$project/target/launcher-build.log
  run_maven -T2 -Dmaven.test.skip=true -Dspotless.check.skip=true -Dcompiler.checks=-Xdiags:compact package 2>&1 | tee "$log" | build_progress || {
    grep -E '^\[ERROR\]' "$log" | head -n 15 >&2
    fail "the build failed; all of it is in $log"
  }
}

# Its compiler runs once over everything: the quick one of the JVM takes 3/5 of the time of the optimising one there.
run_maven() {
  local quiet=
  [ "$jdk_feature" -lt 24 ] || quiet=--sun-misc-unsafe-memory-access=allow
  (cd "$project" && JAVA_HOME=$jdk MAVEN_OPTS="${MAVEN_OPTS:-} -XX:TieredStopAtLevel=1 -XX:+UseSerialGC $quiet" "$maven" -B "$@")
}

# One line a module, and one for every hundred files that are downloaded.
# (A loop, since some awks read a pipe in large pieces.)
build_progress() {
  local line files=0
  while IFS= read -r line; do
    case $line in
      "[INFO] Building "*"["*/*"]")
        line=${line#"[INFO] Building "}
        say "  ${line%% *} [${line##*[}"
        ;;
      *"Downloaded from"*)
        files=$((files + 1))
        [ $((files % 100)) -ne 0 ] || say "  $files files downloaded"
        ;;
    esac
  done
}

collect_jars() {
  unpack_jar server "$project"/metering-server/target/*-exec.jar
  unpack_jar batch "$project"/batch-jobs/target/*-exec.jar
  mkdir -p "$build/sandbox" "$build/rig"
  cp "$(module_jar sandbox)" "$build/sandbox/sandbox.jar"
  cp "$(module_jar rig)" "$build/rig/rig.jar"
  cp "$(module_jar proto)" "$build/rig/proto.jar"
}

module_jar() {
  find "$project/$1/target" -maxdepth 1 -name "$1-*.jar" ! -name '*-exec.jar' ! -name '*-tests.jar'
}

unpack_jar() {
  "$jdk/bin/java" -Djarmode=tools -jar "$2" extract --destination "$build/$1" >"$build/unpack.log" 2>&1 \
    || fail "$2 could not be unpacked: see $build/unpack.log"
  mv "$build/$1/$(basename "$2")" "$build/$1/$1.jar"
}

remove_older_builds() {
  local folder
  # shellcheck disable=SC2012 # the names are fingerprints, and the order is by age
  ls -td "$project"/target/launcher/*/ | tail -n +3 | while IFS= read -r folder; do rm -rf "$folder"; done
}

# Runs a function while nobody else with this lock does; a lock of a dead process is taken over.
with_lock() {
  local lock=$1 told=
  shift
  mkdir -p "$(dirname "$lock")"
  until mkdir "$lock" 2>/dev/null; do
    if ! alive "$(cat "$lock/pid" 2>/dev/null || echo $$)"; then
      rm -rf "$lock"
      continue
    fi
    [ -n "$told" ] || say "Waiting for another ./tallygate that is at the same work."
    told=yes
    sleep 0.2
  done
  echo $$ >"$lock/pid"
  # shellcheck disable=SC2064 # the lock of now is meant
  trap "rm -rf '$lock'" EXIT
  "$@"
  rm -rf "$lock"
  trap - EXIT
}

# The arguments of a start, in $start: the AOT cache where there is one, and what this program is given. A command that is
# over in a second is compiled lightly, and most methods that it calls by reflection it calls once: what calls them is not made
# to be quick. A job or an import of an hour is compiled well. Only commands without virtual threads call natively: such a thread
# that waits below a native frame keeps its carrier, and with the last carrier all of them stand still (decision 0174).
java_start() {
  local cache
  cache=$(aot_cache "$1")
  start=("$jdk/bin/java" --enable-native-access=ALL-UNNAMED)
  case "$1 ${2:-} ${3:-}" in
    server*) ;;
    "batch batch "* | "batch import "* | "batch customers import") start+=(-XX:+UseSerialGC) ;;
    # it sleeps most of its life: what a run needed is given back
    "batch jobs "*) start+=(-XX:+UseSerialGC -Xms16m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20) ;;
    "batch "*) start+=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djdk.reflect.useNativeAccessorOnly=true) ;;
    "rig "*Bench" --quick") start+=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1) ;;
    "rig "*Bench*) start+=(-XX:+UseSerialGC) ;;
    *) start+=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1) ;;
  esac
  [ "$jdk_feature" -lt 24 ] || start+=(--sun-misc-unsafe-memory-access=allow)
  [ ! -f "$cache" ] || start+=("-XX:AOTCache=$cache" -XX:AOTMode=auto "-Xlog:aot*=off" "-Xlog:cds*=off")
  start+=("-Dtallygate.launcher=$project/tallygate")
}

# Becomes the program: its exit code is ours.
start_java() {
  local name=$1
  shift
  java_start "$name" "${1:-}" "${2:-}"
  if [ "$name" = rig ]; then
    start+=("-XX:SharedArchiveFile=$build/rig/$(jdk_release).jsa" -XX:+AutoCreateSharedArchive -Xlog:cds*=off)
    exec "${start[@]}" -cp "$build/rig/rig.jar:$build/rig/proto.jar" "$@"
  fi
  exec "${start[@]}" -jar "$build/$name/$name.jar" "$@"
}

# Asks a server to end once it listens and has answered, which writes its cache.
end_when_listening() {
  until listens "$TALLYGATE_GRPC_PORT" && listens "$TALLYGATE_HTTP_PORT"; do
    alive "$1" || return 0
    sleep 0.05
  done
  rehearse_calls
  kill "$1"
}

# What a first call loads is recorded as well. They name a customer that there is not: nothing is written.
rehearse_calls() {
  local customer=none-$$-$RANDOM
  rehearse_call usage:record '{"events": [{"event_id": "1", "customer_id": "'"$customer"'", "model_id": "none", "tokens_in": 1}]}'
  rehearse_call quota:check '{"customer_id": "'"$customer"'"}'
}

rehearse_call() {
  {
    printf 'POST /v1/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: %s\r\n' "$1" "${#2}" >&3
    printf 'Authorization: Bearer %s\r\n\r\n%s' "$(cat "$home/admin.key" 2>/dev/null || true)" "$2" >&3
    read -r -t 10 <&3 || true # the answer has begun: all that makes one is loaded
  } 2>/dev/null 3<>"/dev/tcp/127.0.0.1/$TALLYGATE_HTTP_PORT" || true
}

aot_cache() {
  echo "$build/$1/$(jdk_release).aot"
}

jdk_release() {
  sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$jdk/release"
}

# Runs a program once, with the arguments given, to record what a start loads. Without a cache starts are slower, and right.
train() {
  local name=$1 cache
  shift
  cache=$(aot_cache "$name")
  [ "$jdk_feature" -ge 25 ] && [ ! -e "$cache" ] && [ ! -e "$cache.failed" ] || return 0
  with_lock "$build/$name.lock" record_start "$name" "$cache" "$@"
}

record_start() {
  local name=$1 cache=$2
  shift 2
  [ ! -e "$cache" ] || return 0
  say "Recording a start of the $name program, once, so that the next ones are quick."
  java_start "$name"
  "${start[@]}" "-XX:AOTCacheOutput=$cache.new" -jar "$build/$name/$name.jar" "$@" >"$build/$name.training.log" 2>&1 </dev/null &
  [ "$name" != server ] || end_when_listening $!
  { wait $!; } 2>/dev/null || true # a server that is asked to end answers 143; what counts is the cache
  if [ -s "$cache.new" ]; then mv "$cache.new" "$cache"; else touch "$cache.failed"; fi
}
