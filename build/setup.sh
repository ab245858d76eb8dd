# What ./run and ./test share: says what is missing, installs it where that is allowed, and stays quiet otherwise.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

say() { printf 'reelmill: %s\n' "$*" >&2; }

# A command whose output nobody needs unless it fails.
quietly() {
    local log status=0
    log=$(mktemp)
    "$@" >"$log" 2>&1 || { status=$?; cat "$log" >&2; }
    rm -f "$log"
    return $status
}

has_library() { [ -n "$(find /usr/lib /usr/local/lib /lib -name "$1" -print -quit 2>/dev/null)" ]; }

# The packages of the system that are missing; their names are those of Debian, of Ubuntu where they differ.
missing_packages() {
    command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null || echo ffmpeg
    has_library 'libturbojpeg.so.0*' || { apt-cache show libturbojpeg0 >/dev/null 2>&1 && echo libturbojpeg0 || echo libturbojpeg; }
}

# Programs that tests start beside those; a test whose program is missing is skipped by name.
missing_test_packages() {
    command -v chromium >/dev/null || echo chromium
    command -v yt-dlp >/dev/null || echo yt-dlp
    command -v promtool >/dev/null || echo prometheus
    command -v strace >/dev/null || echo strace
    command -v avifenc >/dev/null || echo libavif-bin
    command -v heif-enc >/dev/null || echo libheif-examples
    convert -version 2>/dev/null | grep -q ImageMagick || echo imagemagick
    command -v cjxl >/dev/null || echo libjxl-tools
    command -v zsh >/dev/null || echo zsh
    command -v fish >/dev/null || echo fish
}

# How to become root; fails where that asks for a password.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}

apt_install() { # how the names of what is missing are found: the list of packages must be fresh before some are known
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq || return
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $("$1")
}

install_packages() {
    local packages
    packages=$(echo $(missing_packages))
    [ -n "$packages" ] || return 0
    if ! as_root true; then
        say "missing: $packages. Install with: sudo apt-get update && sudo apt-get install -y $packages"
        return 1
    fi
    say "installing $packages, once"
    quietly apt_install missing_packages
}

install_test_packages() {
    local packages
    packages=$(echo $(missing_test_packages))
    [ -n "$packages" ] || return 0
    if as_root true; then
        say "installing for tests, once: $packages"
        quietly apt_install missing_test_packages && return
    fi
    say "missing: $packages. Tests that need them are skipped by name. Install with: sudo apt-get install -y $packages"
}

# The program as a user runs it: on the installed framework, with its own assemblies compiled ahead.
build_app() {
    local new=$root/artifacts/app.new
    rm -rf "$new"
    quietly dotnet publish "$root/src/Reelmill.Cli" -c Release -o "$new" -v quiet "$@"
    [ ! -d "$root/artifacts/app/web" ] || mv "$root/artifacts/app/web" "$new/web"
    rm -rf "$root/artifacts/app"
    mv "$new" "$root/artifacts/app"
    touch "$root/artifacts/app/reelmill"
}

# The page of 'serve' and the template of reports, from web/ into artifacts/app/web. The API serves without them, so that what keeps them away is told and is no failure.
build_page() {
    local web=$root/web page=$root/artifacts/app/web
    [ -d "$web" ] || return 0
    if [ -f "$page/index.html" ] && [ -f "$page/report.html" ] && [ -z "$(find "$web" -newer "$page/index.html" -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -print -quit)" ]; then
        return 0
    fi
    if ! command -v npm >/dev/null || [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 18 ]; then
        say "missing: Node.js 18 or later with npm, for the page of 'serve' and for reports. Install it and start again; the rest works without it"
        return 0
    fi
    say "building the page of 'serve' and of reports, once"
    if quietly build_page_into "$web"; then
        rm -rf "$page"
        mkdir -p "$(dirname "$page")"
        cp -r "$web/dist" "$page"
        touch "$page/index.html"
    else
        say "the page could not be built; the API serves without it, and there are no reports"
    fi
}

# Some versions of npm do not take a lock file that names no registry for a clean install.
build_page_into() { (cd "$1" && { npm ci --no-audit --no-fund || npm install --no-save --no-audit --no-fund; } && npm run build); }

require_dotnet() {
    command -v dotnet >/dev/null || { say "missing: the .NET 10 SDK. See https://dotnet.microsoft.com/download or your distribution's dotnet-sdk-10.0"; return 1; }
}
