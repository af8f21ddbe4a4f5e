# shellcheck shell=bash
# The sandbox: the embedded database and the local Stripe, a process beside the product, in test mode where no real one
# is configured. It tells what it serves in $TALLYGATE_HOME/sandbox.env.

# Starts what is not configured, if it does not run, and exports its settings.
start_sandbox() {
  local part
  [ "${TALLYGATE_MODE:-test}" = test ] || {
    [ -n "${TALLYGATE_DB_URL:-}" ] || fail "live mode has no embedded database: set TALLYGATE_DB_URL to a MySQL 8.4 or MariaDB 11.4"
    return 0
  }
  part=$(sandbox_part)
  [ "$part" != none ] || return 0
  mkdir -p "$home"
  sandbox_runs || with_lock "$home/sandbox.lock" start_sandbox_process "$part"
  export_sandbox_settings
  if [ -z "${TALLYGATE_DB_URL:-}" ] || [ -z "${STRIPE_API_KEY:-}" ]; then
    fail "the sandbox that runs was started with other settings: ./tallygate stop, then again"
  fi
}

sandbox_part() {
  case ${TALLYGATE_DB_URL:+database}-${STRIPE_API_KEY:+stripe} in
    database-stripe) echo none ;;
    database-) echo stripe ;;
    -stripe) echo database ;;
    *) echo all ;;
  esac
}

sandbox_runs() {
  local pid
  pid=$(sandbox_setting SANDBOX_PID)
  alive "$pid" && ps -p "$pid" -o args= 2>/dev/null | grep -q 'sandbox\.jar'
}

sandbox_setting() {
  [ -f "$home/sandbox.env" ] || return 0
  sed -n "s/^$1=//p" "$home/sandbox.env" | sed "s/^['\"]//;s/['\"]\$//"
}

start_sandbox_process() {
  local part=$1 pid only=()
  ! sandbox_runs || return 0
  rm -f "$home/sandbox.env"
  [ "$part" = all ] || only=(--only "$part")
  java_start sandbox
  say "Starting the sandbox ($([ "$part" = all ] && echo "database and local Stripe" || echo "$part")) in $home."
  pid=$(TALLYGATE_WEBHOOK_TARGET=$(webhook_target) start_beside "$home/sandbox.out" \
    "${start[@]}" -jar "$build/sandbox/sandbox.jar" ${only[@]+"${only[@]}"})
  until sandbox_runs; do
    alive "$pid" || sandbox_failed
    sleep 0.05
  done
}

sandbox_failed() {
  tail -n 5 "$home/sandbox.out" >&2 || true
  fail "the sandbox did not start; $home/sandbox.out and sandbox.log say why. With TALLYGATE_DB_URL set, a database of yours is used."
}

# Exports the sandbox's settings, but for those that are set already.
export_sandbox_settings() {
  local name value
  for name in TALLYGATE_DB_URL STRIPE_API_KEY STRIPE_API_BASE STRIPE_WEBHOOK_SECRETS; do
    value=$(sandbox_setting "$name")
    if [ -z "${!name:-}" ] && [ -n "$value" ]; then export "$name=$value"; fi
  done
}

webhook_target() {
  echo "http://127.0.0.1:${TALLYGATE_HTTP_PORT:-8080}/webhooks/stripe"
}

# Tells the local Stripe where this server listens.
announce_webhook_target() {
  local url host port body
  url=$(sandbox_setting SANDBOX_STRIPE_URL)
  [ -n "$url" ] || return 0
  url=${url#http://} host=${url%%:*} port=${url##*:}
  body="url=$(webhook_target)"
  {
    printf 'POST /_sandbox/webhook-target HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n' "$host"
    printf 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %s\r\n\r\n%s' "${#body}" "$body"
  } >"/dev/tcp/$host/${port%%/*}" 2>/dev/null || say "the sandbox was not told where webhooks go"
}
