// Makes one SBOM (CycloneDX, JSON) of those that CycloneDX wrote for each artifact: it reads lists of NuGet packages, and
// knows neither what native libraries inside them are made of, nor the .NET runtime of a self-contained program, nor the page.
// Usage: node build/sbom.mjs NUGET_PACKAGES FOLDER_OF_THE_PAGE FOLDER_WITH_SBOMS_AND_runtimeconfig.json... >SBOM
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const [packages, page, ...folders] = process.argv.slice(2);
const read = (...path) => readFileSync(join(...path), 'utf8').replace(/^\uFEFF/, '');
const files = end => folders.flatMap(folder => readdirSync(folder).filter(name => name.endsWith(end)).sort().map(name => read(folder, name)));
const byRef = (a, b) => (a['bom-ref'] ?? a.ref) < (b['bom-ref'] ?? b.ref) ? -1 : 1;
const library = (purl, name, version, more) => ({ type: 'library', 'bom-ref': purl, name, version, purl, ...more });

const sboms = files('.cdx.json').map(text => JSON.parse(text));
const components = new Map(sboms.flatMap(sbom => sbom.components).map(component => [component['bom-ref'], component]));
const dependencies = new Map();
for (const { ref, dependsOn = [] } of sboms.flatMap(sbom => sbom.dependencies)) {
    dependencies.set(ref, [...new Set([...dependencies.get(ref) ?? [], ...dependsOn])].sort());
}

// What the two packages with native images libraries say of their parts: a list of versions, and the headings of a notice.
function parts(name, version) {
    const folder = join(packages, name.toLowerCase(), version);
    return name.startsWith('NetVips.Native.') ? Object.entries(JSON.parse(read(folder, 'versions.json')))
        : name.startsWith('Magick.NET-Q8-') ? [...read(folder, 'Notice.txt').matchAll(/^\[ ?(\S+) (\d\S*) \(\d{4}-\d\d-\d\d\)/gm)].map(([, part, of]) => [part, of])
        : [];
}

for (const component of components.values()) {
    const inside = parts(component.name, component.version);
    if (inside.length > 0) {
        component.components = inside.map(([name, version]) => (
            { type: 'library', 'bom-ref': `${component['bom-ref']}#${name}`, name, version, purl: `pkg:generic/${name}@${version}` }));
    } else if (/^(NetVips\.Native\.|Magick\.NET-Q8-)/.test(component.name)) {
        throw new Error(`${component.name} ${component.version} does not say what it is made of`);
    }
}

for (const { runtimeOptions } of files('.runtimeconfig.json').map(text => JSON.parse(text))) {
    for (const { name, version } of runtimeOptions.includedFrameworks ?? []) {
        const added = library(`pkg:generic/${name}@${version}`, name, version, { licenses: [{ license: { id: 'MIT' } }] });
        components.set(added['bom-ref'], added);
    }
}

for (const [path, { version, license, dev }] of Object.entries(JSON.parse(read(page, 'package-lock.json')).packages)) {
    if (path && !dev) {
        const name = path.split('node_modules/').at(-1);
        const added = library(`pkg:npm/${name.replace('@', '%40')}@${version}`, name, version, { licenses: [{ license: { id: license } }] });
        components.set(added['bom-ref'], added);
    }
}

const time = new Date(Number(process.env.SOURCE_DATE_EPOCH) * 1000).toISOString().replace('.000', '');
const { metadata, ...head } = sboms[0];
console.log(JSON.stringify({
    ...head,
    metadata: { ...metadata, timestamp: time },
    components: [...components.values()].sort(byRef),
    dependencies: [...dependencies].map(([ref, dependsOn]) => ({ ref, dependsOn })).sort(byRef),
}, null, 2));
