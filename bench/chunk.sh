#!/usr/bin/env bash
# `chunk --processor copy` side by side with another program that cuts one file into chunks and hashes them, in one run,
# in turn: medians of wall and processor seconds, their ratios, and how many frames each one's chunks have.
#
#   bench/chunk.sh [-n ROUNDS] [-d SECONDS] --peer threaded_chunk.py VIDEO
#
# Needs python3, ffmpeg and ffprobe. The peer is called with an output folder, the video, the duration and 4 workers.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
rounds=5
seconds=10
peer=
while [ $# -gt 0 ]; do
    case $1 in
        -n) rounds=$2; shift 2 ;;
        -d) seconds=$2; shift 2 ;;
        --peer) peer=$2; shift 2 ;;
        *) break ;;
    esac
done
[ $# -eq 1 ] && [ -n "$peer" ] || { sed -n '2,8p' "$0"; exit 2; }
"$root/run" --help >/dev/null
exec python3 "$root/bench/chunk_side_by_side.py" "$rounds" "$seconds" "$root/artifacts/app/reelmill" "$peer" "$1"
