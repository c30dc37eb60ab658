// The fixtures of the seed's samples are what the extractor makes of the seed. The seed is not in the repository: DESKBELL_SEED names it.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { filesOf } from './extract.mjs';
import { samples } from './samples.mjs';

const folder = new URL('../fixtures/seed/', import.meta.url);
const read = (path) => readFileSync(new URL(path, folder), 'utf8');

test('every sample of the table is committed, and nothing else', () => {
  const values = JSON.parse(read('samples.json'));
  assert.deepEqual(Object.keys(values), samples.map(({ name }) => name));
  const names = new Set(samples.map(({ name }) => `${name}.jsonl`));
  for (const kind of ['received/', 'as-printed/']) {
    for (const file of readdirSync(new URL(kind, folder))) assert.ok(names.has(file), `${kind}${file} belongs to no sample`);
  }
});

test('the payload of every received sample is its value', () => {
  const values = JSON.parse(read('samples.json'));
  for (const file of readdirSync(new URL('received/', folder))) {
    const line = read(`received/${file}`).trim().split('\n').at(-1);
    assert.deepEqual(JSON.parse(JSON.parse(line).message.payload.data), values[file.replace('.jsonl', '')]);
  }
});

if (process.env.DESKBELL_SEED) {
  test('extracting the seed again gives the same files', () => {
    for (const [path, text] of filesOf(readFileSync(process.env.DESKBELL_SEED, 'utf8'))) assert.equal(read(path), text, path);
  });
}
