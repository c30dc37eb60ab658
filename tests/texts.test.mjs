// The texts' compiler refuses what would show a visitor a hole, and makes what the core reads.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const compiler = join(dirname(import.meta.dirname), 'i18n', 'compile.mjs');
const languages = [
  { id: 'en', name: 'English', dir: 'ltr', aliases: ['en-us'] },
  { id: 'ar', name: 'العربية', dir: 'rtl', aliases: ['ar-eg'] },
];
const english = { 'queue.position': 'Number {position}', 'composer.send': 'Send "it"\\n' };
const arabic = { 'composer.send': 'إرسال', 'queue.position': 'رقم {position}' };

/** Runs the compiler over the given files; returns {status, errors, read(path)}. */
function compile(files, use) {
  const folder = mkdtempSync(join(tmpdir(), 'texts-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
    }
    const run = spawnSync(process.execPath, [compiler, '--source', folder, '--gen', join(folder, 'gen'), '--lang', join(folder, 'lang')], { encoding: 'utf8' });
    use({ status: run.status, errors: run.stderr, read: (path) => readFileSync(join(folder, path), 'utf8') });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const refused = [
  ['a missing key', { 'ar.json': { 'composer.send': 'إرسال' } }, /ar\.json: queue\.position is missing/],
  ['an extra key', { 'ar.json': { ...arabic, more: 'x' } }, /ar\.json: more is not in en\.json/],
  ['another placeholder', { 'ar.json': { ...arabic, 'queue.position': 'رقم {number}' } }, /placeholders \[number\], en\.json has \[position\]/],
  ['a lost placeholder', { 'ar.json': { ...arabic, 'queue.position': 'رقم' } }, /placeholders \[\], en\.json has \[position\]/],
  ['a stray brace', { 'ar.json': { ...arabic, 'composer.send': 'إرسال}' } }, /stray brace/],
  ['an empty text', { 'ar.json': { ...arabic, 'composer.send': '' } }, /composer\.send is not a text/],
  ['two keys of one name', { 'en.json': { ...english, composer_send: 'x' } }, /have the same name in C\+\+/],
  ['a language without a file', { 'ar.json': undefined }, /ar\.json/],
  ['a file without a language', { 'th.json': arabic }, /th\.json: not in languages\.json/],
  ['an alias used twice', { 'languages.json': [languages[0], { ...languages[1], aliases: ['en-us'] }] }, /en-us names both en and ar/],
  ['no JSON', { 'ar.json': '{' }, /ar\.json: /],
];

for (const [what, change, message] of refused) {
  test(`refused: ${what}`, () => {
    const files = { 'languages.json': languages, 'en.json': english, 'ar.json': arabic, ...change };
    for (const name of Object.keys(files)) if (files[name] === undefined) delete files[name];
    compile(files, ({ status, errors }) => {
      assert.equal(status, 1);
      assert.match(errors, message);
    });
  });
}

test('the order is that of the sorted keys, in the enum and in every language', () => {
  compile({ 'languages.json': languages, 'en.json': english, 'ar.json': arabic }, ({ status, errors, read }) => {
    assert.equal(status, 0, errors);
    assert.match(read('gen/text_ids.h'), /enum class Text : std::uint16_t \{\n {4}composer_send,\n {4}queue_position,\n\};/);
    assert.match(read('gen/text_ids.h'), /text_count = 2;/);
    assert.deepEqual(JSON.parse(read('lang/ar.json')), { lang: 'ar', dir: 'rtl', texts: ['إرسال', 'رقم {position}'] });
    assert.deepEqual(JSON.parse(read('lang/en.json')).texts, ['Send "it"\\n', 'Number {position}']);
    assert.match(read('gen/languages.h'), /"ar" "\\0" "ar ar-eg" "\\0"/);
  });
});
