# shellcheck shell=bash
# Starts the server, in the foreground or beside the caller, and stops what runs in this home.

run_server() {
  local background=
  while [ $# -gt 0 ]; do
    case $1 in
      --background | -d) background=yes ;;
      --grpc-port) TALLYGATE_GRPC_PORT=${2:?a port is missing after --grpc-port} && shift ;;
      --http-port) TALLYGATE_HTTP_PORT=${2:?a port is missing after --http-port} && shift ;;
      *) fail "server: no option '$1' (--background, --grpc-port N, --http-port N)" ;;
    esac
    shift
  done
  export TALLYGATE_GRPC_PORT=${TALLYGATE_GRPC_PORT:-9090} TALLYGATE_HTTP_PORT=${TALLYGATE_HTTP_PORT:-8080}
  ensure_built
  refuse_taken_ports
  start_sandbox
  train_server
  announce_webhook_target
  if [ -n "$background" ]; then start_server_beside; else
    echo $$ >"$home/server.pid"
    start_java server
  fi
}

# Records a start of the server, on ports of its own.
train_server() {
  TALLYGATE_GRPC_PORT=$(free_port) TALLYGATE_HTTP_PORT=$(free_port 1) train server
}

free_port() {
  local port=$((20000 + $$ % 10000 + ${1:-0}))
  while listens "$port"; do port=$((port + 2)); done
  echo "$port"
}

refuse_taken_ports() {
  local pid
  pid=$(cat "$home/server.pid" 2>/dev/null || true)
  ! { alive "$pid" && is_server "$pid"; } || fail "the server of $home already runs (pid $pid): ./tallygate stop ends it"
  refuse_taken_port "$TALLYGATE_GRPC_PORT" --grpc-port TALLYGATE_GRPC_PORT
  refuse_taken_port "$TALLYGATE_HTTP_PORT" --http-port TALLYGATE_HTTP_PORT
}

refuse_taken_port() {
  case $1 in '' | *[!0-9]*) fail "$3: '$1' (expected: a port number)" ;; esac
  ! listens "$1" || fail "port $1 is taken by another program: choose one with $2 N or $3=N"
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

is_server() { ps -p "$1" -o args= 2>/dev/null | grep -q 'server\.jar'; }

start_server_beside() {
  local pid
  mkdir -p "$home"
  java_start server
  : >"$home/server.log"
  pid=$(start_beside "$home/server.log" "${start[@]}" -jar "$build/server/server.jar")
  echo "$pid" >"$home/server.pid"
  until listens "$TALLYGATE_GRPC_PORT" && listens "$TALLYGATE_HTTP_PORT"; do
    alive "$pid" || {
      tail -n 15 "$home/server.log" >&2
      fail "the server did not start; all it said is in $home/server.log"
    }
    sleep 0.05
  done
  say "The server runs (pid $pid): gRPC on $TALLYGATE_GRPC_PORT, HTTP on $TALLYGATE_HTTP_PORT, log in $home/server.log."
}

stop_running() {
  local ended=
  case ${1:-all} in
    all | server | jobs) ;;
    *) fail "stop: no part '$1' (expected: nothing, server or jobs)" ;;
  esac
  if [ "${1:-all}" != server ]; then stop_part jobs schedule 'batch\.jar jobs'; fi
  if [ "${1:-all}" != jobs ]; then stop_part server server 'server\.jar'; fi
  if [ "${1:-all}" != all ]; then return; fi
  stop_process sandbox "$(sandbox_setting SANDBOX_PID)" 'sandbox\.jar'
  stop_orphaned_database
  rm -f "$home/sandbox.env" "$home/sandbox.pid"
  [ -n "$ended" ] || say "Nothing of $home runs."
}

stop_part() {
  stop_process "$2" "$(cat "$home/$1.pid" 2>/dev/null || true)" "$3"
  rm -f "$home/$1.pid"
}

# Asks a process to end, waits for it, and ends it if it does not; only if it is what it is taken for.
stop_process() {
  local what=$1 pid=$2 looks_like=$3 patience=$((SECONDS + 30))
  alive "$pid" && ps -p "$pid" -o args= 2>/dev/null | grep -q "$looks_like" || return 0
  kill "$pid" 2>/dev/null || true
  while alive "$pid"; do
    if [ "$SECONDS" -ge "$patience" ]; then
      say "The $what did not end within 30 s and is killed."
      kill -9 "$pid" 2>/dev/null || true
      patience=$((SECONDS + 30))
    fi
    sleep 0.05
  done
  ended=yes
  say "The $what has ended."
}

# A sandbox that was killed leaves its database running.
stop_orphaned_database() {
  stop_process "sandbox's database" "$(cat "$home/sandbox/database/mariadbd.pid" 2>/dev/null || true)" "mariadbd.*$home"
}
