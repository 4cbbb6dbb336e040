#!/usr/bin/env bash
# The network of Berth beside dockerd's: the same commands on the same machine, in turn. Prints a table of ratios.
#
#   sudo conformance/bench-net.sh [PART...]     default: all of: ports rate throughput endpoints driver containers
#
# ROUNDS (5) is how often each thing is done, PORTS ("1 100 500 1000") how many ports a container publishes;
# dockerd publishes at most DOCKERD_PORTS (500), for it takes minutes. SECONDS_EACH (3) is how long iperf3 runs.
# DRIVER_ROUNDS (200) is how often each call of the driver is made, DRIVER_PORTS (15000) how many ports are published
# when one more is added, CONTAINERS (200) how many containers are started on one network.
# Needs iperf3, and a limit of 20,000 open files. Run it on a quiet machine: engines are measured in turn, but what else runs is measured with them.
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=conformance/bench-hosts.sh
. "$here/conformance/bench-hosts.sh"
rounds=${ROUNDS:-5} seconds=${SECONDS_EACH:-3}
read -r -a ports <<< "${PORTS:-1 100 500 1000}"
dockerd_ports=${DOCKERD_PORTS:-500}
parts=("$@")
((${#parts[@]})) || parts=(ports rate throughput endpoints driver containers)
engines=(dockerd berth)

row() { printf '| %s | %s | %s | %s |\n' "$@"; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.2f", a / b}'; }
container() { at "$1" docker inspect -f '{{.State.Pid}}' "$2"; }
inside() { # NAME CONTAINER COMMAND...: a program of the engine's host with the container's network
  local name=$1 pid
  pid=$(container "$1" "$2")
  shift 2
  at "$name" nsenter -t "$pid" -n "$@"
}
api() { # NAME METHOD PATH [BODY]: milliseconds of one call
  milliseconds "$1" curl -sf -X "$2" -H 'Content-Type: application/json' ${4:+-d "$4"} --unix-socket /run/engine.sock \
    "http://engine/v1.41$3" -o /dev/null
}

# A neighbour at the other end of a cable, 192.0.2.2 to the engine's 192.0.2.1.
neighbour() { # NAME
  host "$1-neighbour"
  ip link add "up$$" netns "${init[$1]}" type veth peer name up0 netns "${init[$1-neighbour]}"
  at "$1" ip link set "up$$" name up0
  at "$1" ip address add 192.0.2.1/24 dev up0
  at "$1-neighbour" ip address add 192.0.2.2/24 dev up0
  at "$1" ip link set up0 up
  at "$1-neighbour" ip link set up0 up
}

# --- parts ---

ports() {
  local n name round last begin end
  declare -A start stop
  none
  for n in "${ports[@]}"; do
    for name in "${engines[@]}"; do
      start[$name]='' stop[$name]=''
      [[ $name == dockerd && $n -gt $dockerd_ports ]] && continue
      for round in $(seq "$([[ $name == dockerd && $n -gt 100 ]] && echo 1 || echo "$rounds")"); do
        # numbers that differ inside and outside: no engine may take them for one range
        begin=$((20000 + round)) end=$((20000 + round + n - 1))
        last=$((40000 + n - 1))
        at "$name" docker create --name web -p "$begin-$end:40000-$last" busybox sleep 600 > /dev/null
        start[$name]+=" $(milliseconds "$name" docker start web)"
        stop[$name]+=" $(milliseconds "$name" docker rm -f web)"
      done
    done
    compare "start a container with $n published ports" start
    compare "docker rm -f of it" stop
  done
}

# A container without ports: what those with some are to be compared with.
none() {
  local name round
  declare -A start stop
  for round in $(seq "$rounds"); do
    for name in "${engines[@]}"; do
      at "$name" docker create --name web busybox sleep 600 > /dev/null
      start[$name]+=" $(milliseconds "$name" docker start web)"
      stop[$name]+=" $(milliseconds "$name" docker rm -f web)"
    done
  done
  compare 'start a container without published ports' start
  compare 'docker rm -f of it' stop
}

compare() { # LABEL ARRAY-OF-LISTS: dockerd's median, Berth's, and the ratio
  local -n lists=$2
  local ours theirs=
  ours=$(echo "${lists[berth]}" | median)
  [[ -z ${lists[dockerd]} ]] || theirs=$(echo "${lists[dockerd]}" | median)
  row "$1" "${theirs:--}" "$ours" "$([[ -n $theirs ]] && ratio "$ours" "$theirs" || echo -)"
}

rate() {
  local address few many count=3000 name=berth round before after
  javac -d "$work" "$here/conformance/ConnectionRate.java"
  at $name docker run -d --name web -p 8080:80 busybox sleep 6000 > /dev/null
  inside $name web java -cp "$work" ConnectionRate serve 80 > /dev/null 2>&1 &
  address=$(at $name docker inspect -f '{{.NetworkSettings.IPAddress}}' web)
  before='' after=''
  at $name java -cp "$work" ConnectionRate connect "$address" 80 $count > /dev/null
  for round in $(seq "$rounds"); do
    before+=" $(at $name-neighbour java -cp "$work" ConnectionRate connect 192.0.2.1 8080 $count)"
  done
  at $name docker run -d --name many -p 0.0.0.0:20000-29999:30000-39999 busybox sleep 6000 > /dev/null
  for round in $(seq "$rounds"); do
    after+=" $(at $name-neighbour java -cp "$work" ConnectionRate connect 192.0.2.1 8080 $count)"
  done
  few=$(echo "$before" | median) many=$(echo "$after" | median)
  row 'connections/s through a published port: with 1 (left) and 10,001 (right) published' "$few" "$many" "$(ratio "$many" "$few")"
  at $name docker rm -f web many > /dev/null
}

listening() { # COMMAND-PREFIX...: waits until something listens on iperf3's port there
  local i
  for i in $(seq 300); do
    "$@" grep -qs ':1451 .* 0A ' /proc/net/tcp /proc/net/tcp6 && return
    sleep 0.1
  done
  echo "no iperf3 there: $*" >&2
  exit 1
}

iperf() { # CLIENT-COMMAND... : Gbit/s
  "$@" -t "$seconds" -J | awk -F: '/"sum_received"/ {sum = 1} sum && /"bits_per_second"/ {gsub(/[ ,\t]/, "", $2); printf "%.3f", $2 / 1e9; exit}'
}

throughput() {
  local name round a b
  declare -A inner out in
  for name in "${engines[@]}"; do
    inner[$name]='' out[$name]='' in[$name]=''
    at "$name" docker run -d --name server -p 5201:5201 busybox sleep 6000 > /dev/null
    at "$name" docker run -d --name client busybox sleep 6000 > /dev/null
    inside "$name" server iperf3 -s > /dev/null 2>&1 &
    at "$name-neighbour" iperf3 -s > /dev/null 2>&1 &
  done
  hand_made
  local hand=''
  for name in "${engines[@]}"; do
    listening inside "$name" server
    listening at "$name-neighbour"
  done
  listening at hand ip netns exec two
  for round in $(seq "$rounds"); do
    for name in "${engines[@]}"; do
      a=$(at "$name" docker inspect -f '{{.NetworkSettings.IPAddress}}' server)
      inner[$name]+=" $(iperf inside "$name" client iperf3 -c "$a")"
      out[$name]+=" $(iperf inside "$name" client iperf3 -c 192.0.2.2)"
      in[$name]+=" $(iperf at "$name-neighbour" iperf3 -c 192.0.2.1)"
    done
    hand+=" $(iperf at hand ip netns exec one iperf3 -c 10.9.9.2)"
  done
  compare 'iperf3 container to container, Gbit/s' inner
  b=$(echo "$hand" | median)
  row 'the same on a hand-made bridge (left) and on Berth' "$b" "$(echo "${inner[berth]}" | median)" \
    "$(ratio "$(echo "${inner[berth]}" | median)" "$b")"
  compare 'iperf3 container to neighbour, Gbit/s' out
  compare 'iperf3 neighbour to published port, Gbit/s' in
  for name in "${engines[@]}"; do at "$name" docker rm -f server client > /dev/null; done
}

# Two namespaces on a bridge, with no rule of anybody's.
hand_made() {
  local each
  host hand
  at hand ip link add br0 type bridge
  at hand ip link set br0 up
  for each in one two; do
    at hand ip netns add $each
    at hand ip link add "v$each" type veth peer name eth0 netns $each
    at hand ip link set "v$each" master br0 up
    at hand ip netns exec $each ip link set eth0 up
  done
  at hand ip netns exec one ip address add 10.9.9.1/24 dev eth0
  at hand ip netns exec two ip address add 10.9.9.2/24 dev eth0
  at hand ip netns exec two iperf3 -s > /dev/null 2>&1 &
}

endpoints() {
  local name round
  declare -A create connect disconnect
  for name in "${engines[@]}"; do
    create[$name]='' connect[$name]='' disconnect[$name]=''
    at "$name" docker run -d --name box busybox sleep 6000 > /dev/null
    at "$name" docker network create bench > /dev/null
  done
  for round in $(seq $((rounds * 4))); do
    for name in "${engines[@]}"; do
      connect[$name]+=" $(api "$name" POST /networks/bench/connect '{"Container":"box"}')"
      disconnect[$name]+=" $(api "$name" POST /networks/bench/disconnect '{"Container":"box"}')"
      create[$name]+=" $(api "$name" POST /networks/create '{"Name":"next","Driver":"bridge"}')"
      at "$name" docker network rm next > /dev/null
    done
  done
  compare 'network create, by the API' create
  compare 'network connect of a running container, by the API' connect
  compare 'network disconnect, by the API' disconnect
  for name in "${engines[@]}"; do at "$name" docker rm -f box > /dev/null; at "$name" docker network rm bench > /dev/null; done
}

# The calls of the bridge driver alone, in a host of their own: of Berth only, for dockerd's have no such door.
driver() {
  local dist=$here/core-runtime/target/berth classpath what median p99
  read -r classpath < "$dist/classpath"
  mkdir -p "$work/driver"
  javac -cp "$classpath" -d "$work" "$here/conformance/DriverRate.java"
  host driver
  at driver java -Djna.boot.library.path="$dist/native" -cp "$classpath:$work" DriverRate \
    "$work/driver" "${DRIVER_ROUNDS:-200}" "${DRIVER_PORTS:-15000}" > "$work/driver.out"
  while IFS='|' read -r what median p99; do
    row "$what: median (left) and 99th percentile" "$median" "$p99" -
  done < "$work/driver.out"
}

containers() {
  local count=${CONTAINERS:-200} name round first last took
  for name in "${engines[@]}"; do
    at "$name" docker network create crowd > /dev/null
    first='' last=''
    for round in $(seq "$count"); do
      took=$(milliseconds "$name" docker run -d --network crowd busybox sleep 6000)
      ((round > 5)) || first+=" $took"
      ((round <= count - 5)) || last+=" $took"
    done
    row "$name: docker run -d on one network, containers 1-5 (left) and the last 5 of $count" \
      "$(echo "$first" | median)" "$(echo "$last" | median)" "$(ratio "$(echo "$last" | median)" "$(echo "$first" | median)")"
  done
}

engine dockerd dockerd --host unix:///run/engine.sock --data-root "$work/dockerd" --exec-root /run/docker -p /run/d.pid
engine berth "$here/berth" daemon --host unix:///run/engine.sock --data-root "$work/berth" --exec-root /run/berth \
  -p /run/b.pid --default-runtime runc
for name in "${engines[@]}"; do neighbour "$name"; done
echo "| what (milliseconds unless said; medians of $rounds) | dockerd | Berth | ratio |"
echo "|---|---|---|---|"
for part in "${parts[@]}"; do "$part"; done
