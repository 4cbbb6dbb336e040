#!/usr/bin/env bash
# Backups beside GNU tar and zstd on the same tree, the same disk, in turn. Prints medians and ratios as a table.
#
#   sudo conformance/bench-backup.sh [ROUNDS] [FILES [MANY]]    default 3 and 30000, which makes about 1 GiB, and 0
#
# Times are from the call to its end, and in brackets of both processors together, the daemon's and the programs': those
# depend less on what else the machine does. With MANY, such as 1000000, the daemon's memory is measured while a volume of
# so many empty files in one directory is backed up, restored, exported, cloned and removed.
#
# The daemon runs in namespaces of its own (network, mounts, processes), which end with this script. Everything lies
# below /var/tmp and is deleted at the end; about 2 GiB are needed, and 4 more for each round: nothing is deleted before, as
# ext4 gives out no inode that was deleted in the last minutes, and looks at each of those for each file that is made,
# whoever makes it. For the same reason it tells little within five minutes of another run.
set -euo pipefail

rounds=${1:-3}
files=${2:-30000}
many=${3:-0}
here=$(cd "$(dirname "$0")/.." && pwd)
export BERTH_BUILD=no BERTH_HOST=unix:///run/engine.sock DOCKER_HOST=unix:///run/engine.sock HOME=/run LC_ALL=C.UTF-8
berth=$here/berth

if [[ -z ${BERTH_BENCH_INSIDE:-} ]]; then
  BERTH_BUILD=yes "$berth" --help > /dev/null
  work=$(mktemp -d /var/tmp/berth-bench-backup.XXXXXX)
  trap 'rm -rf "$work"; find /sys/fs/cgroup -depth -type d -path "*/${work##*/}*" -exec rmdir {} + 2> /dev/null || true' EXIT
  BERTH_BENCH_INSIDE=$work unshare --net --mount --pid --uts --ipc --fork --mount-proc --propagation private \
    --kill-child=SIGKILL "$0" "$rounds" "$files" "$many" < /dev/null
  exit
fi

work=$BERTH_BENCH_INSIDE
exec 3>&2
mount -t tmpfs -o mode=755 tmpfs /run
ip link set lo up
echo '{}' > /run/daemon.json
"$berth" daemon --host "$BERTH_HOST" --data-root "$work/berth" --exec-root /run/berth --pidfile /run/berth.pid \
  --config-file /run/daemon.json --cgroup-parent "${work##*/}" > "$work/log" 2>&1 &
for _ in $(seq 200); do docker version > /dev/null 2>&1 && break; sleep 0.05; done

tree() { # DIRECTORY FILES LARGE-MEGABYTES: files of 1 to 39 KiB, three quarters words and a quarter noise, and four large ones
  perl -e '
    my ($directory, $files, $large) = @ARGV;
    srand 1;
    my @words = map { join "", map { chr 97 + int rand 26 } 1 .. 2 + int rand 9 } 1 .. 5000;
    my $text = ""; $text .= $words[int rand(rand 5000)] . " " while length $text < 8 << 20;
    my $noise = pack "L*", map { int rand 4294967296 } 1 .. 2 << 20;
    sub content { my $size = shift; my $quarter = int($size / 4);
      return substr($text, int rand((8 << 20) - 3 * $quarter - 4), $size - $quarter) . substr($noise, int rand((8 << 20) - $quarter), $quarter); }
    for my $i (0 .. $files - 1) {
      my $d = sprintf "%s/d%03d", $directory, $i % 300; mkdir $d if $i < 300;
      open my $f, ">", "$d/file$i" or die $!; print $f content(1024 + int rand 38912); close $f;
    }
    for my $i (1 .. 4) { open my $f, ">", "$directory/large$i" or die $!; print $f content(1 << 20) for 1 .. $large / 4; close $f; }
  ' "$@"
}

daemon_cpu() { awk '{print ($14 + $15) * 10}' "/proc/$(cat /run/berth.pid)/stat"; } # ms, at the usual 100 ticks a second
milliseconds() { # COMMAND... -> elapsed:cpu
  local began ended before own
  before=$(daemon_cpu)
  began=$(date +%s%N)
  own=$({ TIMEFORMAT='%U %S'; time "$@" > /dev/null 2>&3; } 2>&1 | awk 'END {print ($1 + $2) * 1000}')
  ended=$(date +%s%N)
  echo "$(((ended - began) / 1000000)):$(($(daemon_cpu) - before + ${own%.*}))"
}
median() { tr ' ' '\n' | grep . | sort -n | awk '{v[NR] = $1} END {print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'; }
row() { # LABEL BERTH-TIMES OTHER-TIMES OTHER
  local own other own_cpu other_cpu
  own=$(sed 's/:[0-9]*//g' <<< "$2" | median)
  other=$(sed 's/:[0-9]*//g' <<< "$3" | median)
  own_cpu=$(sed 's/[0-9]*://g' <<< "$2" | median)
  other_cpu=$(sed 's/[0-9]*://g' <<< "$3" | median)
  awk -v l="$1" -v a="$own" -v b="$other" -v ac="$own_cpu" -v bc="$other_cpu" -v o="$4" \
    'BEGIN {printf "| %s | %d (%d) | %d (%d): %s | %.2f (%.2f) |\n", l, a, ac, b, bc, o, a / b, ac / bc}'
}

"$berth" volume create big > /dev/null
data=$work/berth/volumes/big/_data
tree "$data" "$files" $((files * 400 / 30000))
sync
cat "$data"/large* > /dev/null
find "$data" -type f -exec cat {} + > /dev/null

pack() { tar -I 'zstd -1' -C "$data" -cf "$1" .; }
pack_synced() { pack "$1" && sync "$1"; }
unpack() { mkdir "$1" && tar -I zstd -C "$1" -xpf "$round/tree.tar.zst" && sync -f "$1"; }
export_tar() { tar -C "$data" -cf - . | cat; }
export_berth() { "$berth" volume export big | cat; }
backup() { "$berth" volume backup --repo "$round/repository" "$@"; }
restore() { "$berth" volume restore --repo "$round/repository" --as "$1" "$id"; }

first='' tarred='' synced='' restored='' unpacked='' exported='' tar_exported=''
for number in $(seq "$rounds"); do
  round=$work/round$number
  mkdir "$round"
  sync
  tarred+=" $(milliseconds pack "$round/first.tar.zst")"
  sync
  synced+=" $(milliseconds pack_synced "$round/tree.tar.zst")"
  sync
  first+=" $(milliseconds backup big)"
  id=$("$berth" volume backups --repo "$round/repository" -q | tail -n 1)
  sync
  unpacked+=" $(milliseconds unpack "$round/unpacked")"
  sync
  restored+=" $(milliseconds restore "copy$number")"
  difference=$(rsync -aHAXS --checksum -n --delete -i "$data/" "$work/berth/volumes/copy$number/_data/")
  [[ -z $difference ]] || { echo "restored is not the same: $difference" >&2; exit 1; }
  sync
  for _ in 1 2 3; do
    tar_exported+=" $(milliseconds export_tar)"
    exported+=" $(milliseconds export_berth)"
  done
done

field() { tail -n 1 | sed -E "s/.*\"$1\":([0-9]+).*/\1/"; }
last() { "$berth" volume backups --repo "$round/repository" --format json | field "$1"; }
size=$(du -sm --apparent-size "$data" | cut -f 1)
stored=$(last StoredBytes)
bytes=$(last Bytes)
changed=''
for _ in $(seq "$rounds"); do
  for i in $(seq 0 100 $((files - 1))); do echo changed >> "$data/d$(printf %03d $((i % 300)))/file$i"; done
  sync
  changed+=" $(milliseconds backup big)"
done
read_bytes=$(last ReadBytes)
stored_bytes=$(last StoredBytes)

echo "| $files files, $size MiB; median of $rounds | Berth, ms | beside it, ms | ratio |"
echo "|---|---|---|---|"
row 'first backup, on the disk at the end' "$first" "$tarred" "tar -I 'zstd -1', not on the disk yet"
row 'first backup, on the disk at the end' "$first" "$synced" "the same and sync of it"
row 'restore, on the disk at the end' "$restored" "$unpacked" 'tar -I zstd -x and sync'
row 'export through a pipe, the first of a daemon' "$(cut -d ' ' -f 2 <<< "$exported")" "$tar_exported" 'tar -c'
row "export through a pipe, $((3 * rounds)) of them" "$exported" "$tar_exported" 'tar -c'
row 'backup after 1 % of the files changed' "$changed" "$first" 'the first one'
awk -v r="$read_bytes" -v s="$stored_bytes" -v b="$bytes" -v f="$stored" 'BEGIN {
  printf "\nAfter 1 %% changed: read %.2f %% of the bytes, stored %.2f %% of what the first one stored.\n", 100 * r / b, 100 * s / f
}'
ls -l "$round/tree.tar.zst" | awk -v f="$stored" '{printf "Stored: %d MiB, of the archive %.2f.\n", f / 1048576, f / $5}'

# Frozen: 10,000 files of which a container changes about 1 % between the first look and the last.
mkdir -p "$work/root/bin"
cp "$(command -v busybox)" "$work/root/bin/busybox"
for applet in sh seq; do ln -s busybox "$work/root/bin/$applet"; done
tar -C "$work/root" -c . | docker import - busybox > /dev/null
"$berth" volume create busy > /dev/null
tree "$work/berth/volumes/busy/_data" 10000 4
docker run -d --name writer -v busy:/data busybox sh -c \
  'while :; do for i in $(seq 100); do echo changed >> /data/d$((100 + i))/file$((100 + i)); done; done' > /dev/null
frozen=
for _ in $(seq 5); do
  backup busy > /dev/null
  frozen+=" $(($(last FrozenNanoseconds) / 1000000))"
done
docker rm -f writer > /dev/null
echo "Frozen while 100 of 10,000 files are written again and again: median $(median <<< "$frozen") ms of$frozen."

if [[ $many != 0 ]]; then
  resident() { awk -v f="$1:" '$1 == f {print int($2 / 1024)}' "/proc/$(cat /run/berth.pid)/status"; }
  peak() { # LABEL COMMAND...: VmHWM from here on
    local label=$1
    shift
    echo 5 > "/proc/$(cat /run/berth.pid)/clear_refs"
    "$@" > /dev/null
    echo "| $label | $(resident VmHWM) |"
  }
  "$berth" volume create many > /dev/null
  perl -e 'my ($d, $n) = @ARGV; for my $i (1 .. $n) { open my $f, ">", "$d/file-$i" or die $!; }' \
    "$work/berth/volumes/many/_data" "$many"
  echo
  echo "| $many files in one directory; before: $(resident VmRSS) MiB | daemon's resident memory at the most, MiB |"
  echo "|---|---|"
  peak 'first backup' "$berth" volume backup --repo "$work/many" many
  peak 'backup again' "$berth" volume backup --repo "$work/many" many
  id=$("$berth" volume backups --repo "$work/many" -q | tail -n 1)
  peak restore "$berth" volume restore --repo "$work/many" --as many2 "$id"
  peak export "$berth" volume export many
  peak clone "$berth" volume clone many many3
  peak 'rm' "$berth" volume rm many2
fi
kill "$(cat /run/berth.pid)"
wait
