// The size check counts each file of an opened chat once and notices what is too large.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { budgets, complaints, measure } from './size.mjs';

const page = (change = {}) =>
  new Map(
    Object.entries({
      'deskbell.js': Buffer.from('loader'),
      'app-X1.js': Buffer.from('app'),
      'chunk-2.js': Buffer.from('more'),
      'deskbell.css': Buffer.from('css'),
      'deskbell.wasm': Buffer.from('wasm'),
      'lang/en.json': Buffer.from('{}'),
      'lang/zh_cn.json': randomBytes(200000),
      'app-X1.js.map': randomBytes(200000),
      'demo/shop.js': randomBytes(200000),
      'lazy/rest.wasm': Buffer.from('the rest'),
      'lazy/tencent.js': Buffer.from('tencent'),
      'lazy/tencent_upload.js': Buffer.from('upload'),
      ...change,
    }),
  );

test('every part once, nothing of the demo, the maps and the other languages, and the way to Tencent Cloud for itself', () => {
  const sizes = measure(page());
  assert.deepEqual(Object.fromEntries(Object.entries(sizes).map(([part, { raw }]) => [part, raw])), {
    loader: 6, app: 7, styles: 3, wasm: 4, language: 2, opened_total: 22, rest: 8, tencent: 7, tencent_upload: 6,
  });
  assert.deepEqual(complaints(sizes), []);
});

for (const [part, file] of [['loader', 'deskbell.js'], ['wasm', 'deskbell.wasm'], ['opened_total', 'app-X1.js'], ['rest', 'lazy/rest.wasm'], ['tencent', 'lazy/tencent.js']]) {
  test(`over the budget: ${part}`, () => {
    const found = complaints(measure(page({ [file]: randomBytes(budgets[part] + 1000) })));
    assert.equal(found.length, 1);
    assert.match(found[0], new RegExp(`^${part}: .* over the budget`));
  });
}

test('a part that was not built is noticed', () => {
  const files = page();
  files.delete('deskbell.wasm');
  assert.deepEqual(complaints(measure(files)), ['wasm: not built']);
});
