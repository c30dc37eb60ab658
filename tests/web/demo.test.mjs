// The demo page's words are those that the sandbox answers to.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { from_web, top, web } from './support.mjs';

async function load(file) {
  const built = await from_web('esbuild').build({ entryPoints: [join(web, 'demo', file)], bundle: true, format: 'esm', write: false });
  return import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString('base64')}`);
}

test('everything on the list is understood by the sandbox', async () => {
  const { words } = await load('words.ts');
  for (const [lang, list] of Object.entries(words)) {
    const source = readFileSync(join(top, `native/sandbox/texts_${lang}.cpp`), 'utf8');
    for (const [say] of list) assert.ok(source.includes(`{"${say}|`) || source.includes(`{"${say}"`), `${lang}: ${say}`);
  }
});

test('the shop has every text in every language', async () => {
  const { texts } = await load('texts.ts');
  const keys = Object.keys(texts.en);
  for (const [lang, own] of Object.entries(texts)) assert.deepEqual(Object.keys(own), keys, lang);
});
