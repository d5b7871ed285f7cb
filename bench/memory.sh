#!/usr/bin/env bash
# Memory of the command line with one huge layer: build, push and pull of a file of 5 GB. Prints the largest resident set.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/measure.sh
gigabytes=${1:-5}
work=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || :; rm -rf "$work"' EXIT

port=$(free_port)
./anyarch serve --listen "127.0.0.1:$port" --store "$work/store" >"$work/serve.log" 2>&1 &
server=$!
await_port "$port"
mkdir "$work/context"
head -c "${gigabytes}G" /dev/urandom >"$work/context/data"
printf 'FROM scratch\nCOPY data /data\n' >"$work/context/Dockerfile"

peak() { # LABEL COMMAND…
    local label=$1
    shift
    /usr/bin/time -f "| $label | %M KiB | %e s |" "$@" 2>"$work/time" >/dev/null || { cat "$work/time" >&2; return 1; }
    tail -1 "$work/time"
}
printf '| %s GB layer | largest resident set | time |\n|---|---|---|\n' "$gigabytes"
peak "build to a layout" ./anyarch build -q --platform linux/amd64 -o "oci:$work/layout:1" "$work/context"
peak "push to a registry" ./anyarch copy -q "oci:$work/layout:1" "127.0.0.1:$port/big:1"
rm -rf "$work/layout"
peak "pull from a registry" ./anyarch copy -q "127.0.0.1:$port/big:1" "oci:$work/pulled:1"
