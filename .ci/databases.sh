# Finds or starts the database servers of this machine, for the parts of the test suite that want a real one. Sets
# DATABASE_URL, MARIADB_URL and REDIS_URL where they are not set already, and says what is left out.

postgres() { psql --no-password -h 127.0.0.1 -U postgres -d test -Atqc 'select 1' >/dev/null 2>&1; }
mariadb_() { mariadb -h 127.0.0.1 -u root -e 'use test' >/dev/null 2>&1; }
redis() { [ "$(redis-cli -h 127.0.0.1 ping 2>/dev/null)" = PONG ]; }

start_postgres() {
  pg_lsclusters -h | while read -r version cluster _ status _; do
    [ "$status" = online ] || pg_ctlcluster "$version" "$cluster" start
  done
  sleep 1
  psql --no-password -h 127.0.0.1 -U postgres -Atqc 'create database test'
}
start_mariadb() {
  service mariadb start && sleep 1 && mariadb -h 127.0.0.1 -u root -e 'create database if not exists test'
}
start_redis() { redis-server --bind 127.0.0.1 --save '' --daemonize yes --dir "$(mktemp -d)" && sleep 1; }

# use <variable> <url> <answers?> <start>
use() {
  if [ -n "${!1:-}" ]; then
    echo "$1: as it is set"
  elif "$3" || { "$4" >/dev/null 2>&1 || true; "$3"; }; then
    export "$1=$2"
    echo "$1: $2"
  else
    echo "$1: not set, no such server here; what needs it is left out"
  fi
}

use DATABASE_URL postgres://postgres@127.0.0.1:5432/test postgres start_postgres
use MARIADB_URL mysql://root@127.0.0.1:3306/test mariadb_ start_mariadb
use REDIS_URL redis://127.0.0.1:6379 redis start_redis
