#!/usr/bin/env bash
# What it costs to start a program of an image of 300 MB with 10,000 files: the first time, when its layers are unpacked, and
# from then on. anyarch against podman, whose image is unpacked when it is loaded, so it has no first time here.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/measure.sh
. bench/builders.sh
rounds=${1:-7}
work=$(mktemp -d)
podman=(podman --root "$work/podman" --runroot "$work/podman-run" --storage-driver overlay --cgroup-manager cgroupfs)
cleanup() {
    command -v podman >/dev/null && "${podman[@]}" system reset --force >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap cleanup EXIT

mkdir "$work/context"
busybox "$work/context"
head -c 150000000 /dev/urandom >"$work/context/random"
tr -dc 'a-z\n' </dev/urandom | head -c 150000000 >"$work/context/text" || true
mkdir "$work/context/many"
(cd "$work/context/many" && for i in $(seq 10000); do echo "$i" >"$i"; done)
printf 'FROM scratch\nCOPY busybox /bin/true\nCOPY many /many\nCOPY random text /\nCMD ["/bin/true"]\n' >"$work/context/Dockerfile"
export ANYARCH_HOME=$work/home
./anyarch build -q --progress quiet -t big:1 "$work/context" >/dev/null

echo "first start"
contender "anyarch run" "./anyarch run big:1"
race "$rounds" "rm -rf '$work/home/runtime' '$work/home/build-cache/lists'"

printf '\nanother start\n'
contender "anyarch run" "./anyarch run big:1"
if command -v podman >/dev/null; then
    ./anyarch save -o "$work/big.tar" big:1
    "${podman[@]}" load -q -i "$work/big.tar" >/dev/null
    name=$("${podman[@]}" images -q | head -1)
    # limits that may not be raised and control groups that crun does not know are nothing to do with it
    contender "podman run" "unshare -m sh -c 'mount -t tmpfs tmpfs /sys/fs/cgroup && exec ${podman[*]} run --rm --network host --cgroups disabled --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 $name'"
fi
race "$rounds"
