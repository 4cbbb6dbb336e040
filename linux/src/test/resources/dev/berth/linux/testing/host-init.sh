# Process 1 of a TestHost: makes the host, then lives until its standard input ends.
# $1 = name, $2 = data directory, $3 = "hugetlb" to mount that v1 controller, $4 = second stage or empty
set -eu
name=$1 data=$2 extra=$3 stage=${4:-}

if [ -z "$stage" ]; then
    mount --make-rprivate /
    hostname "$name"
    ip link set lo up
    if [ "$extra" = hugetlb ]; then
        mount -t tmpfs tmpfs /mnt
        mkdir /mnt/hugetlb
        mount -t cgroup -o hugetlb cgroup /mnt/hugetlb
    fi
    cat /proc/self/cgroup >"$data/cgroup"
    # A cgroup of its own, below ours, in every hierarchy; the controllers' names go into $data/cgroups.
    : >"$data/cgroups"
    while read -r id parent device root point rest; do
        case "$rest" in *" - cgroup "*|*" - cgroup2 "*) ;; *) continue ;; esac
        controller=${point##*/}
        if [ "$point" = /sys/fs/cgroup ]; then controller=.; fi
        case "$rest" in
            *" - cgroup2 "*)
                options=
                path=$(sed -n 's/^0:://p' "$data/cgroup")
                ;;
            *)
                # The last field is the file system's options: the controllers, and some that are none.
                options=$(printf %s "${rest##* }" | tr ',' '\n' |
                    grep -v -e '^rw$' -e '^ro$' -e '^xattr$' -e '^release_agent=' -e '^clone_children$' | paste -sd,)
                path=$(awk -F: -v want="$options" '$2 == want { print $3 }' "$data/cgroup")
                ;;
        esac
        own="$point${path:+${path%/}}/berth-$name"
        mkdir "$own"
        # A new cpuset is empty, and nobody can be put into it.
        if [ -f "$own/cpuset.cpus" ]; then
            cat "$own/../cpuset.cpus" >"$own/cpuset.cpus"
            cat "$own/../cpuset.mems" >"$own/cpuset.mems"
        fi
        echo "$own $controller ${options:--}" >>"$data/cgroups"
        echo 0 >"$own/cgroup.procs"
    done </proc/self/mountinfo
    exec unshare --cgroup bash -c "$(cat "$data/init.sh")" host-init "$name" "$data" "$extra" inside
fi

# Runtimes take the first mount of a controller that they find: leave them no other than those to come.
umount --lazy --recursive /sys
if [ "$extra" = hugetlb ]; then umount --lazy --recursive /mnt; fi
mount -t sysfs sysfs /sys
mount -t tmpfs -o mode=755 tmpfs /sys/fs/cgroup
while read -r own controller options; do
    mkdir -p "/sys/fs/cgroup/$controller"
    if [ "$options" = - ]; then
        mount -t cgroup2 cgroup2 "/sys/fs/cgroup/$controller"
    else
        mount -t cgroup -o "$options" cgroup "/sys/fs/cgroup/$controller"
    fi
done <"$data/cgroups"
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/netns /run/lock "$data/var-lib"
mount --bind "$data/var-lib" /var/lib
touch "$data/ready"
while read -r line; do :; done
