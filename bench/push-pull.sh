#!/usr/bin/env bash
# Push and pull of an image with 6 platforms of 200 MB each: anyarch copy against skopeo copy --all, from and to an OCI
# layout, with Debian's docker-registry in between, so that both sides meet the same server.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/measure.sh
rounds=${1:-5}
megabytes=${2:-200}
work=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || :; rm -rf "$work"' EXIT

port=$(free_port)
cat >"$work/registry.yml" <<Y
version: 0.1
log: { level: error }
storage: { filesystem: { rootdirectory: $work/registry } }
http: { addr: 127.0.0.1:$port }
Y
docker-registry serve "$work/registry.yml" >"$work/registry.log" 2>&1 &
server=$!
await_port "$port"

mkdir "$work/context"
printf 'FROM scratch\nARG TARGETARCH\nARG TARGETVARIANT\nCOPY data-${TARGETARCH}${TARGETVARIANT} /data\n' >"$work/context/Dockerfile"
for arch in amd64 arm64 armv7 386 ppc64le s390x; do
    head -c "${megabytes}M" /dev/urandom >"$work/context/data-$arch"
done
platforms=linux/amd64,linux/arm64,linux/arm/v7,linux/386,linux/ppc64le,linux/s390x
./anyarch build -q --platform "$platforms" -o "oci:$work/layout:1" "$work/context" >/dev/null

registry=127.0.0.1:$port
echo "push: OCI layout to registry"
contender "anyarch copy" "./anyarch copy -q oci:$work/layout:1 $registry/pushed:1"
contender "skopeo copy --all" "skopeo copy -q --all --dest-tls-verify=false oci:$work/layout:1 docker://$registry/pushed:1"
race "$rounds" "rm -rf $work/registry"

./anyarch copy -q "oci:$work/layout:1" "$registry/pulled:1" >/dev/null
echo
echo "pull: registry to OCI layout"
contender "anyarch copy" "./anyarch copy -q $registry/pulled:1 oci:$work/out:1"
contender "skopeo copy --all" "skopeo copy -q --all --src-tls-verify=false docker://$registry/pulled:1 oci:$work/out:1"
race "$rounds" "rm -rf $work/out"
