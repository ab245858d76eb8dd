#!/usr/bin/env bash
# Makes everything that is published of the commit at HEAD, into artifacts/release: NuGet packages, a tar.gz and a .deb for
# each platform, the SBOM, third-party licenses, checksums. docs/guide/install.md says what is the same bytes each time.
# Usage: build/release.sh [linux-x64] [linux-arm64]      both platforms when none is named
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
cyclonedx=6.3.1
platforms=("$@")
[ $# -gt 0 ] || platforms=(linux-x64 linux-arm64)
require_dotnet
for program in git npm node unzip dpkg-deb; do
    command -v "$program" >/dev/null || { say "missing: $program, which a release needs"; exit 1; }
done

release=$root/artifacts/release
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -rf "$release"
mkdir -p "$release"

# A copy of the commit: neither what is not committed nor what lies about gets in, and restoring for another platform
# changes no lock file of the working tree.
commit=$(git -C "$root" rev-parse HEAD)
SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct)
export SOURCE_DATE_EPOCH
tree=$work/tree
mkdir "$tree"
git -C "$root" archive HEAD | tar -x -C "$tree"
[ -z "$(git -C "$root" status --porcelain)" ] || say "changes that are not committed are left out"
cli=$tree/src/Reelmill.Cli
version=$(dotnet msbuild "$cli" -getProperty:Version)

# Without symbols: they hold sources that a generator of the SDK writes in another order each time, and each assembly has
# an identifier that counts its symbols in.
common=(-c Release -v quiet -p:RunAnalyzers=false -p:UseSharedCompilation=true "-p:PathMap=$tree/=/_/" "-p:SourceRevisionId=$commit" -p:DebugType=none)
say "reelmill $version at ${commit:0:12}"

# Output paths do not name the platform, so that nothing of one may be left for the next.
clean() { rm -rf "$cli/bin" "$cli/obj"; }

say 'the page'
quietly build_page_into "$tree/web"
page=-p:WebPage=$tree/web/dist

say 'NuGet packages'
for library in Reelmill.Core Reelmill.Processes Reelmill.Media Reelmill.Vision Reelmill.Library Reelmill.Pipelines Reelmill.Server Reelmill; do
    quietly dotnet pack "$tree/src/$library" "${common[@]}" "$page" -o "$release"
done
quietly dotnet pack "$cli" "${common[@]}" -o "$release" "$page" -p:IsPackable=true -p:PackAsTool=true -p:RuntimeIdentifier= -p:RuntimeIdentifiers= -p:PublishReadyToRun=false -p:UseAppHost=false
tool=$work/tool

unzip -q "$release/reelmill.$version.nupkg" -d "$tool"
reelmill=(dotnet "$(find "$tool/tools" -name reelmill.dll)")

say 'licenses, man page, completions'
shared=$work/shared
mkdir -p "$shared/completions" "$shared/man"
cp "$tree/LICENSE" "$shared/"
"$tree/build/licenses.sh" "$tool" "$tree/web" >"$release/THIRD-PARTY-LICENSES.txt"
"${reelmill[@]}" man >"$shared/man/reelmill.1"
"${reelmill[@]}" completions bash >"$shared/completions/reelmill"
"${reelmill[@]}" completions zsh >"$shared/completions/_reelmill"
"${reelmill[@]}" completions fish >"$shared/completions/reelmill.fish"
quietly dotnet tool install CycloneDX --version "$cyclonedx" --tool-path "$work/tools"

# Restoring for another platform exchanges packages, so that each artifact has a list of its own until they are put together.
sboms=()
list_packages() { # folder with what was just published
    quietly "$work/tools/dotnet-CycloneDX" "$cli/Reelmill.Cli.csproj" --disable-package-restore --exclude-dev --no-serial-number \
        --set-name reelmill --set-version "$version" --output-format Json --output "$work/sboms/${#sboms[@]}" --filename reelmill.cdx.json
    cp "$1/reelmill.runtimeconfig.json" "$work/sboms/${#sboms[@]}"
    sboms+=("$work/sboms/${#sboms[@]}")
}
list_packages "$(dirname "${reelmill[1]}")"

for platform in "${platforms[@]}"; do
    say "$platform: compiling ahead, some minutes"
    app=$work/$platform/reelmill-$version
    publish=(dotnet publish "$cli" "${common[@]}" -r "$platform" -p:RuntimeIdentifiers="$platform" --self-contained true -o "$app")
    clean
    if ! quietly "${publish[@]}" -p:PublishReadyToRunComposite=true; then
        say "$platform: could not be compiled ahead; made without, so that it starts slower"
        clean
        rm -rf "$app"
        quietly "${publish[@]}" -p:PublishReadyToRun=false
    fi
    list_packages "$app"
    find "$app" -name '*.pdb' -delete -o -name '*.xml' -delete
    cp -r "$tree/web/dist" "$app/web"
    cp -r "$shared/." "$app/"
    "$tree/build/licenses.sh" "$app" "$tree/web" >"$app/THIRD-PARTY-LICENSES.txt"
    chmod -R u=rwX,go=rX "$app"
    tar -C "$work/$platform" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -cf - "reelmill-$version" \
        | gzip -n9 >"$release/reelmill-$version-$platform.tar.gz"
    "$tree/build/deb/make.sh" "$app" "$version" "$platform" "$release"
done

say 'SBOM'
node "$tree/build/sbom.mjs" "${NUGET_PACKAGES:-$HOME/.nuget/packages}" "$tree/web" "${sboms[@]}" >"$release/reelmill-$version.cdx.json"

(cd "$release" && sha256sum -- * >"$work/SHA256SUMS" && mv "$work/SHA256SUMS" .)
say "made in $release:"
ls -1s --block-size=K "$release" >&2
