#!/usr/bin/env bash
# Berth's resolver beside dockerd's, and aardvark-dns where Debian has it: the same container, the same load (dnsperf), in
# turn. Prints medians and ratios as a table.
#
#   sudo conformance/bench-dns.sh [ROUNDS] [SECONDS]        default 5 rounds of 4 seconds each
#
# Each engine runs in namespaces of its own, which end with this script. aardvark-dns is asked in dockerd's container, at
# the gateway of its network, as podman's containers ask it. Everything that is no container's name is asked of DnsStub, on
# the host of each engine. Needs dnsperf; a quiet machine, for its figures to be worth anything.
set -euo pipefail

rounds=${1:-5} seconds=${2:-4}
here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=conformance/bench-hosts.sh
. "$here/conformance/bench-hosts.sh"

aardvark=/usr/lib/podman/aardvark-dns
stub=10.99.0.1
declare -A network flooding server rates late kept
flooded=no

command -v dnsperf > /dev/null || { echo "needs dnsperf" >&2; exit 1; }
mkdir "$work/classes"
javac -d "$work/classes" "$here/conformance/bench/DnsStub.java"
read -r classpath < "$here/core-runtime/target/berth/classpath"
javac -d "$work/classes" -cp "$classpath" "$here/conformance/bench/NamesRate.java"

container() { # NAME CONTAINER: its pid
  at "$1" docker inspect -f '{{.State.Pid}}' "$2"
}

prepare() { # NAME: a network, who asks, who is asked for, and the servers outside
  local name=$1 aliases=() i
  at "$name" ip address add "$stub/32" dev lo
  at "$name" java -cp "$work/classes" DnsStub "$stub" 300 > /dev/null 2>&1 &
  for i in $(seq 1000); do aliases+=(--network-alias "n$i"); done
  at "$name" docker network create net1 > /dev/null
  at "$name" docker run -d --name web --network net1 "${aliases[@]}" busybox sleep 100000 > /dev/null
  at "$name" docker run -d --name client --network net1 busybox sleep 100000 > /dev/null
  network[$name]="/proc/$(container "$name" client)/ns/net"
  flooding[$name]="/proc/$(container "$name" web)/ns/net"
  server[$name]=127.0.0.11
}

echo "nameserver $stub" > "$work/resolv.conf"
engines=(dockerd berth)
engine dockerd dockerd --host unix:///run/engine.sock --data-root "$work/dockerd" --exec-root /run/docker -p /run/d.pid
engine berth "$here/berth" daemon --host unix:///run/engine.sock --data-root "$work/berth" --exec-root /run/berth -p /run/b.pid
for name in "${engines[@]}"; do prepare "$name"; done

if [[ -x $aardvark ]]; then
  gateway=$(at dockerd docker network inspect -f '{{(index .IPAM.Config 0).Gateway}}' net1)
  web=$(at dockerd docker inspect -f '{{.NetworkSettings.Networks.net1.IPAddress}}' web)
  own=$(at dockerd docker inspect -f '{{.NetworkSettings.Networks.net1.IPAddress}}' client)
  mkdir "$work/aardvark"
  { echo "$gateway"; echo "web $web  web,$(seq -s , -f n%g 1000)"; echo "client $own  client"; } > "$work/aardvark/net1"
  at dockerd "$aardvark" --config "$work/aardvark" --port 53 run > "$work/aardvark.log" 2>&1 &
  engines+=(aardvark)
  network[aardvark]=${network[dockerd]} flooding[aardvark]=${flooding[dockerd]} server[aardvark]=$gateway
fi

echo 'web A' > "$work/local"
seq -f 'n%g A' 1000 > "$work/thousand"
seq -f 'once%g.example A' 1000 > "$work/once"
seq -f 'n%g.example A' 1000 > "$work/outside"

ask() { # NAME QUERIES IN-FLIGHT [MORE...]: dnsperf's report
  local name=$1 host=$1 queries=$2 flight=$3
  shift 3
  [[ $name != aardvark ]] || host=dockerd
  if [[ $flooded == yes ]]; then
    at "$host" nsenter --net="${flooding[$name]}" dnsperf -s "${server[$name]}" -d "$work/local" -c 8 -q 1000 \
      -l "$((seconds + 1))" > /dev/null 2>&1 &
    sleep 0.5
  fi
  at "$host" nsenter --net="${network[$name]}" dnsperf -s "${server[$name]}" -d "$queries" -c 1 -q "$flight" -l "$seconds" "$@"
  [[ $flooded == no ]] || wait "$!"
}
rate() { sed -nE 's/^ *Queries per second: *([0-9]+).*/\1/p'; }

measure() { # LABEL QUERIES IN-FLIGHT
  local label=$1 queries=$2 flight=$3 round name report
  for name in "${engines[@]}"; do rates[$name]= late[$name]=0; ask "$name" "$queries" "$flight" > /dev/null; done
  for round in $(seq "$rounds"); do
    for name in "${engines[@]}"; do
      report=$(ask "$name" "$queries" "$flight")
      rates[$name]+=" $(rate <<< "$report")"
      late[$name]=$((late[$name] + $(sed -nE 's/^ *Queries lost: *([0-9]+).*/\1/p' <<< "$report")))
    done
  done
  local base
  base=$(echo "${rates[dockerd]}" | median)
  for name in "${engines[@]}"; do
    echo "${rates[$name]}" | median |
      awk -v l="$label" -v n="$name" -v b="$base" -v lost="${late[$name]}" '{printf "| %s | %s | %.0f | %.2f | %d |\n", l, n, $1, $1 / b, lost}'
  done
}

keep() { # the rates just measured, to compare others with
  local name
  for name in "${engines[@]}"; do kept[$name]=$(echo "${rates[$name]}" | median); done
}

compare() { # LABEL
  local name
  for name in "${engines[@]}"; do
    echo "${rates[$name]}" | median | awk -v l="$1" -v n="$name" -v k="${kept[$name]}" '{printf "| %s | %s | %.2f | | |\n", l, n, $1 / k}'
  done
}

percentile() { # NAME: milliseconds, of the 99th in a hundred at 80 % of the rate that it has just shown
  local top
  top=$(echo "${rates[$1]}" | median | awk '{printf "%d", $1 * 0.8}')
  ask "$1" "$work/local" 32 -Q "$top" -v | awk '$1 == ">" && $2 == "NOERROR" {print $NF}' | sort -n |
    awk '{v[NR] = $1} END {printf "%.2f", 1000 * v[int(NR * 0.99)]}'
}

echo "| what, in $rounds rounds of $seconds s | resolver | answers/s, median | of dockerd's | lost |"
echo "|---|---|---|---|---|"
measure 'a container by name, 32 in flight' "$work/local" 32
keep
for name in "${engines[@]}"; do echo "| 99th percentile at 80 % of that, ms | $name | $(percentile "$name") | | |"; done
measure '1,000 names of a network, 32 in flight' "$work/thousand" 32
compare 'the same, of its own rate for one name'
measure 'a container by name, 1 in flight' "$work/local" 1
keep
flooded=yes
measure 'the same while another container asks 1,000 at once' "$work/local" 1
flooded=no
compare 'the same, of its own rate without that'
measure 'forwarded, answers that hold no time, 32 in flight' "$work/once" 32
measure 'forwarded, answers hold 300 s, 32 in flight' "$work/outside" 32
read -r registering withdrawing < <(java -cp "$work/classes:$classpath" NamesRate 10000)
echo "| a name more, a name less beside 10,000, microseconds | berth | $registering, $withdrawing | | |"
