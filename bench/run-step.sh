#!/usr/bin/env bash
# What one native RUN costs: 20 times `RUN true` in a row, none of them cached. anyarch against BuildKit and a build by buildah
# bud --isolation chroot, and beside them crun alone, in a bundle of the same files, without an image or layers. The base is a
# shell (Debian's busybox-static). The whole build counts, the start of the program too; what a further step costs is the
# difference of 20 and 40.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/measure.sh
. bench/builders.sh
rounds=${1:-7}
work=$(mktemp -d)
trap 'stop_buildkit; rm -rf "$work"' EXIT

busybox "$work"
for steps in 20 40; do
    mkdir "$work/$steps"
    cp "$work/busybox" "$work/$steps/busybox"
    { printf 'FROM scratch\nCOPY busybox /bin/sh\nCOPY busybox /bin/true\n'; for i in $(seq $steps); do echo "RUN true $i"; done; } \
        >"$work/$steps/Dockerfile"
done
export ANYARCH_HOME=$work/home
forget=:
if start_buildkit "$work/buildkit"; then
    forget=$(buildkit_prune)
fi

# crun alone: the namespaces and the cover of the cgroup tree are made once, then 20 containers, one after the other
mkdir -p "$work/bundle/rootfs/bin" "$work/bundle/rootfs/proc" "$work/bundle/rootfs/sys" "$work/bundle/rootfs/dev"
cp "$work/busybox" "$work/bundle/rootfs/bin/sh"
cp "$work/busybox" "$work/bundle/rootfs/bin/true"
(cd "$work/bundle" && crun spec && python3 - <<'P'
import json
spec = json.load(open("config.json"))
spec["process"]["args"] = ["/bin/sh", "-c", "true"]
spec["process"]["terminal"] = False
spec["process"].pop("rlimits", None)
spec["linux"]["namespaces"] = [n for n in spec["linux"]["namespaces"] if n["type"] not in ("network", "cgroup")]
spec["mounts"] = [m for m in spec["mounts"] if m["type"] not in ("cgroup", "sysfs")]
json.dump(spec, open("config.json", "w"))
P
)
cat >"$work/crun" <<C
mount -t tmpfs tmpfs /sys/fs/cgroup
cd "$work/bundle"
for i in \$(seq 20); do
    crun --cgroup-manager=disabled --root "$work/state" run "c\$i" </dev/null
done
C

echo "20 steps"
for steps in 20 40; do
    [ $steps = 20 ] || printf '\n40 steps\n'
    contender "anyarch build" "./anyarch build -q --progress quiet --no-cache -t steps:1 $work/$steps"
    has_buildkit && contender "buildctl build" \
        "$(buildkit_build "$work/$steps" "$(native_platform)" type=image,name=steps "--no-cache")"
    if [ $steps = 20 ]; then
        contender "crun alone" "unshare -m -p -f --mount-proc --propagation private sh -e $work/crun"
        command -v buildah >/dev/null && contender "buildah bud" \
            "buildah --storage-driver vfs --root $work/buildah --runroot $work/buildah-run bud -q --no-cache --layers --isolation chroot $work/20"
    fi
    race "$rounds" "$forget"
done
