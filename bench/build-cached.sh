#!/usr/bin/env bash
# A build of 6 platforms with push, cold and with everything cached: anyarch against a loop of buildah bud --isolation chroot,
# both to Debian's docker-registry. Cold means that neither builder nor registry has anything.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/measure.sh
rounds=${1:-5}
megabytes=${2:-20}
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
cat >"$work/context/Dockerfile" <<'D'
FROM scratch AS files
COPY common /common
FROM scratch
ARG TARGETARCH
ARG TARGETVARIANT
COPY --from=files /common /common
COPY own-${TARGETARCH}${TARGETVARIANT} /own
WORKDIR /work
D
head -c "${megabytes}M" /dev/urandom >"$work/context/common"
for arch in amd64 arm64 armv7 386 ppc64le s390x; do
    head -c 1M /dev/urandom >"$work/context/own-$arch"
done
platforms=linux/amd64,linux/arm64,linux/arm/v7,linux/386,linux/ppc64le,linux/s390x
registry=127.0.0.1:$port
export ANYARCH_HOME=$work/anyarch

cat >"$work/buildah" <<B
#!/bin/sh
set -e
export STORAGE_DRIVER=vfs
b="buildah --root $work/buildah-root --runroot $work/buildah-run"
\$b manifest rm app >/dev/null 2>&1 || :
\$b manifest create app >/dev/null
for platform in $(echo $platforms | tr , ' '); do
    \$b bud -q --layers --isolation chroot --platform "\$platform" --manifest app "$work/context" >/dev/null
done
\$b manifest push -q --all --tls-verify=false app docker://$registry/buildah:1
B
chmod +x "$work/buildah"
ours="./anyarch build -q --progress quiet --platform $platforms -t $registry/anyarch:1 --push $work/context"

echo "cold"
contender "anyarch build" "$ours"
contender "buildah bud, a loop" "$work/buildah"
race "$rounds" "rm -rf $work/anyarch $work/registry $work/buildah-root $work/buildah-run"

bash -c "$ours" >/dev/null 2>&1
"$work/buildah"
echo
echo "everything cached"
contender "anyarch build" "$ours"
contender "buildah bud, a loop" "$work/buildah"
race "$rounds"

echo
echo "of which the start of the program"
contender "anyarch version" "./anyarch version"
race "$rounds"
