#!/usr/bin/env bash
# Images on Berth beside dockerd: pull, load, save, commit, list. The same docker command, the same registry's disk, in
# turn. Prints medians and ratios as a table.
#
#   sudo conformance/bench-images.sh [ROUNDS]        default 5; needs Debian's docker-registry and 4 GB in /var/tmp
#
# The image has eight layers of together 300 MB: files of this host's /usr, so names, sizes and compressibility are those
# of real images.
set -euo pipefail

rounds=${1:-5}
here=$(cd "$(dirname "$0")/.." && pwd)
source "$here/conformance/bench-hosts.sh"
engines=(dockerd berth)
layers=8
layer_bytes=$((300000000 / layers))

registry() { # HOST: one on loopback of each host, all on one disk
  cat > "$work/registry.yml" << Y
version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $work/registry}}
http: {addr: "127.0.0.1:5000"}
Y
  at "$1" docker-registry serve "$work/registry.yml" > "$work/registry-$1.log" 2>&1 &
  local i
  for i in $(seq 200); do at "$1" curl -sf -o /dev/null http://127.0.0.1:5000/v2/ && return; sleep 0.05; done
  echo "no registry on $1" >&2
  exit 1
}

slices() { # lists of files, one for each layer and one more
  find /usr/lib /usr/share /usr/bin -xdev -type f -size -20M -not -path '* *' -printf '%s %p\n' 2> /dev/null | sort -k 2 |
    awk -v most="$layer_bytes" -v n=$((layers + 1)) -v to="$work/slice" \
      '{ if (sum + $1 > most) { part++; sum = 0 } if (part < n) { sum += $1; print $2 > (to (part + 0)) } }'
}

layer() { # FROM SLICE TO: by dockerd
  local id
  id=$(at dockerd docker create "$1" true)
  tar -C / -cf - -T "$work/slice$2" 2> /dev/null | at dockerd docker cp - "$id:/"
  at dockerd docker commit "$id" "$3" > /dev/null
  at dockerd docker rm "$id" > /dev/null
}

engine dockerd dockerd --host unix:///run/engine.sock --data-root "$work/dockerd" --exec-root /run/docker -p /run/d.pid
engine berth "$here/berth" daemon --host unix:///run/engine.sock --data-root "$work/berth" --exec-root /run/berth -p /run/b.pid
for name in "${engines[@]}"; do registry "$name"; done

slices
at dockerd docker import "$work/busybox.tar" localhost:5000/bench:0 > /dev/null
for part in $(seq 0 $((layers - 2))); do layer "localhost:5000/bench:$part" "$part" "localhost:5000/bench:$((part + 1))"; done
layer localhost:5000/bench:$((layers - 1)) $((layers - 1)) localhost:5000/bench:one
layer localhost:5000/bench:$((layers - 1)) "$layers" localhost:5000/bench:two
for tag in one two; do at dockerd docker push -q localhost:5000/bench:$tag > /dev/null; done
at dockerd docker save -o "$work/one.tar" localhost:5000/bench:one
remove() { # HOST: every image but busybox
  at "$1" sh -c 'for i in $(docker images --format "{{.Repository}}:{{.Tag}}" | grep bench); do docker rmi $i; done > /dev/null'
}
for name in "${engines[@]}"; do remove "$name"; done

declare -A prepare
row() { # LABEL: from times
  local name base
  base=$(echo "${times[dockerd]}" | median)
  for name in "${engines[@]}"; do
    echo "${times[$name]}" | median | awk -v l="$1" -v n="$name" -v b="$base" '{printf "| %s | %s | %.0f | %.2f |\n", l, n, $1, $1 / b}'
  done
}
how=milliseconds
measure() { # LABEL BEFORE COMMAND...: BEFORE is a function of the host, not measured
  local label=$1 before=$2 round name
  shift 2
  for name in "${engines[@]}"; do times[$name]=; done
  for round in $(seq "$rounds"); do
    for name in "${engines[@]}"; do
      "$before" "$name"
      sync
      times[$name]+=" $("$how" "$name" "$@")"
    done
  done
  row "$label"
}
nothing() { :; }
with_one() { remove "$1"; at "$1" docker pull -q localhost:5000/bench:one > /dev/null; }
with_changes() {
  at "$1" sh -c 'docker rm -f box; docker rmi bench-commit; docker create --name box busybox true' > /dev/null 2>&1 || true
  head -c 100000000 "$work/one.tar" > "$work/hundred"
  at "$1" docker cp "$work/hundred" box:/hundred
}

echo "| what | engine | ms, median of $rounds | of dockerd |"
echo "|---|---|---|---|"
measure 'pull, 300 MB in 8 layers' remove docker pull -q localhost:5000/bench:one
measure 'pull of an image that shares 7 layers' with_one docker pull -q localhost:5000/bench:two
measure 'load of the first' remove docker load -q -i "$work/one.tar"
measure 'save of the first' nothing sh -c 'docker save localhost:5000/bench:one > /dev/null'
measure 'commit of 100 MB' with_changes docker commit box bench-commit
for name in "${engines[@]}"; do
  at "$name" sh -c 'for i in $(seq 500); do docker tag busybox many:$i; echo "FROM busybox" > /dev/null; done
    docker create --name few busybox true > /dev/null
    for i in $(seq 500); do docker commit -m $i few many:$i > /dev/null; done'
done
how=engine_milliseconds
measure 'list of 500 images, by the engine alone' nothing http://engine/v1.41/images/json
