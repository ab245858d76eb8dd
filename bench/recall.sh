#!/usr/bin/env bash
# How many of the nearest vectors each store finds, against comparing all: embeddings (MobileNetV2) of parts of pictures.
#
#   bench/recall.sh [-r CUTS] FOLDER [STORE...]
#
# CUTS parts are taken of each JPEG of the folder. The embedded store and PostgreSQL with pgvector from npm (pglite, on
# loopback) are measured, and other stores by their URI, such as milvus://host:19530. Needs dotnet, node, npm, and the model
# mobilenet-v2 (REELMILL_MODELS).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cuts=100
while [ $# -gt 0 ]; do
    case $1 in
        -r) cuts=$2; shift 2 ;;
        *) break ;;
    esac
done
[ $# -ge 1 ] || { sed -n '2,8p' "$0"; exit 2; }
folder=$(cd "$1" && pwd)
shift
packages=${XDG_CACHE_HOME:-$HOME/.cache}/reelmill-bench/pglite
[ -d "$packages/node_modules" ] || npm install --silent --no-audit --no-fund --prefix "$packages" \
    @electric-sql/pglite@0.5.14 @electric-sql/pglite-socket@0.2.17 @electric-sql/pglite-pgvector@0.0.15 >&2
dotnet build "$root/bench/Reelmill.Benchmarks" -c Release -v quiet >&2
data=$(mktemp -d)
port=$((20000 + RANDOM % 10000))
(cd "$packages" && exec node_modules/.bin/pglite-server -d "$data/db" -p "$port" -h 127.0.0.1 -m 20 -e @electric-sql/pglite-pgvector:vector) >/dev/null 2>&1 &
server=$!
trap 'kill "$server"; rm -rf "$data"' EXIT
dotnet "$root/bench/Reelmill.Benchmarks/bin/Release/net10.0/Reelmill.Benchmarks.dll" recall "$folder" "$cuts" embedded \
    "postgres://postgres@127.0.0.1:$port/postgres?sslmode=disable" "$@"
