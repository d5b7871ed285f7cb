#!/bin/sh
# Assembles every program of this directory into ../bin. The programs are kept beside their sources, so this is only
# needed after a change. Debian's packages: binutils binutils-{aarch64,powerpc64le,riscv64,s390x,i686}-linux-gnu
# binutils-arm-linux-gnueabihf
set -eu
cd "$(dirname "$0")"
mkdir -p ../bin
assemble() { # NAME TRIPLE
    "$2-as" -o "$1.o" "$1.S"
    "$2-ld" -s -z noseparate-code --build-id=none -o "../bin/hello-$1" "$1.o"
    rm "$1.o"
}
assemble amd64 x86_64-linux-gnu
assemble 386 i686-linux-gnu
assemble arm64 aarch64-linux-gnu
assemble armv7 arm-linux-gnueabihf
assemble ppc64le powerpc64le-linux-gnu
assemble s390x s390x-linux-gnu
assemble riscv64 riscv64-linux-gnu
