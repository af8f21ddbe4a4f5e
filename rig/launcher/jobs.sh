# shellcheck shell=bash
# Runs the jobs by their schedule, in the foreground or beside the caller. What else "jobs" can do is the command line's.

run_jobs() {
  local background=
  case ${1:-} in
    --background | -d)
      background=yes
      [ $# -eq 1 ] || fail "jobs --background: no option '$2' beside it"
      ;;
    '') ;;
    *) command_line jobs "$@" ;;
  esac
  ensure_built
  refuse_second_schedule
  start_sandbox
  train batch plans list
  mkdir -p "$home"
  if [ -n "$background" ]; then start_jobs_beside; else
    echo $$ >"$home/jobs.pid"
    start_java batch jobs
  fi
}

refuse_second_schedule() {
  local pid
  pid=$(cat "$home/jobs.pid" 2>/dev/null || true)
  ! { alive "$pid" && is_jobs "$pid"; } || fail "the jobs of $home already run (pid $pid): ./tallygate stop jobs ends them"
}

is_jobs() { ps -p "$1" -o args= 2>/dev/null | grep -q 'batch\.jar jobs'; }

start_jobs_beside() {
  local pid
  java_start batch jobs
  : >"$home/jobs.log"
  pid=$(start_beside "$home/jobs.log" "${start[@]}" -jar "$build/batch/batch.jar" jobs)
  echo "$pid" >"$home/jobs.pid"
  until grep -q '^Times are UTC' "$home/jobs.log"; do
    alive "$pid" || {
      tail -n 15 "$home/jobs.log" >&2
      fail "the jobs did not start; all they said is in $home/jobs.log"
    }
    sleep 0.05
  done
  say "The jobs run (pid $pid), log in $home/jobs.log; ./tallygate jobs --list shows them."
}
