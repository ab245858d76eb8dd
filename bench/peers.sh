#!/usr/bin/env bash
# `mine` side by side with other programs on the same videos, in one run, in turn: medians of wall and processor
# seconds and their ratios. The machine may be noisy; the ratios are what counts.
#
#   bench/peers.sh [-n ROUNDS] [--peer asyncio_mine.py] VIDEO...
#
# Needs python3. The peer needs python3-av, python3-opencv and python3-numpy; it is left out when it is not named.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
rounds=5
peer=
while [ $# -gt 0 ]; do
    case $1 in
        -n) rounds=$2; shift 2 ;;
        --peer) peer=$2; shift 2 ;;
        *) break ;;
    esac
done
[ $# -gt 0 ] || { sed -n '2,8p' "$0"; exit 2; }
"$root/run" --help >/dev/null
exec python3 "$root/bench/side_by_side.py" "$rounds" "$root/artifacts/app/reelmill" "$peer" "$@"
