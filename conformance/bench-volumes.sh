#!/usr/bin/env bash
# Volumes, Berth beside dockerd: the same docker command, the same machine, in turn. Prints medians and ratios as a table.
#
#   sudo conformance/bench-volumes.sh [COPY-UP-ROUNDS] [START-ROUNDS]        default 5 and 40
#
# Copy-up: the time of a `docker create` that fills an empty volume with 10,000 files of together 200 MiB, after the image
# has been read once. Nothing is deleted before the end: ext4 gives out no inode that was deleted in the last minutes, and
# looks at each of those for each file that is made, whoever makes it. For the same reason it tells little within five minutes
# of another run, or of anything else that deletes many files on this disk. Start: what `-v` of a named volume that is there adds to a `docker run`, which is measured with and
# without in turn.
set -euo pipefail

copies=${1:-5}
starts=${2:-40}
here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=conformance/bench-hosts.sh
. "$here/conformance/bench-hosts.sh"

perl -e '
  srand 1;
  my ($root) = @ARGV;
  my $noise = pack "L*", map { int rand 4294967296 } 1 .. 1 << 18;
  mkdir "$root/data" or die $!;
  for my $i (0 .. 9999) {
    my $d = sprintf "%s/data/d%02d", $root, $i % 100; mkdir $d if $i < 100;
    open my $f, ">", "$d/file$i" or die $!; print $f substr($noise, int rand 900000, 12000 + int rand 17000); close $f;
  }' "$work/root"
tar -C "$work/root" -cf "$work/full.tar" .

engines=(dockerd berth-runc)
engine dockerd dockerd --host unix:///run/engine.sock --data-root "$work/dockerd" --exec-root /run/docker -p /run/d.pid
engine berth-runc "$here/berth" daemon --host unix:///run/engine.sock --data-root "$work/berth-runc" --exec-root /run/berth \
  -p /run/b.pid --default-runtime runc
if command -v crun > /dev/null; then
  engine berth-crun "$here/berth" daemon --host unix:///run/engine.sock --data-root "$work/berth-crun" \
    --exec-root /run/berth -p /run/b.pid --default-runtime crun && engines+=(berth-crun)
fi

fill() { # NAME VOLUME
  milliseconds "$1" docker create --name "$2" -v "$2:/data" full sh
}
for name in "${engines[@]}"; do
  at "$name" docker import "$work/full.tar" full > /dev/null
  times[$name]=
  fill "$name" first > /dev/null
done
rm "$work/full.tar"
sync
for round in $(seq "$copies"); do
  # Who comes after whom changes: the disk may still be busy with the one before.
  engines_here=("${engines[@]:round % ${#engines[@]}}" "${engines[@]:0:round % ${#engines[@]}}")
  for name in "${engines_here[@]}"; do
    times[$name]+=" $(fill "$name" "copy$round")"
    at "$name" docker rm "copy$round" > /dev/null
    sync
  done
done
count=$(at berth-runc sh -c "find '$work/berth-runc/volumes/first/_data' -type f | wc -l")
[[ $count == 10000 ]] || { echo "copied $count files of 10000" >&2; exit 1; }

echo "| what | engine | ms | of dockerd |"
echo "|---|---|---|---|"
base=$(echo "${times[dockerd]}" | median)
for name in "${engines[@]}"; do
  echo "${times[$name]}" | median | awk -v n="$name" -v b="$base" -v r="$copies" \
    '{printf "| create that copies up 10,000 files, 200 MiB, median of %d | %s | %.0f | %.2f |\n", r, n, $1, $1 / b}'
done

declare -A bare
for name in "${engines[@]}"; do
  times[$name]=
  bare[$name]=
  at "$name" docker volume create there > /dev/null
  for round in 1 2 3 4 5; do at "$name" docker run --rm -v there:/there busybox true; done
done
for round in $(seq "$starts"); do
  for name in "${engines[@]}"; do
    bare[$name]+=" $(milliseconds "$name" docker run --rm busybox true)"
    times[$name]+=" $(milliseconds "$name" docker run --rm -v there:/there busybox true)"
  done
done
for name in "${engines[@]}"; do
  paste -d ' ' <(tr ' ' '\n' <<< "${bare[$name]}" | grep .) <(tr ' ' '\n' <<< "${times[$name]}" | grep .) |
    awk '{printf "%.2f\n", $2 - $1}' | median |
    awk -v n="$name" -v m="$(echo "${times[$name]}" | median)" -v r="$starts" \
      '{printf "| -v of a named volume adds to a run, median of %d pairs (the run with it: %.1f) | %s | %.1f | |\n", r, m, n, $1}'
done
