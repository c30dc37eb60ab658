// node sbom.mjs TOP: the bill of materials of what was built below TOP/build, as CycloneDX 1.5 in build/sbom/deskbell.cdx.json, and a report.
// Nothing is listed by hand: the npm packages come from npm and from what the bundler took in, the Debian packages from the headers that the compiler read
// and the libraries that the programs load, the pinned sources from cmake/dev/sources.sh.

import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const top = process.argv[2];
const read = (path) => readFileSync(join(top, path));
const read_json = (path) => JSON.parse(read(path));
const run = (program, ...args) => execFileSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** What is given away. `objects`: the build folder whose compiler read the headers. */
const products = [
  { name: 'page', file: 'build/web/dist/deskbell.wasm', objects: 'build/web', bundled: true },
  { name: 'relay', file: 'build/release/bin/deskbell-relay', objects: 'build/release' },
  { name: 'replay', file: 'build/release/bin/deskbell-replay', objects: 'build/release' },
];

/** Package → the products with code of it; nothing of the others is given away. */
const used = new Map();
const use = (name, product) => used.set(name, new Set([...(used.get(name) ?? []), product]));

/** The Debian packages of files; a file that no package brought has none. */
function owners(paths) {
  // A file below /lib may be known by its name below /usr/lib or the other way round.
  const names = new Set(paths.flatMap((path) => [path, realpathSync(path), path.replace(/^\/usr\/lib/, '/lib'), path.replace(/^\/lib/, '/usr/lib')]));
  const { stdout } = spawnSync('dpkg-query', ['--search', ...names], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return new Set([...stdout.matchAll(/^([^\s:,]+)(?::\w+)?: \//gm)].map(([, name]) => name));
}

/** The headers outside of the repository that the objects of a program were made from. */
function headers_of(folder, file) {
  const inputs = run('ninja', '-C', join(top, folder), '-t', 'inputs', relative(join(top, folder), join(top, file))).split('\n');
  const objects = new Set(inputs.filter((path) => path.endsWith('.o')));
  const headers = new Set();
  let wanted = false;
  for (const line of run('ninja', '-C', join(top, folder), '-t', 'deps').split('\n')) {
    if (line && !line.startsWith(' ')) wanted = objects.has(line.split(':')[0]);
    else if (wanted && line.trim()) headers.add(resolve(top, folder, line.trim()));
  }
  // The page's toolchain sees Debian's headers through links in the build folder.
  return [...headers].filter((path) => existsSync(path) && !realpathSync(path).startsWith(`${realpathSync(top)}/`));
}

for (const { name, file, objects } of products) {
  const libraries = objects === 'build/release' ? [...run('ldd', join(top, file)).matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(([, path]) => path) : [];
  for (const found of owners([...headers_of(objects, file), ...libraries])) use(`deb/${found}`, name);
}
use('deb/emscripten', 'page');

const components = [];
const debian = [...used.keys()].filter((key) => key.startsWith('deb/')).map((key) => key.slice(4)).sort();
for (const line of run('dpkg-query', '--show', '--showformat', '${Package}\t${Version}\t${source:Package}\t${source:Version}\t${Architecture}\n', ...debian).trim().split('\n')) {
  const [name, version, source, source_version, arch] = line.split('\t');
  components.push({
    'bom-ref': `deb/${name}`, type: 'library', name, version, purl: `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${arch}`,
    properties: [{ name: 'debian:source', value: `${source} ${source_version}` }],
  });
}

const sources = read('cmake/dev/sources.sh').toString();
const archive_of = { md4c: ['page', 'replay'] };
for (const [, name, version] of sources.matchAll(/^(\w+)_version=(\S+)$/gm)) {
  const pin = new RegExp(`^${name}_sha256=(\\w+)$`, 'm').exec(sources)[1];
  for (const product of archive_of[name] ?? []) use(`source/${name}`, product);
  components.push({ 'bom-ref': `source/${name}`, type: 'library', name, version, purl: `pkg:generic/${name}@${version}`, hashes: [{ alg: 'SHA-256', content: pin }] });
}

const bundled = new Set(read_json('build/web/packages.json'));
const audits = [];
for (const folder of ['web', 'tests/markdown', 'tests/bench']) {
  for (const component of read_json(`build/sbom/${folder}/npm.cdx.json`).components) {
    const ref = `npm/${component['bom-ref']}`;
    if (components.some((known) => known['bom-ref'] === ref)) continue;
    if (folder === 'web' && bundled.has(component.name)) use(ref, 'page');
    components.push({ ...component, 'bom-ref': ref });
  }
  const audit = read_json(`build/sbom/${folder}/audit.json`);
  const counts = audit.metadata?.vulnerabilities;
  audits.push(`npm audit of ${folder}: ${counts ? `${counts.total} known weaknesses (${counts.high + counts.critical} high or critical)` : `NOT MADE, ${audit.error?.summary || audit.message || 'the registry does not answer'}`}`);
}

for (const component of components) {
  const products_of_it = [...(used.get(component['bom-ref']) ?? [])];
  component.scope = products_of_it.length > 0 ? 'required' : 'excluded';
  component.properties = [...(component.properties ?? []), { name: 'deskbell:in', value: products_of_it.join(' ') || 'development only' }];
}

const built = ['build/web/dist/deskbell.js', 'build/web/dist/app.js', 'build/web/dist/app.css', ...products.map(({ file }) => file)];
for (const file of built) components.push({ 'bom-ref': `file/${file}`, type: 'file', name: file, scope: 'required', hashes: [{ alg: 'SHA-256', content: sha256(read(file)) }] });

const version = /project\(deskbell VERSION (\S+)/.exec(read('CMakeLists.txt'))[1];
const main = { 'bom-ref': 'deskbell', type: 'application', name: 'deskbell', version, licenses: [{ license: { id: 'MIT' } }] };
const bill = {
  $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json', bomFormat: 'CycloneDX', specVersion: '1.5', serialNumber: `urn:uuid:${randomUUID()}`, version: 1,
  metadata: { timestamp: new Date().toISOString(), lifecycles: [{ phase: 'build' }], component: main },
  components,
};
const target = join(top, 'build/sbom/deskbell.cdx.json');
writeFileSync(target, `${JSON.stringify(bill, null, 2)}\n`);

for (const { name } of products) {
  console.log(`\n${name}`);
  for (const component of components.filter((each) => used.get(each['bom-ref'])?.has(name))) console.log(`  ${component['bom-ref'].split('/')[0].padEnd(7)}${component.name} ${component.version}`);
}
console.log('\nfiles');
for (const file of built) console.log(`  ${sha256(read(file))}  ${file}`);
const away = components.filter(({ scope, type }) => scope === 'required' && type !== 'file').length;
console.log(`\n${away} components given away, ${components.filter(({ scope }) => scope === 'excluded').length} for development only: ${relative(process.cwd(), target)}`);
for (const line of audits) console.log(line);
