# Sourced by the benchmarks: alternates commands, takes medians, prints ratios against the peer.
# shellcheck shell=bash

labels=()
commands=()

# contender LABEL COMMAND: adds a contender; the command is run by bash.
contender() {
    labels+=("$1")
    commands+=("$2")
}

# race ROUNDS [BEFORE]: runs every contender once a round, in turn, with BEFORE (untimed) ahead of each run. Prints for each
# the median and the fastest wall time in ms, and its median as a multiple of every other one's.
race() {
    local rounds=$1 before=${2:-:} dir i round start end
    dir=$(mktemp -d)
    for ((round = -1; round < rounds; round++)); do # round -1 warms up and does not count
        for i in "${!commands[@]}"; do
            bash -c "$before" >/dev/null 2>&1
            start=$EPOCHREALTIME
            bash -c "${commands[$i]}" >"$dir/out" 2>&1 || { echo "failed: ${labels[$i]}: ${commands[$i]}" >&2; cat "$dir/out" >&2; return 1; }
            end=$EPOCHREALTIME
            [ "$round" -ge 0 ] && echo $((${end/./} - ${start/./})) >>"$dir/$i"
        done
    done
    for i in "${!commands[@]}"; do
        sort -n "$dir/$i" | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2, v[1] }' >"$dir/$i.median"
    done
    printf '| contender | median ms | fastest ms | anyarch takes |\n|---|---|---|---|\n'
    local ours
    ours=$(cut -d' ' -f1 "$dir/0.median")
    for i in "${!commands[@]}"; do
        awk -v label="${labels[$i]}" -v ours="$ours" '{ printf "| %s | %.1f | %.1f | %.2f x |\n", label, $1 / 1000, $2 / 1000, ours / $1 }' "$dir/$i.median"
    done
    rm -r "$dir"
    labels=()
    commands=()
}

# free_port: a loopback port that nobody listens on now.
free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# await_port PORT: waits up to 30 s until somebody listens.
await_port() {
    for _ in $(seq 300); do
        (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
        sleep 0.1
    done
    echo "nobody listens on port $1" >&2
    return 1
}
