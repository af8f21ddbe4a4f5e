#!/usr/bin/env bash
# A real MySQL for the tests, beside whatever the machine has: nothing is installed, all of it lives in one folder.
#
#   rig/mysql.sh start FOLDER   starts one on a free port of 127.0.0.1 and prints its JDBC URL (user root, no password)
#   rig/mysql.sh stop FOLDER    ends it and waits until it has ended
#   rig/mysql.sh kill FOLDER    ends it as a crash does
#
# MYSQL_DURABILITY=relaxed: a commit is in the log's file, not yet on the disk, which is enough where no machine fails.
#
# Where mysqld is on the PATH that one is used. Else Debian's package mysql-server-core is unpacked into the folder; where
# this release has none, from sid, with the C library that it was built for.
set -euo pipefail

fail() {
  echo "mysql.sh: $*" >&2
  exit 1
}
[ $# -eq 2 ] || fail "expected: start|stop|kill FOLDER"
mkdir -p "$2"
folder=$(cd "$2" && pwd -P)
unpacked=$folder/unpacked
data=$folder/data
log=$folder/mysqld.log

running_pid() {
  local pid
  pid=$(cat "$folder/pid" 2>/dev/null) && kill -0 "$pid" 2>/dev/null && echo "$pid"
}

# Sets program, an array: how mysqld is called here.
find_program() {
  local libraries=$unpacked/usr/lib/x86_64-linux-gnu
  if command -v mysqld >/dev/null && mysqld --version | grep -qv MariaDB; then
    program=(mysqld --no-defaults)
    return
  fi
  [ -e "$folder/whole" ] || unpack_package
  program=("$libraries/ld-linux-x86-64.so.2" --library-path "$libraries:$libraries/mysql/private:$unpacked/lib/x86_64-linux-gnu"
    "$unpacked/usr/sbin/mysqld" --no-defaults --basedir="$unpacked/usr" --lc-messages-dir="$unpacked/usr/share/mysql"
    --character-sets-dir="$unpacked/usr/share/mysql/charsets" --plugin-dir="$libraries/mysql/plugin")
}

# The package and all that it needs, down to the C library, from this machine's own Debian mirror.
unpack_package() {
  local state=$folder/apt package
  if [ "$(uname -sm)" != "Linux x86_64" ] || ! command -v apt-get >/dev/null; then
    fail "there is no mysqld on the PATH, and this is no Debian on x86_64: set TALLYGATE_TEST_DB_URL to a MySQL of yours"
  fi
  mkdir -p "$state/lists/partial" "$state/packages/partial" "$unpacked"
  : >"$state/status" # as if nothing were installed, so that every library comes along
  debian_mirror >"$state/sid.list"
  APT_CONFIG=$(write_apt_settings "$state")
  export APT_CONFIG
  apt-get -qq update >"$state/log" 2>&1 || fail "the package lists could not be read: see $state/log"
  apt-get -qq -y --no-install-recommends --download-only install mysql-server-core >>"$state/log" 2>&1 \
    || fail "mysql-server-core could not be fetched: see $state/log"
  for package in "$state"/packages/*.deb; do dpkg-deb --extract "$package" "$unpacked"; done
  link_loader
  touch "$folder/whole"
}

debian_mirror() {
  local address
  address=$(find /etc/apt -type f \( -name '*.list' -o -name '*.sources' \) -exec cat {} + 2>/dev/null \
    | sed -nE 's/^(URIs:|deb( \[[^]]*\])?) *(https?:[^ ]*\/debian)\/?( .*)?$/\3/p' | sed -n 1p)
  [ -n "$address" ] || fail "no Debian mirror is set up in /etc/apt"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $address sid main"
}

write_apt_settings() {
  cat >"$1/settings" <<SETTINGS
Dir::Etc::sourcelist "$1/sid.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::lists "$1/lists";
Dir::State::status "$1/status";
Dir::Cache::archives "$1/packages";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
APT::Sandbox::User "root";
Debug::NoLocking "1";
SETTINGS
  echo "$1/settings"
}

# sid keeps everything under /usr: the loader may stand in either place.
link_loader() {
  local loader=$unpacked/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2
  [ -e "$loader" ] || cp "$unpacked/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2" "$loader"
}

free_port() {
  local port
  for port in $(seq 13306 13399); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port" && return; }
  done
  fail "no free port from 13306 to 13399"
}

start() {
  local port flush=1 sync=1
  [ "${MYSQL_DURABILITY:-full}" != relaxed ] || { flush=2 && sync=0; }
  if running_pid >/dev/null; then print_url "$(cat "$folder/port")" && return; fi
  find_program
  program+=(--datadir="$data" --tmpdir="$folder" --secure-file-priv=NULL)
  [ "$(id -u)" -ne 0 ] || program+=(--user=root)
  [ -d "$data/mysql" ] || "${program[@]}" --initialize-insecure >"$folder/initialise.log" 2>&1 \
    || fail "the data folder could not be made: see $folder/initialise.log"
  port=$(free_port)
  echo "create user if not exists root@'127.0.0.1' identified by ''; grant all on *.* to root@'127.0.0.1' with grant option;" >"$folder/first.sql"
  : >"$log"
  nohup "${program[@]}" --port="$port" --bind-address=127.0.0.1 --socket="$folder/socket" --pid-file="$folder/server.pid" \
    --init-file="$folder/first.sql" --mysqlx=OFF --skip-name-resolve --max-connections=300 --max-allowed-packet=64M \
    --innodb-flush-log-at-trx-commit="$flush" --sync-binlog="$sync" >>"$log" 2>&1 </dev/null &
  echo $! >"$folder/pid"
  echo "$port" >"$folder/port"
  until grep -q 'ready for connections\. Version' "$log"; do
    running_pid >/dev/null || fail "it did not start: $(tail -n 3 "$log")"
    sleep 0.05
  done
  print_url "$port"
}

print_url() {
  echo "jdbc:mysql://127.0.0.1:$1/tallygate?createDatabaseIfNotExist=true&user=root&allowPublicKeyRetrieval=true&sslMode=DISABLED"
}

end_with() {
  local pid
  pid=$(running_pid) || return 0
  kill "$1" "$pid"
  while running_pid >/dev/null; do sleep 0.05; done
}

case $1 in
  start) start ;;
  stop) end_with -TERM ;;
  kill) end_with -KILL ;;
  *) fail "expected: start, stop or kill" ;;
esac
