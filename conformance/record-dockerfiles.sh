#!/usr/bin/env bash
# Records what the current BuildKit makes of the Dockerfiles in src/test/resources/dockerfiles, as the judge of DockerfileIT.
# With names of cases, only those. Needs root, buildkitd, buildctl and runc on PATH. The records are of BuildKit 0.34.2.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
buildkitd --root "$work/root" --addr "unix://$work/socket" --allow-insecure-entitlement network.host >"$work/log" 2>&1 &
server=$!
trap 'kill "$server"; wait "$server" || :; rm -rf "$work"' EXIT
for _ in $(seq 100); do
    [ -S "$work/socket" ] && break
    sleep 0.1
done
mvn -q -o test-compile dependency:build-classpath -pl conformance -am -DincludeScope=test -Dmdep.outputFile="$work/classpath"
./anyarch version >/dev/null # which finds a JDK and says so in its state
# shellcheck source=/dev/null
. .anyarch/state
cd conformance
"${jdk:?}/bin/java" -cp "target/test-classes:target/classes:$(cat "$work/classpath")" \
    dev.anyarch.conformance.RecordDockerfiles "unix://$work/socket" src/test/resources/dockerfiles "$@"
