# What ./run and ./test share: says what is missing, installs it where that is allowed, and stays quiet otherwise.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

say() { printf 'reelmill: %s\n' "$*" >&2; }

has_library() { [ -n "$(find /usr/lib /usr/local/lib /lib -name "$1" -print -quit 2>/dev/null)" ]; }

# The packages of the system that are missing; their names are those of Debian, of Ubuntu where they differ.
missing_packages() {
    command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null || echo ffmpeg
    has_library 'libturbojpeg.so.0*' || { apt-cache show libturbojpeg0 >/dev/null 2>&1 && echo libturbojpeg0 || echo libturbojpeg; }
    has_library 'libsqlite3.so.0*' || echo libsqlite3-0
}

install_packages() {
    local packages
    packages=$(missing_packages)
    [ -n "$packages" ] || return 0
    packages=$(echo $packages)
    local become=
    if [ "$(id -u)" != 0 ]; then
        if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then become='sudo -n'; else
            say "missing: $packages. Install with: sudo apt-get update && sudo apt-get install -y $packages"
            return 1
        fi
    fi
    say "installing $packages"
    $become env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2
    packages=$(echo $(missing_packages))
    $become env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >&2
}

require_dotnet() {
    command -v dotnet >/dev/null || { say "missing: the .NET 10 SDK. See https://dotnet.microsoft.com/download or your distribution's dotnet-sdk-10.0"; return 1; }
}
