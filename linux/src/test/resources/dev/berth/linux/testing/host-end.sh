# Removes the cgroups of a TestHost that has ended; runs in a mount namespace of its own.
# $1 = data directory
set -eu
data=$1
while read -r own controller options; do
    if [ "$controller" = hugetlb ]; then
        # Its hierarchy was mounted inside the host alone; as long as it holds a cgroup it lives on unseen.
        mount -t tmpfs tmpfs /mnt
        mkdir /mnt/hugetlb
        mount -t cgroup -o hugetlb cgroup /mnt/hugetlb
    fi
    [ -d "$own" ] || continue
    # Tasks that have just ended can hold a cgroup for a moment.
    for try in 1 2 3 4 5 6 7 8 9 10; do
        find "$own" -depth -type d -exec rmdir {} + 2>/dev/null && break
        sleep 0.1
    done
    [ ! -d "$own" ] || { echo "cgroup $own cannot be removed" >&2; exit 1; }
done <"$data/cgroups"

# The kernel gives a hierarchy up at an unmount that finds it empty, and removed cgroups leave it a little later.
if mountpoint -q /mnt/hugetlb; then
    for try in 1 2 3 4 5 6 7 8 9 10; do
        umount /mnt/hugetlb
        sleep 0.1
        awk '$1 == "hugetlb" && $2 == 0 { gone = 1 } END { exit !gone }' /proc/cgroups && break
        mount -t cgroup -o hugetlb cgroup /mnt/hugetlb
    done
fi
