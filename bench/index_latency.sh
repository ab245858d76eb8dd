#!/usr/bin/env bash
# `index` into a PostgreSQL server whose answers are delayed, at once and one picture after the other; in turn.
#
#   bench/index_latency.sh [-n ROUNDS] FOLDER
#
# The server is PostgreSQL with pgvector from npm (pglite), on loopback, behind a proxy that delays what passes by 0, 5, 20
# and 50 ms there and back. Needs python3, node, npm, and the model mobilenet-v2 (REELMILL_MODELS).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
rounds=3
while [ $# -gt 0 ]; do
    case $1 in
        -n) rounds=$2; shift 2 ;;
        *) break ;;
    esac
done
[ $# -eq 1 ] || { sed -n '2,7p' "$0"; exit 2; }
"$root/run" --help >/dev/null
packages=${XDG_CACHE_HOME:-$HOME/.cache}/reelmill-bench/pglite
[ -d "$packages/node_modules" ] || npm install --silent --no-audit --no-fund --prefix "$packages" \
    @electric-sql/pglite@0.5.14 @electric-sql/pglite-socket@0.2.17 @electric-sql/pglite-pgvector@0.0.15 >&2
exec python3 "$root/bench/index_latency.py" "$rounds" "$root/artifacts/app/reelmill" "$packages" "$1"
