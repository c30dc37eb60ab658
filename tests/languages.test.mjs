// Which language a visitor gets: the page's choice (web/src/languages.ts, by the browser's own CLDR) and the table for hosts without one (i18n/matching.mjs) say the same.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { locales } from '../i18n/cldr.mjs';
import { readers, tag_table } from '../i18n/matching.mjs';

const top = join(import.meta.dirname, '..');
const { build } = createRequire(join(top, 'web/package.json'))('esbuild');
const read_json = (path) => JSON.parse(readFileSync(join(top, path), 'utf8'));
const ids = read_json('i18n/languages.json').map(({ id }) => id);

const files = { languages: Object.fromEntries(ids.map((id) => [id, ''])), rtl: 'ar he fa', near: readers(ids) };
const bundle = await build({ entryPoints: [join(top, 'web/src/languages.ts')], bundle: true, format: 'esm', write: false, define: { DESKBELL_FILES: JSON.stringify(files) } });
const load = (code) => import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
const { languageFor, directionOf } = await load(bundle.outputFiles[0].contents);

test('a visitor gets the language that they prefer', () => {
  for (const [tags, id] of read_json('tests/language-tags.json')) assert.equal(languageFor(tags), id, tags.join(', '));
});

test('every language of ours is found by its own id', () => {
  for (const id of ids) assert.equal(languageFor([id]), id);
});

test('the table gives what the browser gives, for every locale that CLDR has', () => {
  const table = new Map([...tag_table(ids)].flatMap(([id, tags]) => tags.map((tag) => [tag, id])));
  const look_up = (tag) => {
    for (let rest = tag.toLowerCase(); rest; rest = rest.slice(0, Math.max(0, rest.lastIndexOf('-')))) if (table.has(rest)) return table.get(rest);
    return 'en';
  };
  const found = new Set();
  for (const tag of locales()) {
    assert.equal(look_up(tag), languageFor([tag]), tag);
    found.add(look_up(tag));
  }
  assert.deepEqual([...found].sort(), [...ids].sort());
});

test('three languages are written from right to left', () => {
  for (const { id, dir } of read_json('i18n/languages.json')) assert.equal(directionOf(id), dir, id);
});

test('numbers are written as Intl writes them, in every language of ours and every country that CLDR has it in', async () => {
  const { outputFiles: [{ contents }] } = await build({ entryPoints: [join(top, 'web/src/dom/format.ts')], bundle: true, format: 'esm', write: false });
  const { Formats } = await load(contents);
  let written = 0;
  for (const id of ids) {
    const tag = id.replaceAll('_', '-');
    for (const own of [tag, ...locales().map((one) => one.replaceAll('_', '-')).filter((one) => one.toLowerCase().startsWith(`${tag}-`))]) {
      Object.defineProperty(globalThis, 'navigator', { value: { languages: [own] }, configurable: true });
      const formats = new Formats(id);
      const intl = new Intl.NumberFormat(own);
      for (const value of [0, 7, 20, 999, 1000, 12_345, 0.5, -3]) assert.equal(formats.number(value), intl.format(value), `${own} ${value}`);
      written += 1;
    }
  }
  assert.ok(written > 250, `${written}`);
});
