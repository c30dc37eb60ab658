// What the built page weighs, and whether that is within the budgets.
//   node tests/size.mjs [--json] <dist folder>      exit 1 when a budget is exceeded

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Bytes after brotli. The goals are 60 000 for the module and 85 000 for an opened chat. A chat in words runs with deskbell.wasm alone; `rest` comes with the first form, rating, card or file
 * (web/bridge/everyday.txt), as does what draws them. What an accent, options that are no plain texts, files, recordings and a visitor who looks elsewhere need is loaded with them. */
export const budgets = { loader: 4000, wasm: 55700, rest: 11550, opened_total: 84500, tencent: 84000, tencent_upload: 15500 };

/** What is loaded when it is needed: the rest of the core, and what only a chat with Tencent Cloud's own service loads. It does not count into an opened chat. */
const beside = new Set(['rest', 'tencent', 'tencent_upload']);

/** What a page in English loads up to the first answer of a desk; tests/web/weight.test.mjs compares it with the requests of a browser. What comes later, with the first need of it, lies in lazy/. */
export const weighed = ['deskbell.js', 'app.js', 'app.css', 'deskbell.wasm', 'lang/en.json'];

/** Which part of an opened chat a file of the dist folder is; null: the demo page, source maps, other languages. */
export function part_of(path) {
  if (path === 'deskbell.js') return 'loader';
  if (path === 'deskbell.wasm') return 'wasm';
  if (path === 'lang/en.json') return 'language';
  if (path === 'lazy/rest.wasm') return 'rest';
  if (path === 'lazy/tencent.js') return 'tencent';
  if (path === 'lazy/tencent_upload.js') return 'tencent_upload';
  if (path.includes('/')) return null;
  if (path.endsWith('.js')) return 'app';
  if (path.endsWith('.css')) return 'styles';
  return null;
}

function weigh(bytes) {
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length,
  };
}

/** @param {Map<string, Buffer>} files path in the dist folder → content. Each file counts once, compressed by itself as a server sends it. */
export function measure(files) {
  const none = () => ({ raw: 0, gzip: 0, brotli: 0 });
  const sizes = { loader: none(), app: none(), styles: none(), wasm: none(), language: none(), opened_total: none(), rest: none(), tencent: none(), tencent_upload: none() };
  for (const [path, bytes] of files) {
    const part = part_of(path);
    if (!part) continue;
    const weight = weigh(bytes);
    for (const unit of ['raw', 'gzip', 'brotli']) {
      sizes[part][unit] += weight[unit];
      if (!beside.has(part)) sizes.opened_total[unit] += weight[unit];
    }
  }
  return sizes;
}

/** The parts that are over their budget or missing, one line each. */
export function complaints(sizes) {
  const found = [];
  for (const part of ['loader', 'app', 'wasm', 'language', 'rest', 'tencent', 'tencent_upload']) {
    if (sizes[part].raw === 0) found.push(`${part}: not built`);
  }
  for (const [part, budget] of Object.entries(budgets)) {
    if (sizes[part].brotli > budget) found.push(`${part}: ${sizes[part].brotli} bytes brotli, ${sizes[part].brotli - budget} over the budget of ${budget}`);
  }
  return found;
}

export function read_dist(folder) {
  const files = new Map();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const name = path.slice(folder.length).replace(/^[\\/]+/, '').replaceAll('\\', '/');
    if (part_of(name)) files.set(name, readFileSync(path));
  }
  return files;
}

function table(sizes) {
  const row = (cells) => cells[0].padEnd(14) + cells.slice(1).map((cell) => String(cell).padStart(10)).join('');
  return [row(['bytes', 'raw', 'gzip', 'brotli', 'budget']), ...Object.entries(sizes).map(([part, { raw, gzip, brotli }]) => row([part, raw, gzip, brotli, budgets[part] ?? '']))].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({ options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
  const sizes = measure(read_dist(positionals[0].replace(/[\\/]+$/, '')));
  console.log(values.json ? JSON.stringify(sizes) : table(sizes));
  const found = complaints(sizes);
  for (const line of found) console.error(`size: ${line}`);
  process.exit(found.length > 0 ? 1 : 0);
}
