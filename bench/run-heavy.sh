#!/usr/bin/env bash
# A native build whose commands do the work, none of it cached: packages from a local archive are installed, 20,000 files made
# and some deleted, and a C program of 60 files compiled. anyarch against BuildKit and buildah bud --isolation chroot; the base
# is a Debian with gcc, made by mmdebstrap (BASE=FILE names one made before), which all have already.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/measure.sh
. bench/builders.sh
rounds=${1:-5}
work=$(mktemp -d)
trap 'stop_buildkit; stop_registry; rm -rf "$work"' EXIT

base=${BASE:-$work/base.tar}
[ -e "$base" ] || mmdebstrap -q --variant=apt --include=gcc,libc6-dev,make bookworm "$base"
export ANYARCH_HOME=$work/home
start_registry "$work"
mkdir "$work/base" "$work/context"
ln "$base" "$work/base/base.tar" 2>/dev/null || cp "$base" "$work/base/base.tar"
printf 'FROM scratch\nADD base.tar /\n' >"$work/base/Dockerfile"
./anyarch build -q --progress quiet -t "$registry/base:1" --push "$work/base" >/dev/null
rm -rf "$work/home"

(cd "$work/context" && for package in less file libmagic1 libmagic-mgc jq libjq1 libonig5 tree; do
    apt-get -qq -o APT::Sandbox::User=root download $package
done)
mkdir "$work/context/source"
for i in $(seq 60); do
    {
        echo '#include <stdio.h>'
        for j in $(seq 200); do
            echo "int f${i}_$j(int x) { int s = 0; for (int k = 0; k < x; k++) s += k * $j ^ (s >> 3); return s + $i; }"
        done
    } >"$work/context/source/f$i.c"
done
echo 'int main(void) { return 0; }' >"$work/context/source/main.c"
cat >"$work/context/Dockerfile" <<D
FROM $registry/base:1
COPY *.deb /packages/
RUN dpkg -i /packages/*.deb
RUN mkdir /many && cd /many && for d in \$(seq 100); do mkdir \$d; for f in \$(seq 200); do echo \$d \$f >\$d/\$f; done; done
RUN rm -rf /many/1? && chmod -R go-r /many/2?
COPY source /source
RUN cd /source && printf 'app: \$(patsubst %%.c,%%.o,\$(wildcard *.c))\n\tcc -o app \$^\n' >Makefile && make -s -j2 CFLAGS=-O2
RUN find / -xdev -type f | sort | sha256sum >/list
D

if start_buildkit "$work/buildkit"; then
    contenders_buildkit="$(buildkit_build "$work/context" "$(native_platform)" "type=image,name=$registry/heavy-buildkit:1,push=true" --no-cache)"
fi
contender "anyarch build" "./anyarch build -q --progress quiet --no-cache -t $registry/heavy-anyarch:1 --push $work/context"
has_buildkit && contender "buildctl build" "$contenders_buildkit"
command -v buildah >/dev/null && contender "buildah bud" "buildah --storage-driver vfs --root $work/buildah --runroot $work/buildah-run bud -q --no-cache --layers --isolation chroot --tls-verify=false -t $registry/heavy-buildah:1 $work/context && buildah --storage-driver vfs --root $work/buildah --runroot $work/buildah-run push -q --tls-verify=false $registry/heavy-buildah:1"
race "$rounds"
