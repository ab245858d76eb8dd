#!/usr/bin/env bash
# Makes a folder of links to the programs of a machine that has only a base system, the SDK, git, and what ./test installs.
# With that folder as PATH, a test that starts anything else without skipping by name fails.
# Usage: build/bare.sh FOLDER. Exit code 3 where the base system cannot be told (no dpkg).
set -euo pipefail
folder=$1
command -v dpkg-query >/dev/null || exit 3
mkdir -p "$folder"

link() { [ -e "$folder/${1##*/}" ] || ln -s "$1" "$folder/${1##*/}"; }

dpkg-query -W -f '${Priority} ${db:Status-Abbrev}${Package}\n' | awk '$1 == "required" && $2 == "ii" { print $3 }' | xargs dpkg -L 2>/dev/null \
    | grep -E '^(/usr)?/s?bin/[^/]+$' | sort -u | while read -r program; do [ ! -x "$program" ] || link "$program"; done
for name in awk dotnet git ffmpeg ffprobe; do
    program=$(command -v "$name") || continue
    link "$program"
done
