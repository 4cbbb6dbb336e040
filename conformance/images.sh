#!/usr/bin/env bash
# Makes what the conformance suite and `berth demo --full` need and cannot fetch, since neither a registry nor a mirror is
# reachable there: the root file systems of nginx and postgres and of a bare Debian, by debootstrap, and Debian's packages
# for the Dockerfiles in conformance/images. Made once, kept outside the repository.
#
#   conformance/images.sh [DIRECTORY]      default: ${BERTH_CACHE:-$HOME/.cache/berth}/images
#
# Leaves DIRECTORY/{nginx,postgres,debian}.tar and DIRECTORY/packages, a mirror for `deb [trusted=yes] URL ./`. Needs root
# and Debian's package mirror.
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

strap() { # NAME DIRECTORY FLAGS...
  local name=$1 root=$2
  shift 2
  debootstrap --variant=minbase "$@" "$suite" "$root" "$(mirror | head -n 1)" > "$directory/$name.log" 2>&1 ||
    { tail -n 20 "$directory/$name.log" >&2; return 1; }
}

pack() { # NAME DIRECTORY
  local name=$1 root=$2
  rm -rf "$root"/var/cache/apt/*.bin "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* \
    "$root"/usr/share/{doc,man,locale,info}/*
  chmod 755 "$root"
  tar -C "$root" --numeric-owner --one-file-system -cf "$directory/$name.tar.part" .
  mv "$directory/$name.tar.part" "$directory/$name.tar"
}

build() { # NAME PACKAGES
  local name=$1 packages=$2 root
  [[ -s $directory/$name.tar ]] && return
  root=$(mktemp -d "${TMPDIR:-/var/tmp}/berth-$name.XXXXXX")
  trap 'rm -rf "$root"' RETURN
  strap "$name" "$root" --include="$packages"
  pack "$name" "$root"
}

# Debian as its official image is: without documentation, and dpkg does not wait for the disk.
lean() { # DIRECTORY
  echo force-unsafe-io > "$1/etc/dpkg/dpkg.cfg.d/docker-apt-speedup"
  printf 'path-exclude /usr/share/%s/*\n' doc locale info > "$1/etc/dpkg/dpkg.cfg.d/docker-no-doc"
}

# The base of the Dockerfiles and what they install, both of one moment.
base() { # PACKAGES
  local packages=$1 root file name
  [[ -s $directory/debian.tar && -s $directory/packages/Packages ]] && return
  root=$(mktemp -d "${TMPDIR:-/var/tmp}/berth-base.XXXXXX")
  trap 'rm -rf "$root"' RETURN
  rm -rf "$directory/packages" "$directory/packages.part"
  mkdir "$directory/packages.part"
  strap debian "$root/debian"
  strap packages "$root/more" --download-only --include="$packages"
  for file in "$root"/more/var/cache/apt/archives/*.deb; do
    name=$(dpkg-deb -f "$file" Package)
    grep -qx "Package: $name" "$root/debian/var/lib/dpkg/status" && continue
    cp "$file" "$directory/packages.part/$name.deb"
    dpkg-deb -f "$file"
    printf 'Filename: ./%s.deb\nSize: %s\nSHA256: %s\n\n' "$name" "$(stat -c %s "$file")" "$(sha256sum "$file" | cut -d' ' -f1)"
  done > "$directory/packages.part/Packages"
  lean "$root/debian"
  pack debian "$root/debian"
  mv "$directory/packages.part" "$directory/packages"
}

build nginx nginx-light,iputils-ping,wget
build postgres postgresql,iputils-ping
base supervisor,openssh-server,apache2,nginx-light,wget,postgresql,iputils-ping
