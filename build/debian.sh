# What chroot.sh and fresh.sh share: a fresh Debian in a folder, of the mirror and release that this machine uses.
set -euo pipefail
[ "$(id -u)" = 0 ] || { say 'only root can make a chroot'; exit 1; }
command -v debootstrap >/dev/null || { say 'missing: debootstrap'; exit 1; }

make_debian() { # folder; a folder with a base system to copy in REELMILL_BASE spares the download
    local site release
    if [ -n "${REELMILL_BASE:-}" ]; then
        cp -a "$REELMILL_BASE/." "$1"
    else
        read -r site release < <(apt-get indextargets --format '$(SITE) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' | awk '$3 == "main" && $2 !~ /-/ { print $1, $2; exit }')
        quietly debootstrap --variant=minbase --include=ca-certificates "$release" "$1" "$site"
    fi
    cp /etc/resolv.conf /etc/hosts "$1/etc/"
    printf '#!/bin/sh\nexit 101\n' >"$1/usr/sbin/policy-rc.d"
    chmod 755 "$1/usr/sbin/policy-rc.d"
    mount -t proc proc "$1/proc"
    mount --bind /dev "$1/dev"
}

# Unmounts what is mounted below a folder, then removes the folder; never a file of what is still mounted.
remove_debian() {
    awk -v at="$1/" 'index($2, at) == 1 { print $2 }' /proc/mounts | sort -r | while read -r point; do
        umount "$point" || umount --lazy "$point"
    done
    if grep -qF " $1/" /proc/mounts; then
        say "still mounted below $1; left as it is"
    else
        rm -rf --one-file-system "$1"
    fi
}
