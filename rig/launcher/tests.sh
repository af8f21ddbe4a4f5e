# shellcheck shell=bash
# Runs every test there is and ends with one line: N passed, N failed (, N skipped).

run_tests() {
  local words_passed=0 words_failed=0 words_skipped=0 scope=(verify) only=''
  case ${1:-} in
    '') ;;
    --full) scope+=(-Dtallygate.full=true) ;;
    --database)
      only=$(database_suites)
      [ -n "${TALLYGATE_TEST_DB_URL:-}" ] || say "TALLYGATE_TEST_DB_URL is not set: the suites run on the embedded database."
      ;;
    --clients)
      test_clients
      report "$words_passed" "$words_failed" "$words_skipped"
      return
      ;;
    *) fail "test: no option '$1' (expected: nothing, --clients, --database or --full)" ;;
  esac
  ensure_built
  find_maven
  [ -n "$only" ] || lint_contract
  [ -n "$only" ] || check_compose
  rm -rf "$project"/*/target/surefire-reports
  [ -z "$only" ] || scope=(test "-Dtest=$only" -Dsurefire.failIfNoSpecifiedTests=false)
  maven_tests "${scope[@]}"
  [ -n "$only" ] || test_clients
  count_results
}

# The tests run to their end, failed ones or not; what does not compile ends the run.
maven_tests() {
  local log=$project/target/launcher-test.log
  TALLYGATE_E2E=true TALLYGATE_BUILD=$build run_maven -T2 -Dmaven.test.failure.ignore=true -Dspring-boot.repackage.skip=true "$@" 2>&1 | tee "$log" | test_progress || {
    grep -E '^\[ERROR\]' "$log" | head -n 30 >&2
    say "The tests could not be run to their end; all of it is in $log"
    words_failed=$((words_failed + 1))
  }
}

# Each suite as it ends, and each failure. (A loop, since some awks read a pipe in large pieces.)
test_progress() {
  local line
  while IFS= read -r line; do
    case $line in
      *"Tests run: "*" -- in "*) echo "  ${line#*Tests run: }" ;;
      "[ERROR]   "*Test.*) echo "$line" ;;
      "[INFO] Building "*"["*/*"]") echo "${line#"[INFO] Building "}" ;;
    esac
  done
}

count_results() {
  local tests failed skipped
  read -r tests failed skipped <<<"$(suite_counts "$project"/*/target/surefire-reports)"
  if [ "$tests" -eq 0 ]; then
    say "No test was run."
    words_failed=$((words_failed + 1))
  fi
  report $((tests - failed - skipped + words_passed)) $((failed + words_failed)) $((skipped + words_skipped))
}

# Tests, failed ones and skipped ones in the JUnit files given, or in the folders given.
suite_counts() {
  find "$@" \( -name 'TEST-*.xml' -o -name pytest.xml \) -exec awk '
      /<testsuite / {
        line = $0; while (line !~ />/ && (getline more) > 0) line = line " " more
        print number("tests"), number("errors") + number("failures"), number("skipped"); nextfile
      }
      function number(name) { return match(line, " " name "=\"[0-9]+") ? substr(line, RSTART + length(name) + 3, RLENGTH - length(name) - 3) : 0 }
    ' {} + 2>/dev/null | awk '{ tests += $1; failed += $2; skipped += $3 } END { print tests + 0, failed + 0, skipped + 0 }'
}

report() {
  if [ "$3" -gt 0 ]; then echo "$1 passed, $2 failed, $3 skipped"; else echo "$1 passed, $2 failed"; fi
  [ "$2" -eq 0 ]
}

# The test classes that speak to a database: those that name TestDatabase, or a class that does.
database_suites() {
  local names=TestDatabase files
  while :; do
    files=$(cd "$project" && grep -rlwE "$names" --include='*.java' ./*/src/test | grep -v '^./rig/')
    [ "$(names_of "$files")" != "$names" ] || break
    names=$(names_of "$files")
  done
  names_of "$files" | tr '|' '\n' | grep 'Test$' | paste -sd, -
}
names_of() {
  printf '%s\n' "$1" | sed 's|.*/||;s|\.java$||' | LC_ALL=C sort -u | paste -sd'|' -
}

# buf lint over the contract, with google/api from the jar that the build has fetched. Needs Node, and npm's registry once.
lint_contract() {
  local buf=(npx --yes "@bufbuild/buf@$BUF_VERSION")
  if ! command -v npx >/dev/null 2>&1; then
    skip_lint "there is no Node here"
  elif ! "${buf[@]}" --version >/dev/null 2>&1; then
    skip_lint "buf could not be fetched"
  elif ! unpack_google_protos; then
    skip_lint "google/api/*.proto were not found in Maven's folder"
  elif (cd "$project" && "${buf[@]}" lint); then
    say "buf lint: the contract is clean."
    words_passed=$((words_passed + 1))
  else
    say "buf lint: the contract is not clean (above)."
    words_failed=$((words_failed + 1))
  fi
}

BUF_VERSION=1.75.0

skip_lint() {
  say "buf lint is skipped: $1."
  words_skipped=$((words_skipped + 1))
}

unpack_google_protos() {
  local repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository} jar
  jar=$(find "$repository/com/google/api/grpc/proto-google-common-protos" -name '*.jar' 2>/dev/null | LC_ALL=C sort | tail -n 1)
  [ -n "$jar" ] || return 1
  mkdir -p "$project/target/google-protos"
  (cd "$project/target/google-protos" && "$jdk/bin/jar" xf "$jar" google/api)
}
