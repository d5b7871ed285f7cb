#!/usr/bin/env bash
# Records what the current BuildKit says to the Dockerfiles in cli/src/test/resources/dockerfile-syntax.txt, as the judge of
# DockerfileSyntaxTest. Needs root, buildkitd, buildctl and runc on PATH. The records are of BuildKit 0.34.2.
set -euo pipefail
cd "$(dirname "$0")/../cli/src/test/resources"
work=$(mktemp -d)
buildkitd --root "$work/root" --addr "unix://$work/socket" --oci-worker-net host >"$work/log" 2>&1 &
server=$!
trap 'kill "$server"; wait "$server" || :; rm -rf "$work"' EXIT
for _ in $(seq 100); do
    [ -S "$work/socket" ] && break
    sleep 0.1
done
mkdir "$work/context" "$work/dockerfile"
echo a >"$work/context/a"
echo b >"$work/context/b"

# What BuildKit says, on one line of ASCII; that a command could be executed or not is not the front end's verdict.
verdict() {
    buildctl --addr "unix://$work/socket" build --progress plain --frontend dockerfile.v0 \
        --local "context=$work/context" --local "dockerfile=$work/dockerfile" >"$work/said" 2>&1 && { echo accepted; return; }
    LC_ALL=C sed -n 's/^error: failed to solve: //p' "$work/said" | tail -1 |
        LC_ALL=C sed -e 's/[^ -~]\+/?/g' -e 's/of ref [a-z0-9:]* */of ref … /' -e 's/^process ".*/accepted/' -e 's/ *$//'
}

section=Dockerfile
while IFS= read -r line || [ -n "$line" ]; do
    case $line in
    '=== '*) section=Dockerfile; : >"$work/dockerfile/Dockerfile"; printf '%s\n' "$line" ;;
    '--- BuildKit') section=BuildKit; printf '%s\n' "$line"; verdict ;;
    '--- '*) section=${line#--- }; printf '%s\n' "$line" ;;
    *)
        [ "$section" != Dockerfile ] || printf '%s\n' "$line" >>"$work/dockerfile/Dockerfile"
        [ "$section" = BuildKit ] || printf '%s\n' "$line"
        ;;
    esac
done <dockerfile-syntax.txt >"$work/recorded"
cp "$work/recorded" dockerfile-syntax.txt
