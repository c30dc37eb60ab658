// Builds the page: the loader, the app, its styles, the demo.
//   node build.mjs --out <folder> [--wasm <folder with deskbell.wasm>] [--lang <folder with the compiled languages>] [--dev]
// The WebAssembly module and the languages may already be in the out folder, where the CMake preset "web" puts them. Files are named plainly and
// referenced with the hash of their content as ?v=, so that they can be cached for ever; .br and .gz stand beside them for the server.

import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { readers } from '../i18n/matching.mjs';

const web = dirname(fileURLToPath(import.meta.url));
const texts = resolve(web, '../i18n');
const { values } = parseArgs({ options: { out: { type: 'string' }, wasm: { type: 'string' }, lang: { type: 'string' }, dev: { type: 'boolean', default: false } } });
if (!values.out) throw new Error('usage: node build.mjs --out <folder> [--wasm <folder>] [--lang <folder>] [--dev]');
const out = resolve(values.out);
// Fields are set by plain assignments in the constructor, which is a third of a kilobyte shorter than definitions.
const fields = { compilerOptions: { useDefineForClassFields: false } };
const shared = { bundle: true, tsconfigRaw: fields, minify: !values.dev, target: 'es2020', charset: 'utf8', legalComments: 'none', logLevel: 'warning', write: false };

/** The npm packages that have code in what is built, for the bill of materials. @type {Set<string>} */
const packages = new Set();
const bundle = async (options) => {
  const { outputFiles, metafile } = await build({ ...shared, metafile: true, ...options });
  for (const path of Object.keys(metafile.inputs)) {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
    if (name) packages.add(name);
  }
  return outputFiles[0].contents;
};
const hashed = (name, bytes) => `${name}?v=${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}`;
const read_json = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** @type {Map<string, Uint8Array>} path in the out folder → content */
const files = new Map();

// Loaded when there is code to colour; app.js and tools/replay.js know its address relative to their own.
files.set('lazy/code_colours.js', await bundle({ entryPoints: [join(web, 'src/lazy/code_colours.ts')], format: 'esm', target: 'es2022', plugins: [minified_css()] }));
const colours = hashed('lazy/code_colours.js', files.get('lazy/code_colours.js'));
const drawing = (folder, more) => ({ format: 'esm', define: { DESKBELL_COLOURS: JSON.stringify(folder + colours), ...more } });

// For the option channel: "tencent"; the second one at the first file that is sent.
files.set('lazy/tencent_upload.js', await bundle({ entryPoints: [join(web, 'src/lazy/tencent_upload.ts')], format: 'esm' }));
const sending_files = hashed('tencent_upload.js', files.get('lazy/tencent_upload.js'));
files.set('lazy/tencent.js', await bundle({ entryPoints: [join(web, 'src/lazy/tencent.ts')], format: 'esm', define: { DESKBELL_TENCENT_UPLOAD: JSON.stringify(sending_files) } }));
const tencent = hashed('lazy/tencent.js', files.get('lazy/tencent.js'));

files.set('app.js', await bundle({ entryPoints: [join(web, 'src/app.ts')], ...drawing('./', { DESKBELL_TENCENT: JSON.stringify(tencent) }) }));
files.set('app.css', await bundle({ entryPoints: [join(web, 'styles/app.css')] }));
files.set('deskbell.wasm', readFileSync(join(resolve(values.wasm ?? out), 'deskbell.wasm')));

files.set('tools/deskbell-replay.wasm', readFileSync(join(resolve(values.wasm ?? join(out, '..')), 'deskbell-replay.wasm')));
const replay_wasm = hashed('deskbell-replay.wasm', files.get('tools/deskbell-replay.wasm'));
files.set('tools/replay.js', await bundle({ entryPoints: [join(web, 'src/replay.ts')], ...drawing('../', { DESKBELL_REPLAY_WASM: JSON.stringify(replay_wasm) }) }));

const languages = read_json(join(texts, 'languages.json'));
const ids = languages.map(({ id }) => id);
for (const id of ids) files.set(`lang/${id}.json`, readFileSync(join(resolve(values.lang ?? join(out, 'lang')), `${id}.json`)));
const known_languages = {
  // One version for all of them: a version each would be a tenth of the loader.
  texts: hashed('', Buffer.concat(ids.map((id) => files.get(`lang/${id}.json`)))),
  languages: Object.fromEntries(ids.map((id) => [id, read_json(join(texts, `${id}.json`))['label.open']])),
  rtl: languages.filter(({ dir }) => dir === 'rtl').map(({ id }) => id),
  near: readers(ids),
};

const references = Object.fromEntries([['app', 'app.js'], ['styles', 'app.css'], ['wasm', 'deskbell.wasm'], ['replay', 'tools/replay.js']].map(([part, name]) => [part, hashed(name, files.get(name))]));
files.set('deskbell.js', await bundle({
  entryPoints: [join(web, 'src/loader.ts')],
  format: 'iife',
  loader: { '.css': 'text' },
  plugins: [minified_css()],
  define: { DESKBELL_FILES: JSON.stringify({ ...references, ...known_languages }) },
}));

files.set('demo/shop.js', await bundle({ entryPoints: [join(web, 'demo/shop.ts')], format: 'esm' }));
files.set('demo/shop.css', await bundle({ entryPoints: [join(web, 'demo/shop.css')] }));
let page = readFileSync(join(web, 'demo/index.html'), 'utf8');
for (const name of ['demo/shop.js', 'demo/shop.css']) page = page.replaceAll(`"/${name}"`, `"/${hashed(name, files.get(name))}"`);
files.set('demo/index.html', Buffer.from(page));

const stories = resolve(web, '../tests/fixtures/story');
for (const name of existsSync(stories) ? readdirSync(stories) : []) files.set(`demo/replay/${name}`, readFileSync(join(stories, name)));

rmSync(join(out, 'demo'), { recursive: true, force: true });
for (const [name, bytes] of files) {
  const path = join(out, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  const packed = {
    '.br': () => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
    '.gz': () => gzipSync(bytes, { level: 9 }),
  };
  for (const [ending, pack] of Object.entries(packed)) {
    if (values.dev) rmSync(path + ending, { force: true });
    else writeFileSync(path + ending, pack());
  }
}
writeFileSync(join(out, '../packages.json'), JSON.stringify([...packages].sort()));
const drawings = resolve(web, '../assets/shop');
for (const name of readdirSync(drawings)) cpSync(join(drawings, name), join(out, 'demo', name));

/** Style sheets that are bundled as text are bundled and minified like the others. */
function minified_css() {
  return {
    name: 'minified-css',
    setup(context) {
      context.onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: Buffer.from(await bundle({ entryPoints: [path] })).toString().trim(), loader: 'text' }));
    },
  };
}
