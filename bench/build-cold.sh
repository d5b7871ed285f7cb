#!/usr/bin/env bash
# A cold build of 6 platforms without RUN: a context of 200 MB, most of it equal for all platforms, to an OCI archive and to a
# registry (Debian's docker-registry). anyarch against BuildKit and a loop of buildah bud --isolation chroot. Cold means that
# neither builder nor registry has anything.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/measure.sh
. bench/builders.sh
rounds=${1:-5}
megabytes=${2:-200}
work=$(mktemp -d)
trap 'stop_buildkit; stop_registry; rm -rf "$work"' EXIT

start_registry "$work"
platform_context "$work/context" "$megabytes"
export ANYARCH_HOME=$work/home
buildah_script "$work/buildah-archive" "$work/buildah" "$work/context" "$platforms" "oci-archive:$work/buildah.tar"
buildah_script "$work/buildah-push" "$work/buildah" "$work/context" "$platforms" "docker://$registry/buildah:1"
forget="rm -rf $work/home $work/registry $work/buildah $work/*.tar"
if start_buildkit "$work/buildkit"; then
    forget="$forget; $(buildkit_prune)"
fi
ours="./anyarch build -q --progress quiet --platform $platforms"

echo "to an OCI archive"
contender "anyarch build" "$ours -o oci-archive:$work/anyarch.tar:1 $work/context"
has_buildkit && contender "buildctl build" "$(buildkit_build "$work/context" "$platforms" "type=oci,dest=$work/buildkit.tar")"
command -v buildah >/dev/null && contender "buildah bud, a loop" "$work/buildah-archive"
race "$rounds" "$forget"

echo
echo "with push"
contender "anyarch build" "$ours -t $registry/anyarch:1 --push $work/context"
has_buildkit && contender "buildctl build" "$(buildkit_build "$work/context" "$platforms" "type=image,name=$registry/buildkit:1,push=true")"
command -v buildah >/dev/null && contender "buildah bud, a loop" "$work/buildah-push"
race "$rounds" "$forget"

echo
echo "size of the archive"
eval "$forget" >/dev/null 2>&1
bash -c "$ours -o oci-archive:$work/anyarch.tar:1 $work/context" >/dev/null
echo "anyarch $(wc -c <"$work/anyarch.tar")"
if has_buildkit; then
    bash -c "$(buildkit_build "$work/context" "$platforms" "type=oci,dest=$work/buildkit.tar")" >/dev/null 2>&1
    echo "BuildKit $(wc -c <"$work/buildkit.tar")"
fi
