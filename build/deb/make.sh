#!/usr/bin/env bash
# Makes the .deb of a published program.
# Usage: build/deb/make.sh FOLDER_OF_THE_PROGRAM VERSION linux-x64|linux-arm64 TARGET_FOLDER
set -euo pipefail
app=$1 version=$2 target=$4
here=$(dirname "${BASH_SOURCE[0]}")
case $3 in
    linux-x64) architecture=amd64 ;;
    linux-arm64) architecture=arm64 ;;
    *) echo "no Debian architecture is known for $3" >&2; exit 2 ;;
esac
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
package=$scratch/package

# As dpkg-gencontrol counts: each file in whole KiB. What a file takes on the disk differs between file systems.
installed_kib() { find "$package" -path "$package/DEBIAN" -prune -o -type f -printf '%s\n' | awk '{ kib += int(($1 + 1023) / 1024) } END { print kib }'; }

put() { install -D -m "$1" "$2" "$package/$3"; }

mkdir -p "$package/usr/lib" "$package/usr/bin"
cp -r "$app" "$package/usr/lib/reelmill"
rm -r "$package/usr/lib/reelmill/"{man,completions,LICENSE,THIRD-PARTY-LICENSES.txt}
ln -s ../lib/reelmill/reelmill "$package/usr/bin/reelmill"
put 644 "$app/completions/reelmill" usr/share/bash-completion/completions/reelmill
put 644 "$app/completions/_reelmill" usr/share/zsh/vendor-completions/_reelmill
put 644 "$app/completions/reelmill.fish" usr/share/fish/vendor_completions.d/reelmill.fish
put 644 "$app/man/reelmill.1" usr/share/man/man1/reelmill.1
gzip -n9 "$package/usr/share/man/man1/reelmill.1"
cat "$app/LICENSE" "$app/THIRD-PARTY-LICENSES.txt" >"$scratch/copyright"
put 644 "$scratch/copyright" usr/share/doc/reelmill/copyright
put 644 "$here/reelmill.service" usr/lib/systemd/system/reelmill.service
put 644 "$here/reelmill.default" etc/default/reelmill
for script in postinst prerm postrm; do
    put 755 "$here/$script" "DEBIAN/$script"
done
echo /etc/default/reelmill >"$package/DEBIAN/conffiles"

depends='ffmpeg (>= 7:5.1), libturbojpeg0 | libturbojpeg, libc6, libgcc-s1, libgomp1, libstdc++6, libssl3 | libssl3t64, ca-certificates, adduser, init-system-helpers'
cat >"$package/DEBIAN/control" <<END
Package: reelmill
Version: $version
Architecture: $architecture
Maintainer: The Reelmill authors <reelmill@localhost>
Section: video
Priority: optional
Installed-Size: $(installed_kib)
Depends: $depends
Suggests: yt-dlp
Description: media pipelines: videos to frames, chunks, streams and indexes
 Keeps the good frames of videos with a record of every decision, cuts files into
 exact chunks, encodes HLS streams and checks them, and searches images by image.
 The package starts a server for jobs over HTTP on loopback; see reelmill(1).
END
chmod -R u=rwX,go=rX "$package"
find "$package" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
DPKG_DEB_THREADS_MAX=1 dpkg-deb --root-owner-group -Zxz -z3 --build "$package" "$target/reelmill_${version}_$architecture.deb" >/dev/null
