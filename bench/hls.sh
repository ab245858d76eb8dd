#!/usr/bin/env bash
# `hls` side by side with another program that makes the same three renditions, and with one ffmpeg command a video that
# decodes once and scales in a cascade; in one run, in turn: medians of wall and processor seconds and their ratios.
#
#   bench/hls.sh [-n ROUNDS] [--preset PRESET] [--copy] [--peer asyncio_hls.py] VIDEO...
#
# Renditions are 1080, 720 and 360 lines of 2100, 870 and 360 kb/s; give videos of 1080 lines. --copy lets `hls` copy
# videos that fit the top one. Needs python3 and ffmpeg. The peer is called with an output folder and the videos, and is
# given the preset; it is left out when it is not named.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
rounds=5
preset=veryfast
copy=never
peer=
while [ $# -gt 0 ]; do
    case $1 in
        -n) rounds=$2; shift 2 ;;
        --preset) preset=$2; shift 2 ;;
        --copy) copy=auto; shift ;;
        --peer) peer=$2; shift 2 ;;
        *) break ;;
    esac
done
[ $# -gt 0 ] || { sed -n '2,9p' "$0"; exit 2; }
"$root/run" --help >/dev/null
exec python3 "$root/bench/hls_side_by_side.py" "$rounds" "$preset" "$copy" "$root/artifacts/app/reelmill" "$peer" "$@"
