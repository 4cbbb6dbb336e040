#!/usr/bin/env bash
# Berth beside dockerd: the same docker command, the same machine, in turn. Prints medians and ratios as a table.
#
#   sudo conformance/bench.sh [ROUNDS]        default 20
#
# Each engine runs in namespaces of its own (network, mounts, processes), which end with this script. With crun present
# and a cgroup layout that stops it, a third engine is measured: Berth with crun, after mounting the hugetlb hierarchy
# inside its own mount namespace. At the end come what one start costs in the daemon (its own log at level debug), the
# programs that it starts (strace), and memory with 50 idle containers.
set -euo pipefail

rounds=${1:-20}
here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=conformance/bench-hosts.sh
. "$here/conformance/bench-hosts.sh"

memory() { # NAME FIELD PROGRAM: KiB of that field, of every process whose command line is such; FIELD of smaps_rollup
  at "$1" sh -c 'pgrep -f "$1" | while read -r p; do
    awk -v f="$0:" "\$1 == f {print \$2}" "/proc/$p/smaps_rollup"; done' "$2" "$3" 2> /dev/null || true
}
sum() { awk -v by="${1:-1024}" '{s += $1} END {printf "%.1f", s / by}'; }
mean() { awk '{s += $1} END {printf "%.1f", NR ? s / NR / 1024 : 0}'; }

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
measure 'docker run --rm busybox true, the first of a daemon' run --rm busybox true
measure 'the same with --network none' run --rm --network none busybox true
measure 'the same with one published port' run --rm -p 80 busybox true
measure 'docker run --rm busybox true, after those' run --rm busybox true
measure 'docker ps' ps
for name in "${engines[@]}"; do echo "| daemon start to first answer | $name | ${ready[$name]} | |"; done

# The command line that is a JVM: a row of its own, as docker is another program.
times[ps]=
for round in $(seq "$rounds"); do
  times[ps]+=" $(milliseconds berth-runc env BERTH_HOST=unix:///run/engine.sock BERTH_BUILD=no "$here/berth" ps)"
done
echo "| berth ps, the whole program | berth-runc | $(echo "${times[ps]}" | median) | |"

# In the daemon alone, on a network with DNS: namespace, endpoint, address, route, nft, names, files.
engine berth-steps "$here/berth" daemon --host unix:///run/engine.sock --data-root "$work/berth-steps" \
  --exec-root /run/berth -p /run/b.pid --default-runtime runc --log-level debug
at berth-steps docker network create steps > /dev/null
for round in $(seq $((rounds + 60))); do at berth-steps docker run --rm --network steps busybox true; done
sed -n 's/.*action=set-up-sandbox .* total=\([0-9.]*\).*/\1/p' "$work/berth-steps.log" | tail -n "$rounds" | median |
  sed 's/.*/| sandbox, endpoint, address, route, DNS, nft in the daemon | berth | & | |/'

programs() { # NAME DAEMON: those that a run starts, without the container's own and runc's copy of itself
  local daemon
  daemon=$(at "$1" pgrep -f "$2" | head -n 1)
  at "$1" timeout 60 strace -f -qq -e trace=execve -e signal=none -o /run/programs -p "$daemon" > /dev/null 2>&1 &
  for i in $(seq 100); do
    at "$1" grep -qs 'TracerPid:.*[1-9]' "/proc/$daemon/status" && break
    sleep 0.05
  done
  at "$1" docker run --rm busybox true
  at "$1" pkill -INT -x strace # in the host's own process namespace
  wait $! || true
  at "$1" grep 'execve(.*) = 0' /run/programs | grep -vc 'execve("/proc/self/exe"' | awk '{print $1 - 1}'
}
if command -v strace > /dev/null; then
  echo "| programs started for run --rm | berth | $(programs berth-steps 'java.*daemon') | |"
fi

memories() { # WHEN
  local name
  echo "| resident memory $1, MiB (RSS) | dockerd + containerd | $(memory dockerd Rss '^(dockerd|containerd) ' | sum) | |"
  echo "| resident memory $1, MiB (RSS) | berth | $(memory berth-runc Rss 'java.*daemon' | sum) | |"
  echo "| the same, of its own (PSS) | berth | $(memory berth-runc Pss 'java.*daemon' | sum) | |"
}
memories idle
for name in dockerd berth-runc; do for round in $(seq 50); do at "$name" docker run -d busybox sleep 1000 > /dev/null; done; done
memories 'with 50 containers'
echo "| of one monitor, MiB (PSS; RSS) | containerd-shim | $(memory dockerd Pss '^/.*containerd-shim' | mean); $(memory dockerd Rss '^/.*containerd-shim' | mean) | |"
echo "| of one monitor, MiB (PSS; RSS) | conmon | $(memory berth-runc Pss '^conmon' | mean); $(memory berth-runc Rss '^conmon' | mean) | |"
