#!/usr/bin/env bash
# Berth with plugins that others wrote, as Debian ships them, on a host of namespaces that ends with this script:
#
#   sudo conformance/third-party.sh
#
#   volumes    rclone 1.60.1, 'rclone serve docker'            packages rclone fuse3
#   networks   OVN 23.03.1, ovn-docker-overlay-driver          packages ovn-docker ovn-central openvswitch-switch python3-flask
#
# A part whose packages are missing is named and left out; with neither there the script fails. Each thing that is looked
# at is a line "ok ..."; the first that is not so ends the script with status 1 and the logs.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)

if [[ -z ${BERTH_THIRD_PARTY:-} ]]; then
  [[ $(id -u) == 0 ]] || { echo "third-party: needs root" >&2; exit 1; }
  "$here/berth" --help > /dev/null
  name=third-party-$$
  trap 'find /sys/fs/cgroup -depth -type d -path "*/$name*" -exec rmdir {} + 2> /dev/null || true' EXIT
  BERTH_THIRD_PARTY=$name timeout 300 unshare --net --mount --pid --uts --ipc --fork --mount-proc \
    --propagation private --kill-child=SIGKILL "$0" < /dev/null
  exit
fi

# --- on the host ---

mount -t tmpfs -o mode=755 tmpfs /run
ip link set lo up
mkdir -p /run/work /run/docker/plugins
cd /run/work
export BERTH_BUILD=no DOCKER_HOST=unix:///run/berth/docker.sock HOME=/run/work

fail() {
  echo "FAILED: $*"
  tail -n 20 ./*.log
  exit 1
}

ok() { # WHAT COMMAND...
  local what=$1
  shift
  "$@" > last.log 2>&1 || fail "$what: $*"
  echo "ok  $what"
}

until_there() { # FILE
  local i
  for i in $(seq 200); do
    [[ ! -e $1 ]] || return 0
    sleep 0.1
  done
  fail "$1 did not appear"
}

says() { # TEXT COMMAND...
  local text=$1
  shift
  "$@" > said.log 2>&1 && grep -q -- "$text" said.log
}

echo '{}' > daemon.json
"$here/berth" daemon --data-root /run/work/data --exec-root /run/berth --pidfile /run/work/pid \
  --config-file /run/work/daemon.json --cgroup-parent "$BERTH_THIRD_PARTY" > daemon.log 2>&1 &
for i in $(seq 300); do ! docker version > /dev/null 2>&1 || break; sleep 0.1; done
mkdir -p root/bin root/data
cp /bin/busybox root/bin/
for applet in sh cat ls ping sleep ip; do ln -s busybox "root/bin/$applet"; done
tar -C root -c . | docker import - busybox > import.log || fail "import of busybox"

rclone_volumes() {
  mkdir -p far mounts cache
  rclone --config /run/work/rclone.conf --cache-dir /run/work/cache serve docker --base-dir /run/work/mounts \
    --socket-addr /run/docker/plugins/rclone.sock > rclone.log 2>&1 &
  until_there /run/docker/plugins/rclone.sock
  ok "volume create -d rclone" docker volume create -d rclone -o remote=:local:/run/work/far -o vfs-cache-mode=writes \
    -o vfs-write-back=0s v1
  ok "a container writes to it" docker run --rm -v v1:/data busybox sh -c 'echo written > /data/file'
  ok "it is rclone's mount that the container has" says fuse.rclone docker run --rm -v v1:/data busybox cat /proc/mounts
  ok "the next container reads it" says written docker run --rm -v v1:/data busybox cat /data/file
  ok "what was written is at the remote" says written cat far/file
  ok "a container holds it" docker run -d --name holder -v v1:/data busybox sleep 600
  ok "--volumes-from" says written docker run --rm --volumes-from holder busybox cat /data/file
  ok "docker cp into it" docker cp daemon.json holder:/data/copied
  ok "the holder still has its mount after docker cp" says copied docker exec holder ls /data
  ok "volume ls" says rclone docker volume ls
  ok "volume inspect" says rclone docker volume inspect v1
  ok "rm of the container" docker rm -f holder
  ok "volume rm" docker volume rm v1
  ok "rclone holds no mount any more" sh -c '! grep -q /run/work/mounts/ /proc/mounts'
}

# OVN's database and Open vSwitch in user space; of OVN's own switching only what the driver asks for. The driver is
# written for Python 2: it takes what programs print for text.
ovn_networks() {
  mkdir -p db /run/openvswitch /run/ovn
  mount -t tmpfs tmpfs /etc/docker
  ovsdb-tool create db/conf.db /usr/share/openvswitch/vswitch.ovsschema
  ovsdb-tool create db/nb.db /usr/share/ovn/ovn-nb.ovsschema
  ovsdb-server --remote=punix:/run/openvswitch/db.sock db/conf.db > ovsdb.log 2>&1 &
  ovsdb-server --unixctl=/run/ovn/nb.ctl --remote=punix:/run/ovn/ovnnb_db.sock db/nb.db > ovn-nb.log 2>&1 &
  until_there /run/openvswitch/db.sock
  until_there /run/ovn/ovnnb_db.sock
  ovs-vsctl --no-wait init
  ovs-vsctl --no-wait set open_vswitch . external_ids:ovn-nb=unix:/run/ovn/ovnnb_db.sock
  ovs-vswitchd > vswitchd.log 2>&1 &
  ok "Open vSwitch has a bridge" ovs-vsctl --timeout=20 add-br br-int -- set bridge br-int datapath_type=netdev \
    fail-mode=standalone
  /usr/bin/python3 -c '
import functools, runpy, subprocess, sys
subprocess.Popen = functools.partial(subprocess.Popen, text=True)
sys.argv = ["ovn-docker-overlay-driver"]
runpy.run_path("/usr/bin/ovn-docker-overlay-driver", run_name="__main__")' > ovn-driver.log 2>&1 &
  until_there /etc/docker/plugins/openvswitch.spec
  for i in $(seq 100); do ! curl -s -o /dev/null http://127.0.0.1:5000/ || break; sleep 0.1; done
  ok "network create -d openvswitch, found by its spec, over TCP" \
    docker network create -d openvswitch --subnet 192.168.50.0/24 net1
  ok "OVN has a logical switch" says 192.168.50.0 ovn-nbctl --db unix:/run/ovn/ovnnb_db.sock list logical_switch
  ok "a container on it" docker run -d --name one --network net1 busybox sleep 600
  ok "it has the address that the engine gave" says 192.168.50.2 docker exec one ip addr
  ok "OVN has its port" says 192.168.50.2 ovn-nbctl --db unix:/run/ovn/ovnnb_db.sock show
  ok "another reaches it by name" says ' 0% packet loss' docker run --rm --network net1 busybox ping -c 3 one
  ok "rm of the container" docker rm -f one
  ok "network rm" docker network rm net1
  ok "OVN has nothing any more" sh -c '[ -z "$(ovn-nbctl --db unix:/run/ovn/ovnnb_db.sock show)" ]'
}

have() { command -v "$1" > /dev/null; }
ran=0
if have rclone && have fusermount3 && [[ -e /dev/fuse ]]; then
  echo "--- $(rclone version | head -n 1)"
  rclone_volumes
  ran=1
else
  echo "--- rclone: packages rclone fuse3, or /dev/fuse, are not there"
fi
if have ovn-docker-overlay-driver && have ovs-vswitchd && have ovn-nbctl && /usr/bin/python3 -c 'import flask' 2> /dev/null; then
  echo "--- $(ovn-nbctl --version | head -n 1), $(ovs-vswitchd --version | head -n 1)"
  ovn_networks
  ran=1
else
  echo "--- OVN: packages ovn-docker ovn-central openvswitch-switch python3-flask are not there"
fi
[[ $ran == 1 ]] || fail "no plugin of others is there"
