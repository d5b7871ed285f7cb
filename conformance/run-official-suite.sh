#!/bin/bash
# Runs the official conformance suite of the OCI distribution specification against a registry and checks what it counted.
#
#   run-official-suite.sh                   start our own registry on an empty store, run, stop it
#   run-official-suite.sh HOST:PORT         against a registry that runs already, plain HTTP
#
#   ANYARCH_SERVE    the command that starts ours, up to its options; default: the launcher's "serve"
#   OCI_CONFORMANCE  the suite's binary; default: conformance on PATH or in GOPATH, else it is built into target/
#
# Two runs: version 1.1, and everything that the suite knows ("dev", with sparse images). Exit code 0: no test failed and as
# many were counted as expected, or the suite cannot be had here, which is said. Exit code 1: anything else.
set -euo pipefail

suite=github.com/opencontainers/distribution-spec/conformance
# the nested module has no tags; this is the version that the module proxy builds
version=v0.0.0-20260831232431-97274622c111
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$here/target/official-suite
# totals vary a little with what a registry answers; fewer than these means that groups did not run
least_stable=850
least_everything=1020

skip() {
  echo "official conformance suite: skipped: $1"
  exit 0
}

find_suite() {
  local candidate
  for candidate in "${OCI_CONFORMANCE:-}" "$(command -v conformance || true)" "$(go env GOPATH 2>/dev/null || true)/bin/conformance" \
    "$here/target/go-bin/conformance"; do
    # another program may well have this name: the build information tells
    if [ -x "$candidate" ] && go version -m "$candidate" 2>/dev/null | grep -q "$suite.*$version"; then
      echo "$candidate"
      return
    fi
  done
  GOBIN=$here/target/go-bin go install "$suite@$version" >&2 && echo "$here/target/go-bin/conformance"
}

server=
store=
stop() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  if [ -n "$store" ]; then
    rm -rf "$store"
  fi
}
trap stop EXIT

start_server() {
  store=$(mktemp -d)
  local log=$out/server.log serve
  read -r -a serve <<<"${ANYARCH_SERVE:-$here/../anyarch serve}"
  "${serve[@]}" --listen 127.0.0.1:0 --store "$store/store" --sparse images >"$log" 2>&1 &
  server=$!
  for _ in $(seq 600); do
    registry=$(sed -n 's#.* at http://\([^ ]*:[0-9][0-9]*\).*#\1#p' "$log" | head -1)
    if [ -n "$registry" ]; then
      return
    fi
    kill -0 "$server" 2>/dev/null || break
    sleep 0.2
  done
  echo "official conformance suite: the registry did not start:" >&2
  cat "$log" >&2
  exit 1
}

# run NAME LEAST SETTING...
run() {
  local name=$1 least=$2 dir=$out/$1 code=0
  shift 2
  rm -rf "$dir"
  mkdir -p "$dir"
  env OCI_REGISTRY="$registry" OCI_TLS=disabled OCI_REPO1="conformance/$name-1" OCI_REPO2="conformance/$name-2" \
    OCI_RESULTS_DIR="$dir" "$@" "$binary" >"$dir/log" 2>&1 || code=$?
  # the suite exits with 0 when its configuration is wrong, and then writes nothing: the directory was empty before
  if [ ! -s "$dir/results.yaml" ]; then
    echo "official conformance suite: $name: no results were written:" >&2
    tail -20 "$dir/log" >&2
    return 1
  fi
  local pass fail error skipped disabled total
  pass=$(count Pass "$dir/log")
  fail=$(count FAIL "$dir/log")
  error=$(count Error "$dir/log")
  skipped=$(count Skip "$dir/log")
  disabled=$(count Disabled "$dir/log")
  total=$(count Total "$dir/log")
  echo "official conformance suite: $name: $total tests: $pass passed, $fail failed, $error errors, $skipped skipped, $disabled disabled"
  if [ "$code" -ne 0 ] || [ "$fail" -ne 0 ] || [ "$error" -ne 0 ]; then
    grep -m 40 -E ': (FAIL|Error)$' "$dir/log" >&2 || true
    echo "all of it: $dir/log" >&2
    return 1
  fi
  if [ "$total" -lt "$least" ]; then
    echo "official conformance suite: $name: expected at least $least tests, found $total" >&2
    return 1
  fi
}

# count STATUS LOG: the number in the suite's own summary; 0 when it has none
count() {
  sed -n "/^OCI Conformance Result/,/^\$/s/^  $1\\.*: *\\([0-9]*\\)\$/\\1/p" "$2" | head -1 | grep . || echo 0
}

command -v go >/dev/null || skip "there is no Go on PATH"
mkdir -p "$out"
binary=$(find_suite) || skip "it is not installed and cannot be built; go install $suite@$version says why"

registry=${1:-}
[ -n "$registry" ] || start_server

result=0
run stable "$least_stable" OCI_VERSION=1.1 || result=1
run everything "$least_everything" OCI_VERSION=dev OCI_DATA_SPARSE=true || result=1
exit "$result"
