# shellcheck shell=bash
# Has docker-compose read docker-compose.yml. Images are not built here: there may be no engine.

check_compose() {
  local compose log=$project/target/launcher-compose.log
  if command -v docker-compose >/dev/null 2>&1; then
    compose=(docker-compose)
  elif docker compose version >/dev/null 2>&1; then
    compose=(docker compose)
  else
    say "docker-compose.yml is not checked: there is no docker-compose here. On Debian: sudo apt-get install docker-compose"
    words_skipped=$((words_skipped + 1))
    return
  fi
  mkdir -p "$project/target"
  if compose_config "$log"; then
    say "docker-compose config: docker-compose.yml is right."
    words_passed=$((words_passed + 1))
  else
    cat "$log" >&2
    say "docker-compose config: docker-compose.yml is not right (above)."
    words_failed=$((words_failed + 1))
  fi
}

# It has to be read with a password, with what it names in place, and to be refused without one. No setting of the caller's
# comes in: what is read is shown where it is wrong.
compose_config() {
  local log=$1 part settings=$project/target/launcher-compose.env
  local config=("${compose[@]}" -f "$project/docker-compose.yml" --env-file "$settings" config)
  : >"$settings"
  env -i PATH="$PATH" HOME="$HOME" TALLYGATE_DB_PASSWORD=secret "${config[@]}" >"$log" 2>&1 || return 1
  for part in 'mysql:8.4' 'target: server' 'target: jobs' 'axllent/mailpit' 'condition: service_healthy'; do
    grep -q "$part" "$log" || {
      echo "missing: $part" >>"$log"
      return 1
    }
  done
  for part in server jobs; do
    grep -q "^FROM .* AS $part\$" "$project/Dockerfile" || {
      echo "Dockerfile: no target $part" >>"$log"
      return 1
    }
  done
  if env -i PATH="$PATH" HOME="$HOME" "${config[@]}" >/dev/null 2>&1; then
    echo "a start without TALLYGATE_DB_PASSWORD is not refused" >>"$log"
    return 1
  fi
}
