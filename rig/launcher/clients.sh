# shellcheck shell=bash
# Tests what callers use: the Python package, and with it the programs of docs/examples in Python, Go and Node, against
# a real server. What cannot be had here is skipped with a sentence; with CI=true it has failed.
#
# target/clients/venv-FINGERPRINT holds the package, editable, and all that its tests need; it is made once.

CLIENT_CHECKS=4 # ruff check, ruff format, mypy, pytest

test_clients() {
  local folder=$project/target/clients
  if ! find_python; then
    miss_clients "there is no Python of 3.10 or newer with venv here. $(how_to_install_python)"
    return
  fi
  mkdir -p "$folder"
  venv=$folder/venv-$(client_fingerprint)
  [ -e "$venv/complete" ] || with_lock "$folder/venv.lock" make_venv "$folder/install.log"
  if [ ! -e "$venv/complete" ]; then
    miss_clients "the packages of clients/python could not be installed: $folder/install.log says why"
    return
  fi
  ensure_built
  client_check "ruff check" "$venv/bin/ruff" check --config pyproject.toml . ../../docs/examples
  client_check "ruff format" "$venv/bin/ruff" format --check --config pyproject.toml . ../../docs/examples
  client_check "mypy --strict" "$venv/bin/mypy" --strict
  client_tests "$folder/pytest.xml"
}

miss_clients() {
  local outcome="are skipped"
  if [ "${CI:-}" = true ]; then
    outcome="have failed"
    words_failed=$((words_failed + CLIENT_CHECKS))
  else
    words_skipped=$((words_skipped + CLIENT_CHECKS))
  fi
  say "The callers' tests (Python, Go, Node) $outcome: $1."
}

# Sets python: TALLYGATE_PYTHON, else the newest there is. One that is on the PATH and does not run is passed over.
find_python() {
  for python in ${TALLYGATE_PYTHON:-python3.14 python3.13 python3.12 python3.11 python3.10 python3}; do
    if "$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1; then return; fi
  done
  return 1
}

how_to_install_python() {
  if command -v apt-get >/dev/null 2>&1; then
    echo "On Debian and Ubuntu: sudo apt-get install python3-venv"
  elif [ "$(uname -s)" = Darwin ]; then
    echo "On macOS: brew install python"
  else
    echo "Install it with your system's package manager"
  fi
}

# What an installed package is made of, as one number: not its sources, which are read in place.
client_fingerprint() {
  (
    cd "$project" || exit
    "$python" -c 'import sys; print(sys.version, sys.prefix)'
    find clients/python/*.* proto/src/main/protobuf -type f \( -name '*.toml' -o -name '*.py' -o -name '*.proto' \) | LC_ALL=C sort | while IFS= read -r file; do
      echo "$file"
      cat "$file"
    done
  ) | "$python" -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest()[:16])'
}

# Leaves $venv/complete if it could be made.
make_venv() {
  local log=$1 started=$SECONDS
  [ ! -e "$venv/complete" ] || return 0
  say "Installing clients/python with what its tests need, once."
  rm -rf "$project"/target/clients/venv-*
  {
    "$python" -m venv "$venv" \
      && "$venv/bin/python" -m pip install --disable-pip-version-check -e "$project/clients/python[test]"
  } >"$log" 2>&1 || return 0
  touch "$venv/complete"
  say "Installed in $((SECONDS - started)) s."
}

# One check of the sources in Python, counted as one test.
client_check() {
  local name=$1
  shift
  if (cd "$project/clients/python" && "$@") >"$project/target/clients/check.log" 2>&1; then
    say "$name: the Python sources are clean."
    words_passed=$((words_passed + 1))
  else
    cat "$project/target/clients/check.log" >&2
    say "$name: the Python sources are not clean (above)."
    words_failed=$((words_failed + 1))
  fi
}

# pytest's own tests are counted from what it writes; one that could not write it is a failed one.
client_tests() {
  local results=$1 tests failed skipped
  rm -f "$results"
  (cd "$project/clients/python" && TALLYGATE_BUILD=$build JAVA_HOME=$jdk \
    "$venv/bin/python" -m pytest -q -rs --junitxml="$results" -o cache_dir="$project/target/clients/pytest") >&2 || true
  if [ ! -s "$results" ]; then
    say "The Python tests could not be run (above)."
    words_failed=$((words_failed + 1))
    return
  fi
  read -r tests failed skipped <<<"$(suite_counts "$results")"
  words_passed=$((words_passed + tests - failed - skipped))
  words_failed=$((words_failed + failed))
  words_skipped=$((words_skipped + skipped))
}
