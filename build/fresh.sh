#!/usr/bin/env bash
# Runs ./run, then ./test where that is asked for, in a fresh Debian that has only git and this machine's .NET SDK.
# Needs root and debootstrap; what it makes is removed.
# Usage: build/fresh.sh [test]
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
source "$root/build/debian.sh"
debian=$(mktemp -d)
trap 'in_debian dotnet build-server shutdown >/dev/null 2>&1 || true; remove_debian "$debian"' EXIT
in_debian() {
    chroot "$debian" env -i HOME=/root PATH=/usr/share/dotnet:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
        DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$@"
}

say 'a fresh Debian'
make_debian "$debian"
quietly in_debian apt-get update -qq
quietly in_debian apt-get install -y -qq --no-install-recommends git libstdc++6 libssl3
sdk=$(dirname "$(realpath "$(command -v dotnet)")")
mkdir -p "$debian/usr/share/dotnet" "$debian/root/.nuget"
mount --bind -o ro "$sdk" "$debian/usr/share/dotnet"
# How packages are reached is this machine's own.
cp -r /etc/ssl/certs/. "$debian/etc/ssl/certs/"
[ ! -d "$HOME/.nuget/NuGet" ] || cp -r "$HOME/.nuget/NuGet" "$debian/root/.nuget/"
git clone -q --no-local "$root" "$debian/root/reelmill"
say './run'
time in_debian bash -c 'cd && cd reelmill && ./run'
if [ "${1:-}" = test ]; then
    say './test'
    time in_debian bash -c 'cd && cd reelmill && ./test'
fi
