#!/usr/bin/env bash
# `index` with a model, side by side with itself one picture after the other and with a node program on the same native
# runtime (sharp, onnxruntime-node); in one run, in turn: medians of wall and processor seconds and their ratios.
#
#   bench/index.sh [-n ROUNDS] [-r REPEAT] FOLDER
#
# The folder holds pictures; each is taken REPEAT times, as copies that differ in a comment. Needs python3, the model
# mobilenet-v2 (REELMILL_MODELS), and node with npm for the other program, which is left out without them.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
rounds=3
repeat=10
while [ $# -gt 0 ]; do
    case $1 in
        -n) rounds=$2; shift 2 ;;
        -r) repeat=$2; shift 2 ;;
        *) break ;;
    esac
done
[ $# -eq 1 ] || { sed -n '2,8p' "$0"; exit 2; }
"$root/run" --help >/dev/null
packages=${XDG_CACHE_HOME:-$HOME/.cache}/reelmill-bench
if command -v npm >/dev/null && [ ! -d "$packages/node_modules/sharp" ]; then
    mkdir -p "$packages"
    npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$packages" sharp@0.34.5 onnxruntime-node@1.30.0 >&2 || true
fi
exec python3 "$root/bench/index_side_by_side.py" "$rounds" "$repeat" "$root/artifacts/app/reelmill" "$packages" "$1"
