#!/usr/bin/env bash
# Prints what the program and its page contain of others: name, version, license, author, and license texts where the
# packages have them. Read from the packages themselves.
# Usage: build/licenses.sh FOLDER_WITH_reelmill.deps.json FOLDER_OF_THE_PAGE
set -euo pipefail
packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}

# The packages in the program's list of dependencies, one 'name version' a line; a self-contained program has the runtime's too.
nuget_packages() {
    node -e 'const { libraries } = JSON.parse(require("fs").readFileSync(process.argv[1]));
        for (const [name, { type }] of Object.entries(libraries).sort())
            if (type === "package" || type === "runtimepack") console.log(name.replace("/", " ").replace(/^runtimepack\./, ""))' \
        "$(find "$1" -name reelmill.deps.json -print -quit)"
}

field() { # nuspec, element
    tr '\n' ' ' <"$1" | grep -oP "<$2(\s[^>]*)?>\K[^<]*" | head -1 || true
}

entry() { # name, version, license, author, folder
    printf '%s\n%s %s\nLicense: %s\nAuthor: %s\n' "$(printf '=%.0s' {1..80})" "$1" "$2" "$3" "$4"
    find "$5" -maxdepth 1 -type f \( -iname 'licen[sc]e*' -o -iname 'notice*' -o -iname 'third-party*' \) | LC_ALL=C sort | while read -r file; do
        printf '\n'
        tr -d '\r' <"$file" | sed '1s/^\xef\xbb\xbf//'
    done
}

echo 'Reelmill contains the following packages. The .NET runtime is under the MIT License, (c) .NET Foundation and Contributors.'
while read -r name version; do
    folder=$packages/${name,,}/$version
    nuspec=$folder/${name,,}.nuspec
    license=$(field "$nuspec" license)
    [ -n "$license" ] || license=$(field "$nuspec" licenseUrl)
    entry "$name" "$version" "$license" "$(field "$nuspec" authors)" "$folder"
done < <(nuget_packages "$1")

node -e 'const { packages } = JSON.parse(require("fs").readFileSync(process.argv[1] + "/package-lock.json"));
    for (const [path, { version, license, dev }] of Object.entries(packages).sort()) if (path && !dev) console.log(path, version, license)' "$2" \
    | while read -r path version license; do
        entry "${path##*node_modules/}" "$version" "$license" "" "$2/$path" | sed '/^Author: $/d'
    done
