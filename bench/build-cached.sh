#!/usr/bin/env bash
# A build of 6 platforms with push when everything is cached and in the registry: anyarch, a process that does not live on,
# against BuildKit's client with its warm daemon and a loop of buildah bud --isolation chroot. Once with a context of a few
# files, once with some thousand.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/measure.sh
. bench/builders.sh
rounds=${1:-11}
megabytes=${2:-50}
work=$(mktemp -d)
trap 'stop_buildkit; stop_registry; rm -rf "$work"' EXIT

start_registry "$work"
start_buildkit "$work/buildkit" || :
export ANYARCH_HOME=$work/home

for context in few many; do
    if [ $context = few ]; then
        platform_context "$work/few" "$megabytes" one
    else
        platform_context "$work/many" "$megabytes"
    fi
    # what has just been written is not remembered, for it could change once more and look the same
    sleep 3
    echo "$(find "$work/$context" -type f | wc -l) files"
    ours="./anyarch build -q --progress quiet --platform $platforms -t $registry/anyarch-$context:1 --push $work/$context"
    contender "anyarch build" "$ours"
    has_buildkit && contender "buildctl build, warm daemon" \
        "$(buildkit_build "$work/$context" "$platforms" "type=image,name=$registry/buildkit-$context:1,push=true")"
    if command -v buildah >/dev/null; then
        buildah_script "$work/buildah-$context" "$work/buildah" "$work/$context" "$platforms" \
            "docker://$registry/buildah-$context:1"
        contender "buildah bud, a loop" "$work/buildah-$context"
    fi
    race "$rounds"
    echo
done

echo "of which the start of the program"
contender "anyarch version" "./anyarch version"
race "$rounds"
