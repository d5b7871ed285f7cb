#!/usr/bin/env bash
# Writing a layer of 1 GB: tar, gzip and the digests of both, by a whole build, against `tar | gzip` (which takes no digest).
# The build reads every file twice, for its step is known by the content, and syncs what it wrote.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/measure.sh
. bench/builders.sh
rounds=${1:-3}
megabytes=${2:-1000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mixed_files "$work/part" 250
mkdir -p "$work/context/files"
for ((i = 0; i * 250 < megabytes; i++)); do
    cp -r "$work/part" "$work/context/files/$i"
done
printf 'FROM scratch\nCOPY files /\n' >"$work/context/Dockerfile"
export ANYARCH_HOME=$work/home

contender "anyarch build -o oci:" "./anyarch build -q --progress quiet -o oci:$work/layout:1 $work/context"
contender "tar | gzip" "tar -C $work/context/files -cf - . | gzip >$work/layer"
contender "tar | gzip -5" "tar -C $work/context/files -cf - . | gzip -5 >$work/layer-5"
race "$rounds" "rm -rf $work/home $work/layout $work/layer*"

bash -c "./anyarch build -q --progress quiet -o oci:$work/layout:1 $work/context" >/dev/null
tar -C "$work/context/files" -cf - . | gzip >"$work/layer"
echo
echo "bytes of the layer: anyarch $(find "$work/layout/blobs" -type f -size +1M -printf '%s'), gzip $(wc -c <"$work/layer")"
