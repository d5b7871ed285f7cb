#!/usr/bin/env bash
# Copy of an image with 8 platforms of 150 MB each from one distribution 3.1 server to another: anyarch against oras and
# crane, and skopeo. Needs the programs registry (distribution), oras and crane on PATH.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/measure.sh
rounds=${1:-5}
megabytes=${2:-150}
work=$(mktemp -d)
servers=()
trap 'kill "${servers[@]}" 2>/dev/null || :; rm -rf "$work"' EXIT

start_registry() { # NAME PORT
    cat >"$work/$1.yml" <<Y
version: 0.1
log: { level: error }
storage: { filesystem: { rootdirectory: $work/$1 } }
http: { addr: 127.0.0.1:$2 }
Y
    registry serve "$work/$1.yml" >"$work/$1.log" 2>&1 &
    servers+=($!)
    await_port "$2"
}
from=$(free_port)
start_registry from "$from"
to=$(free_port)
start_registry to "$to"

mkdir "$work/context"
printf 'FROM scratch\nARG TARGETARCH\nARG TARGETVARIANT\nCOPY data-${TARGETARCH}${TARGETVARIANT} /data\n' >"$work/context/Dockerfile"
for arch in amd64 arm64 armv7 armv6 386 ppc64le s390x riscv64; do
    head -c "${megabytes}M" /dev/urandom >"$work/context/data-$arch"
done
./anyarch build -q -t "127.0.0.1:$from/big:1" --push "$work/context" --platform \
    linux/amd64,linux/arm64,linux/arm/v7,linux/arm/v6,linux/386,linux/ppc64le,linux/s390x,linux/riscv64 >/dev/null

source=127.0.0.1:$from/big:1
target=127.0.0.1:$to/big:1
contender "anyarch copy" "./anyarch copy -q $source $target"
contender "oras cp" "oras cp --from-plain-http --to-plain-http $source $target"
contender "crane copy" "crane copy $source $target"
contender "skopeo copy --all" "skopeo copy -q --all --src-tls-verify=false --dest-tls-verify=false docker://$source docker://$target"
race "$rounds" "rm -rf $work/to"
