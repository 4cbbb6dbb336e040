#!/usr/bin/env bash
# Berth beside dockerd: the same docker command, the same machine, in turn. Prints medians and ratios as a table.
#
#   sudo conformance/bench.sh [ROUNDS]        default 20
#
# Each engine runs in namespaces of its own (network, mounts, processes), which end with this script. With crun present
# and a cgroup layout that stops it, a third engine is measured: Berth with crun, after mounting the hugetlb hierarchy
# inside its own mount namespace.
set -euo pipefail

rounds=${1:-20}
here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=conformance/bench-hosts.sh
. "$here/conformance/bench-hosts.sh"

rss() { # NAME PROGRAM: MiB of the daemon
  at "$1" sh -c 'for p in $(pgrep -f "$0" | head -n 1); do awk "/VmRSS/{print int(\$2/1024)}" /proc/$p/status; done' "$2"
}

engines=(dockerd berth-runc)
engine dockerd dockerd --host unix:///run/engine.sock --data-root "$work/dockerd" --exec-root /run/docker -p /run/d.pid
engine berth-runc "$here/berth" daemon --host unix:///run/engine.sock --data-root "$work/berth-runc" --exec-root /run/berth \
  -p /run/b.pid --default-runtime runc
if command -v crun > /dev/null; then
  engine berth-crun "$here/berth" daemon --host unix:///run/engine.sock --data-root "$work/berth-crun" \
    --exec-root /run/berth -p /run/b.pid --default-runtime crun && engines+=(berth-crun)
fi

measure() { # LABEL DOCKER-WORDS...
  local label=$1 round name
  shift
  for name in "${engines[@]}"; do times[$name]=; for round in 1 2 3; do at "$name" docker "$@" > /dev/null; done; done
  for round in $(seq "$rounds"); do
    for name in "${engines[@]}"; do times[$name]+=" $(milliseconds "$name" docker "$@")"; done
  done
  local base
  base=$(echo "${times[dockerd]}" | median)
  for name in "${engines[@]}"; do
    echo "${times[$name]}" | median | awk -v l="$label" -v n="$name" -v b="$base" '{printf "| %s | %s | %.1f | %.2f |\n", l, n, $1, $1 / b}'
  done
}

echo "| what | engine | ms, median of $rounds | of dockerd |"
echo "|---|---|---|---|"
measure 'docker run --rm busybox true' run --rm busybox true
measure 'the same with --network none' run --rm --network none busybox true
measure 'the same with one published port' run --rm -p 80 busybox true
measure 'docker ps' ps
for name in "${engines[@]}"; do echo "| daemon start to first answer | $name | ${ready[$name]} | |"; done
echo "| resident memory idle, MiB | dockerd + containerd | $(($(rss dockerd '^dockerd') + $(rss dockerd '^containerd'))) | |"
echo "| resident memory idle, MiB | berth | $(rss berth-runc 'java.*daemon') | |"
