# Sourced by the benchmarks of builds, after measure.sh: the peers, a registry and the contexts. BuildKit's daemon and client
# are taken from PATH (README.md says how to get them); the cgroup tree is left as it is.
# shellcheck shell=bash

# Read by those who source this.
# shellcheck disable=SC2034
platforms=linux/amd64,linux/arm64,linux/arm/v7,linux/386,linux/ppc64le,linux/s390x
registry=
registry_pid=
buildkit_pid=
buildkit_socket=

# start_registry DIRECTORY: Debian's docker-registry with its content in DIRECTORY/registry; $registry is its address.
start_registry() {
    local port
    port=$(free_port)
    cat >"$1/registry.yml" <<Y
version: 0.1
log: { level: error }
storage: { filesystem: { rootdirectory: $1/registry } }
http: { addr: 127.0.0.1:$port }
Y
    docker-registry serve "$1/registry.yml" >"$1/registry.log" 2>&1 &
    registry_pid=$!
    registry=127.0.0.1:$port
    await_port "$port"
}

stop_registry() {
    [ -z "$registry_pid" ] && return
    kill "$registry_pid" 2>/dev/null || :
    wait "$registry_pid" 2>/dev/null || :
}

# start_buildkit DIRECTORY: starts the daemon; false, with a message, when it is not on PATH.
start_buildkit() {
    if ! command -v buildkitd >/dev/null || ! command -v buildctl >/dev/null || ! command -v runc >/dev/null; then
        echo "BuildKit is left out: expected buildkitd, buildctl and runc on PATH" >&2
        return 1
    fi
    mkdir -p "$1"
    buildkit_socket=unix://$1/socket
    buildkitd --addr "$buildkit_socket" --root "$1/root" --oci-worker-snapshotter=overlayfs --oci-worker-binary=runc \
        --containerd-worker=false >"$1/log" 2>&1 &
    buildkit_pid=$!
    for _ in $(seq 300); do
        buildctl --addr "$buildkit_socket" debug workers >/dev/null 2>&1 && return
        sleep 0.1
    done
    echo "BuildKit is left out: its daemon did not start; the end of its log:" >&2
    tail -5 "$1/log" >&2
    stop_buildkit
    return 1
}

has_buildkit() {
    [ -n "$buildkit_pid" ]
}

# stop_buildkit: ends the daemon, if it runs.
stop_buildkit() {
    [ -z "$buildkit_pid" ] && return
    kill "$buildkit_pid" 2>/dev/null || :
    wait "$buildkit_pid" 2>/dev/null || :
    buildkit_pid=
}

# buildkit_build CONTEXT PLATFORMS OUTPUT [OPTION]...: prints the command of a build.
buildkit_build() {
    local context=$1 platforms=$2 output=$3
    shift 3
    echo "buildctl --addr $buildkit_socket build --progress plain --frontend dockerfile.v0 --local context=$context" \
        "--local dockerfile=$context --opt platform=$platforms --output $output $*"
}

# buildkit_prune: prints the command that makes it forget everything.
buildkit_prune() {
    echo "buildctl --addr $buildkit_socket prune --all"
}

# buildah_script FILE ROOT CONTEXT PLATFORMS DESTINATION: writes a script that builds a manifest list in a loop, since
# Debian's buildah builds one platform at a time when it is asked for several, and moves it to the destination.
buildah_script() {
    cat >"$1" <<B
#!/bin/sh
set -e
export STORAGE_DRIVER=vfs
b="buildah --root $2/root --runroot $2/run"
\$b manifest rm app >/dev/null 2>&1 || :
\$b manifest create app >/dev/null
for platform in $(echo "$4" | tr , ' '); do
    \$b bud -q --layers --isolation chroot --platform "\$platform" --manifest app "$3" >/dev/null
done
\$b manifest push -q --all --tls-verify=false app "$5"
B
    chmod +x "$1"
}

# mixed_files DIRECTORY MEGABYTES: fills a directory with what this machine has below /usr: programs, libraries, texts.
mixed_files() {
    mkdir -p "$1"
    (cd /usr && find bin lib share -xdev -type f -size -8M -print0 2>/dev/null | sort -z |
        xargs -0 du -b --null -- 2>/dev/null) |
        awk -v RS='\0' -v want=$(($2 * 1000000)) '{ tab = index($0, "\t"); size = substr($0, 1, tab - 1)
            if (sum + size <= want) { sum += size; printf "%s%c", substr($0, tab + 1), 0 } }' >"$1.list"
    tar -C /usr --null -T "$1.list" -cf - | tar -C "$1" -xf - --no-same-owner
    rm "$1.list"
}

# platform_context DIRECTORY MEGABYTES [FILES]: a context for 6 platforms without RUN: files that all have in common, and one
# of 1 MB for each. The common part is what this machine has below /usr, or that in a single file when FILES is "one".
platform_context() {
    local arch
    mkdir -p "$1"
    cat >"$1/Dockerfile" <<'D'
FROM scratch AS files
COPY common /common
FROM scratch
ARG TARGETARCH
ARG TARGETVARIANT
COPY --from=files /common /common
COPY own-${TARGETARCH}${TARGETVARIANT} /own
WORKDIR /work
D
    mixed_files "$1/common" $(($2 - 6))
    if [ "${3-}" = one ]; then
        tar -C "$1" -cf "$1/tar" common
        rm -rf "$1/common"
        mv "$1/tar" "$1/common"
    fi
    for arch in amd64 arm64 armv7 386 ppc64le s390x; do
        head -c 1M /dev/urandom >"$1/own-$arch"
    done
}

# native_platform: this machine, as an image says it.
native_platform() {
    case $(uname -m) in
        x86_64) echo linux/amd64 ;;
        aarch64) echo linux/arm64 ;;
        *) echo "linux/$(uname -m)" ;;
    esac
}

# busybox DIRECTORY: puts a static busybox there, of this machine or else of Debian's package busybox-static.
busybox() {
    if [ -x /bin/busybox ] && ! ldd /bin/busybox >/dev/null 2>&1; then
        cp /bin/busybox "$1/busybox"
        return
    fi
    (cd "$1" && apt-get -qq -o APT::Sandbox::User=root download busybox-static && dpkg-deb -x busybox-static_*.deb busybox-package &&
        cp busybox-package/bin/busybox busybox && rm -rf busybox-package busybox-static_*.deb)
}
