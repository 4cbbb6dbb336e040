#!/usr/bin/env bash
# Builds by Berth beside dockerd's classic builder: the same docker command (DOCKER_BUILDKIT=0), the same machine, in
# turn. Prints medians and ratios as a table.
#
#   sudo conformance/bench-build.sh [ROUNDS]        default 10
#
# "cold" is a Dockerfile of 12 steps (4 of them RUN) with --no-cache, "cached" the same when every step was made before,
# "one file changed" has the last four steps done anew. "by the engine alone" is the API's own part: no docker command is
# started, and the context is an archive already.
set -euo pipefail

rounds=${1:-10}
here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=conformance/bench-hosts.sh
. "$here/conformance/bench-hosts.sh"

engines=(dockerd berth-runc)
engine dockerd dockerd --host unix:///run/engine.sock --data-root "$work/dockerd" --exec-root /run/docker -p /run/d.pid
engine berth-runc "$here/berth" daemon --host unix:///run/engine.sock --data-root "$work/berth-runc" --exec-root /run/berth \
  -p /run/b.pid --default-runtime runc
if command -v crun > /dev/null; then
  engine berth-crun "$here/berth" daemon --host unix:///run/engine.sock --data-root "$work/berth-crun" \
    --exec-root /run/berth -p /run/b.pid --default-runtime crun && engines+=(berth-crun)
fi

context=$work/context
mkdir -p "$context/dir/sub"
for n in $(seq 40); do head -c 8192 /dev/urandom > "$context/dir/$n"; done
for n in $(seq 10); do head -c 65536 /dev/urandom > "$context/dir/sub/$n"; done
echo 1 > "$context/changing"
cat > "$context/Dockerfile" << 'DOCKERFILE'
FROM busybox
ENV LANG=C.UTF-8 HOME=/root
RUN mkdir -p /srv/app /var/log/app
WORKDIR /srv/app
COPY dir ./dir
RUN echo configured > /etc/app.conf
LABEL version=1
COPY changing ./
RUN cat changing > /var/log/app/first
EXPOSE 80
RUN echo done > /var/log/app/last
CMD ["sh"]
DOCKERFILE

tar -C "$context" -cf "$work/context.tar" .

engine_build() { # NAME QUERY
  engine_milliseconds "$1" -H 'Expect:' -H 'Content-Type: application/x-tar' --data-binary "@$work/context.tar" \
    "http://engine/v1.41/build?t=bench$2"
}

build() { # NAME FLAGS...
  local name=$1
  shift
  milliseconds "$name" env DOCKER_BUILDKIT=0 docker build "$@" -t bench "$context" 2> "$work/$name.build"
}

# LABEL HOW BEFORE FLAGS...: HOW is build or engine_build, BEFORE is run in each round, before all engines
measure() {
  local label=$1 how=$2 before=$3 round name base
  shift 3
  for name in "${engines[@]}"; do times[$name]=; "$how" "$name" "$@" > /dev/null; done
  for round in $(seq "$rounds"); do
    eval "$before"
    for name in "${engines[@]}"; do times[$name]+=" $("$how" "$name" "$@")"; done
  done
  base=$(echo "${times[dockerd]}" | median)
  for name in "${engines[@]}"; do
    echo "${times[$name]}" | median | awk -v l="$label" -v n="$name" -v b="$base" '{printf "| %s | %s | %.1f | %.2f |\n", l, n, $1, $1 / b}'
  done
}

echo "| what | engine | ms, median of $rounds | of dockerd |"
echo "|---|---|---|---|"
measure 'build of 12 steps, cold' build : --no-cache
measure 'the same, cached' build :
measure 'the same, cached, by the engine alone' engine_build : ''
measure 'the same, one file changed' build 'date +%N > "$context/changing"'
