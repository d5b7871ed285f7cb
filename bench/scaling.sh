#!/usr/bin/env bash
# How the time of a build grows with the number of platforms, of steps (RUN, and COPY), and of files of the context: cold, and
# with everything cached. anyarch alone. Prints tables, and draws them into bench/scaling.svg with chart.py.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/measure.sh
. bench/builders.sh
rounds=${1:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export ANYARCH_HOME=$work/home
data=$work/data
: >"$data"
all=linux/amd64,linux/arm64,linux/arm/v7,linux/386,linux/ppc64le,linux/s390x,linux/riscv64,linux/arm/v6
all=$all,linux/mips64le,linux/loong64,linux/amd64/v2,linux/amd64/v3

# time_of BEFORE COMMAND: median of its wall times, in ms.
time_of() {
    local start end round
    for ((round = 0; round < rounds; round++)); do
        bash -c "$1" >/dev/null 2>&1
        start=$EPOCHREALTIME
        bash -c "$2" >/dev/null 2>"$work/err" || { cat "$work/err" >&2; exit 1; }
        end=$EPOCHREALTIME
        echo $((${end/./} - ${start/./}))
    done | sort -n | awk '{ v[NR] = $1 } END { printf "%.0f\n", v[int((NR + 1) / 2)] / 1000 }'
}

# measure GRAPH NUMBER COMMAND: notes the cold and the cached time.
measure() {
    local cold cached
    cold=$(time_of "rm -rf $work/home" "$3")
    # what has just been written is not remembered
    sleep 2.1
    bash -c "$3" >/dev/null 2>&1
    cached=$(time_of : "$3")
    echo "$1 $2 $cold $cached" >>"$data"
    printf '| %s | %s | %s | %s |\n' "$1" "$2" "$cold" "$cached"
}

printf '| of | number | cold ms | cached ms |\n|---|---|---|---|\n'
platform_context "$work/platforms" 26 one
sed -i 's/^COPY own.*/COPY common \/again-${TARGETARCH}${TARGETVARIANT}/' "$work/platforms/Dockerfile"
for n in 1 2 4 8 12; do
    measure platforms $n "./anyarch build -q --progress quiet -t p:1 --platform $(echo $all | cut -d, -f1-$n) $work/platforms"
done

busybox "$work"
for n in 1 5 10 20 40; do
    mkdir "$work/copy-$n" "$work/run-$n"
    echo 'FROM scratch' | tee "$work/copy-$n/Dockerfile" >"$work/run-$n/Dockerfile"
    cp "$work/busybox" "$work/run-$n/sh"
    echo 'COPY sh /bin/sh' >>"$work/run-$n/Dockerfile"
    for i in $(seq $n); do
        echo "$i" >"$work/copy-$n/$i"
        echo "COPY $i /$i" >>"$work/copy-$n/Dockerfile"
        echo "RUN echo $i >/$i" >>"$work/run-$n/Dockerfile"
    done
    measure COPY-steps $n "./anyarch build -q --progress quiet -t s:1 $work/copy-$n"
    measure RUN-steps $n "./anyarch build -q --progress quiet -t s:1 $work/run-$n"
done

for n in 100 1000 5000 20000 50000; do
    mkdir "$work/files-$n"
    printf 'FROM scratch\nCOPY files /\n' >"$work/files-$n/Dockerfile"
    python3 - "$work/files-$n/files" $n <<'P'
import os, sys
for i in range(int(sys.argv[2])):
    directory = "%s/%d" % (sys.argv[1], i // 100)
    os.makedirs(directory, exist_ok=True)
    with open("%s/%d" % (directory, i), "w") as file:
        file.write("file %d\n" % i * 50)
P
    measure files $n "./anyarch build -q --progress quiet -t f:1 $work/files-$n"
    rm -rf "$work/files-$n"
done
python3 bench/chart.py <"$data" >bench/scaling.svg
