// Builds the page: the loader, the app, its styles, the demo.
//   node build.mjs --out <folder> [--wasm <folder with deskbell.wasm>] [--lang <folder with the compiled languages>] [--dev]
// The WebAssembly module and the languages may already be in the out folder, where the CMake preset "web" puts them. Files are named plainly and
// referenced with the hash of their content as ?v=, so that they can be cached for ever; .br and .gz stand beside them for the server.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { minify } from 'terser';
import { page_word_places } from '../i18n/check.mjs';
import { readers } from '../i18n/matching.mjs';
import { write_generated } from './api.mjs';
import { private_names } from './private_names.mjs';

const run = promisify(execFile);
const web = dirname(fileURLToPath(import.meta.url));
const texts = resolve(web, '../i18n');
const { values } = parseArgs({ options: { out: { type: 'string' }, wasm: { type: 'string' }, lang: { type: 'string' }, dev: { type: 'boolean', default: false } } });
if (!values.out) throw new Error('usage: node build.mjs --out <folder> [--wasm <folder>] [--lang <folder>] [--dev]');
const out = resolve(values.out);
write_generated();
// Fields are set by plain assignments in the constructor, which is a third of a kilobyte shorter than definitions.
const fields = { compilerOptions: { useDefineForClassFields: false } };
const shared = { bundle: true, tsconfigRaw: fields, minify: !values.dev, target: 'es2022', charset: 'utf8', legalComments: 'none', logLevel: 'warning', write: false };

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
/** What every visitor loads goes through terser as well, which finds 3 % more. */
const small = async ({ renamed, ...options }) => {
  const bytes = await bundle(options);
  const compressed = values.dev ? undefined : await minify(Buffer.from(bytes).toString(), { module: options.format === 'esm', toplevel: true, ecma: 2022, compress: { passes: 3, unsafe_arrows: true }, format: { comments: false }, ...(renamed ? { mangle: { properties: { regex: renamed, keep_quoted: 'strict' } } } : {}) });
  return compressed ? Buffer.from(compressed.code) : bytes;
};
// Two builds that follow each other have the same four characters once in sixteen million times; more would be bytes of the loader.
const hashed = (name, bytes) => `${name}?v=${createHash('sha256').update(bytes).digest('base64url').slice(0, 4)}`;
const read_json = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** @type {Map<string, Uint8Array>} path in the out folder → content */
const files = new Map();

const wasm = join(resolve(values.wasm ?? out), 'deskbell.wasm');
files.set('deskbell.wasm', readFileSync(wasm));
files.set('lazy/rest.wasm', readFileSync(join(dirname(wasm), 'lazy/rest.wasm')));
/** By this name the rest of the core takes what it needs from deskbell.wasm. */
const core = WebAssembly.Module.imports(new WebAssembly.Module(files.get('lazy/rest.wasm')))[0].module;
files.set('app.css', await bundle({ entryPoints: [join(web, 'styles/app.css')] }));
// The places of the page's own words in a language file.
const words = Object.fromEntries(Object.entries(page_word_places(read_json(join(texts, 'en.json')))).map(([name, place]) => [`DESKBELL_WORDS.${name}`, `${place}`]));

// For the option channel: "tencent"; the second one at the first file that is sent.
files.set('lazy/tencent_upload.js', await bundle({ entryPoints: [join(web, 'src/lazy/tencent_upload.ts')], format: 'esm' }));
const sending_files = hashed('tencent_upload.js', files.get('lazy/tencent_upload.js'));
files.set('lazy/tencent.js', await bundle({ entryPoints: [join(web, 'src/lazy/tencent.ts')], format: 'esm', define: { DESKBELL_TENCENT_UPLOAD: JSON.stringify(sending_files) } }));

// Loaded when they are needed: app.js and tools/replay.js know what stands before and behind their names.
const lazy = ['accent', 'away', 'element', 'extras', 'files', 'mentions', 'message', 'page', 'player', 'qr', 'recorder', 'rich'].map((part) => `lazy/${part}.js`);
const replay = { page: 'tools/replay.js', wasm: 'tools/deskbell-replay.wasm' };
const late = { format: 'esm', plugins: [minified_css()] };
files.set('lazy/code_colours.js', await small({ entryPoints: [join(web, 'src/lazy/code_colours.ts')], ...late }));
const colours = (folder) => ({ DESKBELL_COLOURS: JSON.stringify(folder + hashed('code_colours.js', files.get('lazy/code_colours.js'))) });
for (const name of lazy) files.set(name, await small({ entryPoints: [join(web, 'src', name.replace('.js', '.ts'))], ...late, define: { ...colours('./'), ...words } }));
/** What lies beside the out folder: the replay's module, and the page's whole one. */
const module_beside = (name) => join(resolve(values.wasm ?? join(out, '..')), name);
files.set('lazy/core.js', await as_javascript(module_beside('deskbell-whole.wasm')));
files.set(replay.wasm, readFileSync(module_beside('deskbell-replay.wasm')));
const drawing = (folder) => {
  // One version for all of them: one each would be a third of a kilobyte that every visitor loads.
  const version = hashed('', Buffer.concat([...files].filter(([name]) => /^(lazy|tools)\//.test(name)).map(([, bytes]) => bytes)));
  return { ...late, define: { ...colours(`${folder}lazy/`), ...words, DESKBELL_CORE: JSON.stringify(core), DESKBELL_LAZY: JSON.stringify([`${folder}lazy/`, `.js${version}`]), DESKBELL_REPLAY_WASM: JSON.stringify(folder + hashed(replay.wasm, files.get(replay.wasm))) } };
};
files.set(replay.page, await bundle({ entryPoints: [join(web, 'src/replay.ts')], ...drawing('../') }));
const renamed = new RegExp(`^(${private_names(join(web, 'src')).join('|')})$`);
// Nearly all of the app runs when the chat is opened. Told so, Chromium compiles it beside the page's thread while it loads, which takes an eighth of that thread's time up to the first row.
const eager = Buffer.from('//# allFunctionsCalledOnLoad\n');
files.set('app.js', Buffer.concat([eager, await small({ entryPoints: [join(web, 'src/app.ts')], renamed, ...drawing('./') })]));

const languages = read_json(join(texts, 'languages.json'));
const ids = languages.map(({ id }) => id);
for (const id of ids) files.set(`lang/${id}.json`, readFileSync(join(resolve(values.lang ?? join(out, 'lang')), `${id}.json`)));
const known = {
  // One version for everything that an opened chat loads: a version each would be a twentieth of the loader.
  version: hashed('', Buffer.concat(['app.js', 'app.css', 'deskbell.wasm', 'lazy/element.js', ...ids.map((id) => `lang/${id}.json`)].map((name) => files.get(name)))),
  languages: Object.fromEntries(ids.map((id) => [id, read_json(join(texts, `${id}.json`))['label.open']])),
  rtl: languages.filter(({ dir }) => dir === 'rtl').map(({ id }) => id).join(' '),
  near: readers(ids),
  trouble: JSON.parse(files.get('lang/en.json')).texts.indexOf(read_json(join(texts, 'en.json'))['error.load']),
};

files.set('deskbell.js', await small({
  entryPoints: [join(web, 'src/loader.ts')],
  format: 'iife',
  loader: { '.css': 'text' },
  plugins: [minified_css()],
  define: { DESKBELL_FILES: JSON.stringify(known) },
}));

// The npm package: readable modules, the declarations that they are made of, and nothing that runs when it is imported.
const npm = { format: 'esm', minify: false, external: ['deskbell', 'react', 'vue'], loader: { '.css': 'text' }, plugins: [minified_css()], define: { DESKBELL_FILES: JSON.stringify(known) } };
for (const part of ['index', 'react', 'vue']) files.set(`../npm/${part}.js`, await bundle({ entryPoints: [join(web, `package/${part}.ts`)], ...npm }));

files.set('demo/shop.js', await bundle({ entryPoints: [join(web, 'demo/shop.ts')], format: 'esm' }));
files.set('demo/shop.css', await bundle({ entryPoints: [join(web, 'demo/shop.css')] }));
let page = readFileSync(join(web, 'demo/index.html'), 'utf8');
for (const name of ['demo/shop.js', 'demo/shop.css']) page = page.replaceAll(`"/${name}"`, `"/${hashed(name, files.get(name))}"`);
files.set('demo/index.html', Buffer.from(page));

files.set('chat/page.js', await bundle({ entryPoints: [join(web, 'chat/page.ts')], format: 'esm' }));
files.set('chat.html', readFileSync(join(web, 'chat/index.html')));
files.set('chat/manifest.webmanifest', readFileSync(join(web, 'chat/manifest.webmanifest')));

const declarations = ['options', 'methods', 'events'];
for (const part of declarations) files.set(`../npm/types/${part}.d.ts`, Buffer.from(readFileSync(join(web, `src/${part}.ts`), 'utf8').replace(/from '(\.\/\w+)'/g, "from '$1.js'")));
for (const part of ['index', 'react', 'vue']) files.set(`../npm/${part}.d.ts`, readFileSync(join(web, `package/${part}.d.ts`)));
files.set('../npm/package.json', readFileSync(join(web, 'package/package.json')));
files.set('../npm/README.md', readFileSync(join(web, 'package/README.md')));

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
    if (values.dev || name.startsWith('../npm/')) rmSync(path + ending, { force: true });
    else writeFileSync(path + ending, pack());
  }
}
writeFileSync(join(out, '../packages.json'), JSON.stringify([...packages].sort()));
for (const [drawings, folder] of [['../assets/shop', 'demo'], ['../assets/chat', 'chat']]) cpSync(resolve(web, drawings), join(out, folder), { recursive: true });

/** The module as JavaScript, for pages that must not run WebAssembly: wasm2js's functions behind one that takes the imports. */
async function as_javascript(module) {
  const { stdout } = await run(join(web, 'node_modules/.bin/wasm2js'), ['--all-features', '-O2', module, '-o', '-'], { maxBuffer: 1 << 26 });
  const body = stdout.replace(/^import .*\n/gm, '').replace(/^var retasmFunc = [^]*$/m, 'export { asmFunc as instantiate };');
  if (!body.includes('asmFunc as instantiate')) throw new Error('wasm2js writes another frame than this script knows');
  return bundle({ stdin: { contents: body, loader: 'js' }, format: 'esm', bundle: false });
}

/** Style sheets that are bundled as text are bundled and minified like the others. */
function minified_css() {
  return {
    name: 'minified-css',
    setup(context) {
      context.onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: Buffer.from(await bundle({ entryPoints: [path] })).toString().trim(), loader: 'text' }));
    },
  };
}
