# shellcheck shell=bash
# The sandbox: an embedded database, local payment providers and a mail catcher, one process beside the product, in test
# mode where no real ones are configured. It tells what it serves in $TALLYGATE_HOME/sandbox.env.

# One line a part: its name, the setting that says a real one is used instead, and what it exports beside that.
sandbox_parts() {
  cat <<'PARTS'
database TALLYGATE_DB_URL
stripe STRIPE_API_KEY STRIPE_API_BASE STRIPE_WEBHOOK_SECRETS STRIPE_THIN_WEBHOOK_SECRETS
paystack PAYSTACK_SECRET_KEY PAYSTACK_API_BASE
mail TALLYGATE_SMTP_URL TALLYGATE_MAIL_FROM SANDBOX_MAIL_URL
PARTS
}

# Starts what is not configured, if it does not run, and exports its settings.
start_sandbox() {
  local parts
  [ "${TALLYGATE_MODE:-test}" = test ] || {
    [ -n "${TALLYGATE_DB_URL:-}" ] || fail "live mode has no embedded database: set TALLYGATE_DB_URL to a MySQL 8.4 or MariaDB 11.4"
    return 0
  }
  parts=$(missing_parts)
  [ -n "$parts" ] || return 0
  mkdir -p "$home"
  sandbox_runs || with_lock "$home/sandbox.lock" start_sandbox_process "$parts"
  export_sandbox_settings "$parts"
  [ -z "$(missing_parts)" ] || fail "the sandbox that runs has no $(missing_parts): ./tallygate stop, then again"
}

# The parts whose real ones are not configured, with commas.
missing_parts() {
  local part setting missing=
  while read -r part setting _; do
    [ -n "${!setting:-}" ] || missing=$missing,$part
  done < <(sandbox_parts)
  echo "${missing#,}"
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

# The sandbox alone, in the foreground: says where its parts are. What is typed after the word goes to it as it is.
run_sandbox() {
  [ "${TALLYGATE_MODE:-test}" = test ] || fail "there is no sandbox in live mode"
  ! sandbox_runs || fail "a sandbox already runs in $home (pid $(sandbox_setting SANDBOX_PID)): ./tallygate stop ends it, and sandbox.env there says where it is"
  ensure_built
  mkdir -p "$home"
  rm -f "$home/sandbox.env"
  say "Starting the sandbox in $home; Ctrl-C ends it, and keeps what is in it."
  java_start sandbox
  exec "${start[@]}" -jar "$build/sandbox/sandbox.jar" "$@"
}

start_sandbox_process() {
  local parts=$1 pid
  ! sandbox_runs || return 0
  rm -f "$home/sandbox.env"
  java_start sandbox
  say "Starting the sandbox (${parts//,/, }) in $home."
  pid=$(TALLYGATE_WEBHOOK_TARGET=$(webhook_target stripe) TALLYGATE_WEBHOOK_TARGET_THIN=$(webhook_target stripe/thin) \
    TALLYGATE_WEBHOOK_TARGET_PAYSTACK=$(webhook_target paystack) \
    start_beside "$home/sandbox.out" "${start[@]}" -jar "$build/sandbox/sandbox.jar" --only "$parts")
  until sandbox_runs; do
    alive "$pid" || sandbox_failed
    sleep 0.05
  done
}

sandbox_failed() {
  tail -n 5 "$home/sandbox.out" >&2 || true
  fail "the sandbox did not start; $home/sandbox.out and sandbox.log say why. With TALLYGATE_DB_URL set, a database of yours is used."
}

# Exports the settings of these parts, but for those that are set already: of a part whose real one is configured, none.
export_sandbox_settings() {
  local parts=,$1, part settings name
  while read -r part settings; do
    case $parts in *,$part,*) ;; *) continue ;; esac
    for name in $settings; do export_sandbox_setting "$name"; done
  done < <(sandbox_parts)
  export_sandbox_setting TALLYGATE_BANK_DETAILS
}

export_sandbox_setting() {
  local value
  value=$(sandbox_setting "$1")
  if [ -z "${!1:-}" ] && [ -n "$value" ]; then export "$1=$value"; fi
}

webhook_target() {
  echo "http://127.0.0.1:${TALLYGATE_HTTP_PORT:-8080}/webhooks/$1"
}

# Tells the local providers where this server listens.
announce_webhook_target() {
  announce_to stripe "$(sandbox_setting SANDBOX_STRIPE_URL)"
  announce_to paystack "$(sandbox_setting SANDBOX_PAYSTACK_URL)"
}

announce_to() {
  local url=$2 host port body
  [ -n "$url" ] || return 0
  url=${url#http://} host=${url%%:*} port=${url##*:}
  body="url=$(webhook_target "$1")"
  [ "$1" != stripe ] || body="$body&thin_url=$(webhook_target stripe/thin)"
  {
    printf 'POST /_sandbox/webhook-target HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n' "$host"
    printf 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %s\r\n\r\n%s' "${#body}" "$body"
  } >"/dev/tcp/$host/${port%%/*}" 2>/dev/null || say "the sandbox was not told where webhooks go"
}
