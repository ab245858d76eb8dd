#!/usr/bin/env bash
# Installs a .deb in a fresh Debian, starts the server as its unit does, has it do a job over HTTP, then removes and
# purges it. Needs root and debootstrap; what it makes is removed.
# Usage: build/chroot.sh FILE.deb
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
source "$root/build/debian.sh"
deb=$(realpath "$1")
port=${REELMILL_PORT:-18085}
debian=$(mktemp -d)
server=
finish() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" || true
    fi
    remove_debian "$debian"
}
trap finish EXIT
in_debian() { chroot "$debian" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }
must() { "$@" || { say "failed: $*"; exit 1; }; }

say 'a fresh Debian'
make_debian "$debian"
say 'installing the package and what it depends on'
cp "$deb" "$debian/tmp/reelmill.deb"
quietly in_debian apt-get update -qq
quietly in_debian apt-get install -y -qq --no-install-recommends /tmp/reelmill.deb
must in_debian reelmill --version
must in_debian reelmill doctor
must in_debian test -L /etc/systemd/system/multi-user.target.wants/reelmill.service
must in_debian sh -c '[ "$(stat -c "%U %a" /var/lib/reelmill)" = "reelmill 700" ]'

say "the server, by the unit's command as the unit's user"
command=$(sed -n 's/^ExecStart=//p' "$debian/usr/lib/systemd/system/reelmill.service")
environment=$(sed -n 's/^Environment=//p' "$debian/usr/lib/systemd/system/reelmill.service")
unit=(chroot --userspec=reelmill:reelmill "$debian" env -i PATH=/usr/bin:/bin $environment)
"${unit[@]}" ${command/\$OPTIONS/--port $port} 2>"$debian/tmp/server.log" &
server=$!
health() { in_debian bash -c "exec 3<>/dev/tcp/127.0.0.1/$port && printf 'GET /healthz HTTP/1.0\r\nHost: 127.0.0.1:$port\r\n\r\n' >&3 && grep -q '200 OK' <&3" 2>/dev/null; }
for _ in {1..120}; do
    health && break
    kill -0 "$server" || { cat "$debian/tmp/server.log" >&2; exit 1; }
    sleep 0.5
done
must health
say 'a job over HTTP'
must in_debian ffmpeg -nostdin -v error -f lavfi -i testsrc2=size=320x240:rate=10:duration=4 -pix_fmt yuv420p /tmp/clip.mp4
must "${unit[@]}" reelmill submit mine /tmp/clip.mp4 --server "http://127.0.0.1:$port" --wait
must test -n "$(find "$debian/var/lib/reelmill/library/frames" -name '*.jpg' -print -quit)"
say 'images, by libvips and by ImageMagick'
must in_debian ffmpeg -nostdin -v error -f lavfi -i testsrc2=size=320x240 -frames:v 1 /tmp/image.png -frames:v 1 /tmp/image.jp2
must in_debian reelmill index /tmp/image.png /tmp/image.jp2 --library /tmp/images
kill -TERM "$server"
status=0
wait "$server" || status=$?
server=
[ "$status" = 0 ] || [ "$status" = 130 ] || { say "the server ended with $status"; cat "$debian/tmp/server.log" >&2; exit 1; }

say 'removing: the library stays'
quietly in_debian apt-get remove -y -qq reelmill
must test ! -e "$debian/usr/bin/reelmill"
must test -e "$debian/var/lib/reelmill/library/library.db"
say 'purging: nothing stays'
quietly in_debian apt-get purge -y -qq reelmill
must test ! -e "$debian/var/lib/reelmill"
must test ! -e "$debian/var/cache/reelmill"
must test ! -e "$debian/etc/default/reelmill"
must test ! -L "$debian/etc/systemd/system/multi-user.target.wants/reelmill.service"
! in_debian getent passwd reelmill || { say 'the user is still there'; exit 1; }
say 'installed, used, removed and purged'
