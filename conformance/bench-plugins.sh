#!/usr/bin/env bash
# What a plugin that is stopped costs others: how long requests take that show things of it. Prints a table, and fails
# when 1 of 100 requests takes longer than MOST.
#
#   sudo conformance/bench-plugins.sh [REQUESTS]        default 1000 of each path
#
# Berth's own drivers are served as plugins, a network, a volume and a container are made by them, and the process is
# stopped (SIGSTOP). MOST (100) is in milliseconds. Run it on a quiet machine: PluginFaultsIT, which runs on busy ones,
# compares with what the same requests took before.
set -euo pipefail

requests=${1:-1000}
most=${MOST:-100}
here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=conformance/bench-hosts.sh
. "$here/conformance/bench-hosts.sh"

engine berth "$here/berth" daemon --host unix:///run/engine.sock --data-root "$work/berth" --exec-root /run/berth -p /run/b.pid
at berth "$here/berth" plugin serve bridge ipam volume --state "$work/plugins" > "$work/plugins.log" 2>&1 &
for i in $(seq 600); do
  grep -q 'serving on' "$work/plugins.log" && break
  sleep 0.05
done
at berth docker network create -d berth-bridge --ipam-driver berth-ipam net1 > /dev/null
at berth docker volume create -d berth-volume v1 > /dev/null
at berth docker run -d --name user --network net1 -v v1:/data busybox sleep 100000 > /dev/null

ask() { # PATH: seconds of each request, without the program that asks
  at berth sh -c 'for i in $(seq "$1"); do
    curl -s -o /dev/null -w "%{time_total}\n" --max-time 60 --unix-socket /run/engine.sock "http://engine/v1.41$2"
  done' ask "$requests" "$1"
}
row() { # PATH
  ask "$1" | sort -n | awk -v path="$1" -v most="$most" '{v[NR] = $1 * 1000}
    END {
      p99 = v[int((NR * 99 + 99) / 100)]
      printf "| `%s` | %.1f | %.1f | %.1f |\n", path, v[int((NR + 1) / 2)], p99, v[NR]
      exit p99 > most
    }'
}

plugins=$(at berth pgrep -f 'java.*plugin serve' | head -n 1)
at berth kill -STOP "$plugins"
echo "| request, with the plugins stopped | median, ms | p99 | most |"
echo "|---|---|---|---|"
late=0
for path in '/containers/json?all=1' /volumes /networks /containers/user/json /volumes/v1 /networks/net1 /info; do
  row "$path" || late=$((late + 1))
done
at berth kill -CONT "$plugins"
if ((late)); then
  echo "$late of them took longer than $most ms" >&2
  exit 1
fi
