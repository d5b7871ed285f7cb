#!/usr/bin/env bash
# Start-up: one manifest read from a loopback registry by a whole process. anyarch against docker, skopeo and, where they
# are installed, crane and oras.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/measure.sh
rounds=${1:-21}
work=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || :; rm -rf "$work"' EXIT

port=$(free_port)
./anyarch serve --listen "127.0.0.1:$port" --store "$work/store" >"$work/serve.log" 2>&1 &
server=$!
await_port "$port"
name=127.0.0.1:$port/hello:1
./anyarch build -q >/dev/null --platform linux/amd64,linux/arm64,linux/arm/v7,linux/386,linux/ppc64le,linux/s390x \
    -t "$name" --push examples/hello

contender "anyarch inspect" "./anyarch inspect $name"
contender "docker manifest inspect" "HOME=$work docker manifest inspect --insecure $name"
contender "skopeo inspect --raw" "skopeo inspect --raw --tls-verify=false docker://$name"
command -v crane >/dev/null && contender "crane manifest" "crane manifest $name"
command -v oras >/dev/null && contender "oras manifest fetch" "oras manifest fetch --plain-http $name"
race "$rounds"
