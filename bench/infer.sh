#!/usr/bin/env bash
# `index` whose model is what limits it against a bare loop that runs the same model over ready tensors; in one process,
# in turn: the throughput of both, its ratio, and the share of the run in which the model's workers were busy.
#
#   bench/infer.sh [-n ROUNDS] [-r REPEAT] [-c CALLERS] FOLDER
#
# The folder holds pictures; each is taken REPEAT times, as copies that differ in a comment. CALLERS run the model, with one
# thread each. Rounds in which other programs took more than a tenth of a core do not count. Needs dotnet and the model
# mobilenet-v2 (REELMILL_MODELS).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
rounds=5
repeat=20
callers=1
while [ $# -gt 0 ]; do
    case $1 in
        -n) rounds=$2; shift 2 ;;
        -r) repeat=$2; shift 2 ;;
        -c) callers=$2; shift 2 ;;
        *) break ;;
    esac
done
[ $# -eq 1 ] || { sed -n '2,9p' "$0"; exit 2; }
folder=$(cd "$1" && pwd)
cd "$root/bench/Reelmill.Benchmarks"
dotnet build -c Release -v quiet >&2
# As the program itself is built to run.
export DOTNET_TieredPGO=0 DOTNET_TC_QuickJitForLoops=0 DOTNET_gcConcurrent=0 DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0
exec dotnet bin/Release/net10.0/Reelmill.Benchmarks.dll infer "$folder" "$repeat" "$callers" "$rounds"
