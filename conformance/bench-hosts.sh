# Sourced by the benchmarks: hosts for engines to run on, each with namespaces of its own, which end with the script.
# shellcheck shell=bash

# A daemon that had to be built first would not answer in time.
"${here:?}/berth" --help > /dev/null

work=$(mktemp -d /var/tmp/berth-bench.XXXXXX)
declare -A init
trap cleanup EXIT

cleanup() {
  local name
  for name in "${!init[@]}"; do kill -9 "${init[$name]}" 2> /dev/null || true; done
  sleep 0.5
  # the kernel keeps a dead host's cgroups; these are ours
  find /sys/fs/cgroup -depth -type d -path "*/${work##*/}*" -exec rmdir {} + 2> /dev/null || true
  rm -rf "$work"
}

# A host: namespaces with an init, loopback up, /run and the cgroup directory its own, $work/resolv.conf if there is one.
host() { # NAME
  cat > "$work/init-$1" << 'SETUP'
mount --make-rprivate /
ip link set lo up
mount -t tmpfs tmpfs /run
mkdir /run/cgroup && mount --rbind /sys/fs/cgroup /run/cgroup
mount -t tmpfs tmpfs /sys/fs/cgroup
for c in /run/cgroup/*; do
  mkdir -p "/sys/fs/cgroup/${c##*/}" && mount --bind "$c" "/sys/fs/cgroup/${c##*/}"
done
umount -l /run/cgroup
[ "$1" != berth-crun ] || { mkdir -p /sys/fs/cgroup/hugetlb && mount -t cgroup -o hugetlb cgroup /sys/fs/cgroup/hugetlb; }
[ ! -e "$2" ] || mount --bind "$2" /etc/resolv.conf
touch /run/ready
exec sleep infinity
SETUP
  unshare --net --mount --pid --uts --ipc --fork --mount-proc --kill-child=SIGKILL \
    sh "$work/init-$1" "$1" "$work/resolv.conf" > "$work/$1.host" 2>&1 &
  local outer=$! i
  for i in $(seq 100); do
    init[$1]=$(pgrep -P "$outer" | head -n 1) || true
    [[ -n ${init[$1]} ]] && at "$1" test -e /run/ready && return
    sleep 0.05
  done
  cat "$work/$1.host" >&2
  echo "host $1 did not come up" >&2
  exit 1
}

at() { # NAME COMMAND...
  local name=$1
  shift
  nsenter -t "${init[$name]}" --net --mount --pid --uts --ipc env DOCKER_HOST=unix:///run/engine.sock HOME=/run "$@"
}

engine() { # NAME COMMAND...: a daemon, whose containers' cgroups are below one that has the name of $work
  local name=$1 i began
  shift
  host "$name"
  began=$(date +%s%N)
  at "$name" "$@" --cgroup-parent "${work##*/}" > "$work/$name.log" 2>&1 &
  for i in $(seq 600); do
    at "$name" curl -sf --unix-socket /run/engine.sock http://engine/_ping > /dev/null 2>&1 && break
    sleep 0.02
  done
  ready[$name]=$((($(date +%s%N) - began) / 1000000))
  at "$name" docker import -c 'CMD ["sh"]' "$work/busybox.tar" busybox > /dev/null || { tail "$work/$name.log" >&2; exit 1; }
}

declare -A ready times
milliseconds() { # NAME COMMAND...: the wall time of the command
  local began ended
  began=$(date +%s%N)
  at "$@" > /dev/null
  ended=$(date +%s%N)
  echo $(((ended - began) / 10000)) | sed -E 's/(..)$/.\1/'
}
engine_milliseconds() { # NAME CURL-WORDS...: what one call of the API takes, from the connection to the last byte
  local name=$1
  shift
  at "$name" curl -s -o /dev/null -w '%{time_total}' --unix-socket /run/engine.sock "$@" | awk '{printf "%.2f", $1 * 1000}'
}
median() { tr ' ' '\n' | grep . | sort -n | awk '{v[NR] = $1} END {print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'; }

mkdir -p "$work/root/bin" "$work/root/etc" "$work/root/tmp"
cp "$(command -v busybox)" "$work/root/bin/busybox"
for applet in sh true sleep echo mkdir cat; do ln -s busybox "$work/root/bin/$applet"; done
echo 'root:x:0:0:root:/root:/bin/sh' > "$work/root/etc/passwd"
tar -C "$work/root" -cf "$work/busybox.tar" .
