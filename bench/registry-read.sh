#!/bin/bash
# The registry's read path against nginx with the same bytes as static files: manifests by tag (about 900 bytes) and
# blobs of 1 MiB, wrk with 32 connections, alternating, the median of the rounds.
#
#   registry-read.sh [ROUNDS] [SECONDS]     default: 3 rounds of 5 seconds
#
#   ANYARCH_SERVE    the command that starts our registry, up to its options; default: the launcher's "serve"
#
# Needs nginx, wrk, curl, openssl. Both servers get the whole machine in turn, wrk beside them.
set -euo pipefail

rounds=${1:-3}
seconds=${2:-5}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for program in nginx wrk curl openssl; do
  command -v "$program" >/dev/null || { echo "registry-read: expected $program on PATH" >&2; exit 1; }
done

work=$(mktemp -d)
ours=
nginx=
stop() {
  for process in $ours $nginx; do
    kill "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap stop EXIT

# our registry
read -r -a serve <<<"${ANYARCH_SERVE:-$here/../anyarch serve}"
"${serve[@]}" --listen 127.0.0.1:0 --store "$work/store" >"$work/ours.log" 2>&1 &
ours=$!
registry=
for _ in $(seq 600); do
  registry=$(sed -n 's#.* at http://\([^ ]*:[0-9][0-9]*\).*#\1#p' "$work/ours.log" | head -1)
  [ -z "$registry" ] || break
  kill -0 "$ours" 2>/dev/null || break
  sleep 0.2
done
[ -n "$registry" ] || { echo "registry-read: our registry did not start:" >&2; cat "$work/ours.log" >&2; exit 1; }

# the content: a blob, and an image whose manifest has the usual size
head -c 1048576 /dev/urandom >"$work/blob"
digest() { echo "sha256:$(openssl dgst -sha256 -r "$1" | cut -d' ' -f1)"; }
blob=$(digest "$work/blob")
curl -fsS -X POST --data-binary "@$work/blob" -H 'Content-Type: application/octet-stream' \
  "http://$registry/v2/bench/blobs/uploads/?digest=$blob" >/dev/null
printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":1048576},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"%s","size":1048576}],"annotations":{"padding":"%0450d"}}' \
  "$blob" "$blob" 0 >"$work/manifest"
curl -fsS -X PUT --data-binary "@$work/manifest" -H 'Content-Type: application/vnd.oci.image.manifest.v1+json' \
  "http://$registry/v2/bench/manifests/latest"

# nginx with the same bytes under the same paths; it cannot tell a free port, so ports are tried
mkdir -p "$work/www/v2/bench/manifests" "$work/www/v2/bench/blobs"
cp "$work/manifest" "$work/www/v2/bench/manifests/latest"
cp "$work/blob" "$work/www/v2/bench/blobs/$blob"
chmod -R a+rX "$work"
for _ in $(seq 20); do
  port=$((20000 + RANDOM % 20000))
  cat >"$work/nginx.conf" <<CONF
daemon off;
worker_processes auto;
pid $work/nginx.pid;
error_log $work/nginx.log;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  open_file_cache max=100;
  server {
    listen 127.0.0.1:$port;
    root $work/www;
    default_type application/vnd.oci.image.manifest.v1+json;
    add_header Docker-Content-Digest sha256:$(printf '%064d' 0);
  }
}
CONF
  nginx -p "$work" -c "$work/nginx.conf" 2>/dev/null &
  nginx=$!
  sleep 0.5
  if kill -0 "$nginx" 2>/dev/null && curl -fsS "http://127.0.0.1:$port/v2/bench/manifests/latest" | cmp -s - "$work/manifest"; then
    break
  fi
done

# measure SERVER PATH: requests per second
measure() {
  wrk -t1 -c32 -d"${seconds}s" "http://$1/v2/bench/$2" | sed -n 's#^Requests/sec: *##p'
}

median() {
  sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

printf '%-22s %12s %12s %8s\n' 'requests per second' anyarch nginx ratio
for path in manifests/latest "blobs/$blob"; do
  : >"$work/a"
  : >"$work/b"
  # the first rounds of a JVM measure its compiler
  measure "$registry" "$path" >/dev/null
  measure "$registry" "$path" >/dev/null
  for _ in $(seq "$rounds"); do
    measure "$registry" "$path" >>"$work/a"
    measure "127.0.0.1:$port" "$path" >>"$work/b"
  done
  a=$(median <"$work/a")
  b=$(median <"$work/b")
  case $path in
    manifests/*) name="manifest by tag, $(wc -c <"$work/manifest") B" ;;
    *) name='blob, 1 MiB' ;;
  esac
  awk -v name="$name" -v a="$a" -v b="$b" 'BEGIN { printf "%-22s %12.0f %12.0f %8.2f\n", name, a, b, a / b }'
done
