#!/usr/bin/env bash
# Which rules of Docker's plugin protocol a plugin keeps; no engine takes part. See docs/plugin-kit.md.
#
#   conformance/check-plugin.sh unix:///run/docker/plugins/mine.sock volume [OPTIONS] [RESTART]
#
#   OPTIONS   what the plugin wants for a volume or network, key=value,key=value
#   RESTART   a command that ends the plugin and starts it again
#
# Ends with status 0 if every rule is kept. A network plugin makes networks where it runs: give it a host of its own.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
(($# >= 2)) || { sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 2; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
code=0
./mvnw -B -ntp -q -Pquick,conformance -pl conformance -am verify -Dtest=NoSuchTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dfailsafe.failIfNoSpecifiedTests=false -Dit.test=PluginRulesIT -Dskip.dockerd=true -Dskip.remote=true \
  -Dberth.plugin="$1" -Dberth.plugin.type="$2" -Dberth.plugin.options="${3:-}" -Dberth.plugin.restart="${4:-}" \
  > "$log" 2>&1 < /dev/null || code=$?
grep -oE '(kept  |BROKEN) [^"]*' "$log" || { cat "$log"; exit 1; }
((code == 0)) || { echo; grep -E '^\[ERROR\]   Plugin' "$log" || true; }
exit "$code"
