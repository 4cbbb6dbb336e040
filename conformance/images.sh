#!/usr/bin/env bash
# Builds the root file systems that the conformance suite and `berth demo --full` import, since no registry may be
# reachable: nginx and postgres, from Debian's packages by debootstrap. Built once, kept outside the repository.
#
#   conformance/images.sh [DIRECTORY]      default: ${BERTH_CACHE:-$HOME/.cache/berth}/images
#
# Leaves DIRECTORY/nginx.tar and DIRECTORY/postgres.tar. Needs root and Debian's package mirror.
set -euo pipefail

directory=${1:-${BERTH_CACHE:-$HOME/.cache/berth}/images}
suite=bookworm
mkdir -p "$directory"
exec 9> "$directory/.lock"
flock 9

# The mirror that this host's own package lists name, so that a host behind a proxy or mirror works as it is set up.
mirror() {
  { cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2> /dev/null || true; } |
    sed -nE 's/^deb (\[[^]]*\] )?(https?:[^ ]+) .*/\2/p' | grep -v security | head -n 1
  sed -nE 's/^URIs: *([^ ]+).*/\1/p' /etc/apt/sources.list.d/*.sources 2> /dev/null | grep -v security | head -n 1
}

build() { # NAME PACKAGES
  local name=$1 packages=$2 root
  [[ -s $directory/$name.tar ]] && return
  root=$(mktemp -d "${TMPDIR:-/var/tmp}/berth-$name.XXXXXX")
  trap 'rm -rf "$root"' RETURN
  debootstrap --variant=minbase --include="$packages" "$suite" "$root" "$(mirror | head -n 1)" > "$directory/$name.log" 2>&1 ||
    { tail -n 20 "$directory/$name.log" >&2; return 1; }
  rm -rf "$root"/var/cache/apt/*.bin "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* \
    "$root"/usr/share/{doc,man,locale,info}/*
  chmod 755 "$root"
  tar -C "$root" --numeric-owner --one-file-system -cf "$directory/$name.tar.part" .
  mv "$directory/$name.tar.part" "$directory/$name.tar"
}

build nginx nginx-light,iputils-ping,wget
build postgres postgresql,iputils-ping
