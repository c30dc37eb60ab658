// The texts' compiler refuses what would show a visitor a hole, and makes what the core reads.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { categories, form_order, plural_table } from '../i18n/plurals.mjs';

const compiler = join(dirname(import.meta.dirname), 'i18n', 'compile.mjs');
const languages = [
  { id: 'en', name: 'English', dir: 'ltr' },
  { id: 'ar', name: 'العربية', dir: 'rtl' },
];
const english = { 'queue.position': 'Number {position}', 'composer.send': 'Send it\\n', unread: { one: '{count} message', other: '{count} messages' } };
const arabic_unread = { zero: 'لا رسائل', one: 'رسالة واحدة', two: 'رسالتان', few: '{count} رسائل', many: '{count} رسالة', other: '{count} رسالة' };
const arabic = { 'composer.send': 'إرسال', 'queue.position': 'رقم {position}', unread: arabic_unread };

/** The Arabic texts with one of them changed. */
const arabic_but = (change) => ({ 'ar.json': { ...arabic, ...change } });
/** The same in a language of its own, with nothing but one text. */
const only = (id, text, original = 'Send') => ({ 'languages.json': [languages[0], { id, name: id, dir: 'ltr' }], 'en.json': { send: original }, 'ar.json': undefined, [`${id}.json`]: { send: text } });

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
  ['a missing key', { 'ar.json': { 'composer.send': 'إرسال', unread: arabic_unread } }, /ar\.json: queue\.position is missing/],
  ['an extra key', arabic_but({ more: 'x' }), /ar\.json: more is not in English/],
  ['another placeholder', arabic_but({ 'queue.position': 'رقم {number}' }), /placeholders \[number\], English has \[position\]/],
  ['a lost placeholder', arabic_but({ 'queue.position': 'رقم' }), /placeholders \[\], English has \[position\]/],
  ['a stray brace', arabic_but({ 'composer.send': 'إرسال}' }), /composer\.send: a stray brace/],
  ['an empty text', arabic_but({ 'composer.send': '' }), /composer\.send is not a text/],
  ['an empty form', arabic_but({ unread: { ...arabic_unread, few: '' } }), /unread \(few\) is not a text/],
  ['two keys of one name', { 'en.json': { ...english, composer_send: 'x' } }, /have the same name in C\+\+/],
  ['a key of the compiler', { 'en.json': { ...english, 'rule.plural': 'x' } }, /made by the compiler/],
  ['a language without a file', { 'ar.json': undefined }, /ar\.json/],
  ['a file without a language', { 'th.json': arabic }, /th\.json: not in languages\.json/],
  ['a language twice', { 'languages.json': [...languages, languages[1]] }, /ar is there twice/],
  ['numbers that there are not', { 'languages.json': [languages[0], { ...languages[1], numbers: 'roman' }] }, /ar has the numbers "roman"/],
  ['digits that do not follow each other', { 'languages.json': [languages[0], { ...languages[1], numbers: 'hanidec' }] }, /the digits of ar do not follow/],
  ['no JSON', { 'ar.json': '{' }, /ar\.json: /],
  ['a missing form', arabic_but({ unread: { ...arabic_unread, two: undefined } }), /unread lacks the plural form "two"/],
  ['a form that the language has not', { 'en.json': { ...english, unread: { few: '{count} x', one: '{count} message', other: '{count} messages' } } }, /en\.json: unread has the plural form "few", which en has not/],
  ['forms of nothing but the general one', arabic_but({ unread: { other: '{count} رسالة' } }), /lacks the plural form "zero"/],
  ['a text where English has forms', arabic_but({ unread: '{count} رسالة' }), /unread has no plural forms/],
  ['forms where English has a text', arabic_but({ 'composer.send': arabic_unread }), /composer\.send has plural forms/],
  ['a form for many numbers without the number', arabic_but({ unread: { ...arabic_unread, few: 'رسائل' } }), /unread \(few\) has to say \{count\}: it stands for 3, 4, 5/],
  ['another placeholder in a form', arabic_but({ unread: { ...arabic_unread, few: '{count} {name}' } }), /unread \(few\) has the placeholders \[name\]/],
  ['a space in front', arabic_but({ 'composer.send': ' إرسال' }), /a space at its edge/],
  ['a space behind', arabic_but({ 'composer.send': 'إرسال\u00a0' }), /a space at its edge/],
  ['a new line', arabic_but({ 'composer.send': 'إر\nسال' }), /a control character/],
  ['a mark of direction that nobody sees', arabic_but({ 'composer.send': '\u200fإرسال' }), /a control character or an invisible one/],
  ['an exclamation mark', arabic_but({ 'composer.send': 'إرسال!' }), /an exclamation mark/],
  ['three dots', arabic_but({ 'composer.send': 'إرسال...' }), /dots other than/],
  ['a full stop', only('de', 'Senden.'), /a full stop at its end/],
  ['an ideographic full stop', only('ja', '送信。'), /a full stop at its end/],
  ['straight quotes', only('de', '"Senden"'), /a straight quotation mark/],
  ['a straight apostrophe', only('it', "L'invio"), /a straight apostrophe/],
  ['a straight apostrophe in English', { 'en.json': { ...english, 'composer.send': "Don't" } }, /en\.json: composer\.send: a straight apostrophe/],
  ['French without its space', only('fr', 'Envoyer ?'), /no unbreakable space/],
  ['a space before a question mark', only('de', 'Senden ?'), /a space before punctuation/],
  ['half a Spanish question', only('es', 'Enviar?'), /a question without ¿/],
  ['a Latin comma in Arabic', arabic_but({ 'composer.send': 'إرسال, ثم' }), /punctuation that is not ؟/],
  ['a Latin question mark in Chinese', only('zh_cn', '发送?'), /punctuation that is not ？/],
  ['a Latin letter in a Russian word', only('ru', 'Oтправить'), /letters of two alphabets in one word/],
  ['a text left in English', only('de', 'Send it', 'Send it'), /send is still in English/],
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
    assert.match(read('gen/text_ids.h'), /enum class Text : std::uint16_t \{\n {4}composer_send,\n {4}queue_position,\n {4}rule_plural,\n {4}rule_zero,\n {4}unread,\n\};/);
    assert.match(read('gen/text_ids.h'), /text_count = 5;/);
    assert.deepEqual(JSON.parse(read('lang/en.json')), { lang: 'en', dir: 'ltr', texts: ['Send it\\n', 'Number {position}', '001', '0', '{count} messages\n{count} message'] });
    const { lang, dir, texts } = JSON.parse(read('lang/ar.json'));
    assert.deepEqual([lang, dir, texts[0], texts[1]], ['ar', 'rtl', 'إرسال', 'رقم {position}']);
    assert.deepEqual(texts[4].split('\n'), ['{count} رسالة', 'لا رسائل', 'رسالة واحدة', 'رسالتان', '{count} رسائل', '{count} رسالة']);
    assert.match(read('gen/languages.h'), /"ar" "\\0" "ar /);
  });
});

const spelled = [
  ['a question in French', only('fr', 'Envoyer\u202f?')],
  ['a question in Spanish', only('es', '¿Enviar?')],
  ['an apostrophe', only('fr', 'L’envoi')],
  ['a non-joiner in Persian', only('fa', 'پیام‌ها')],
];
for (const [what, files] of spelled) {
  test(`taken: ${what}`, () => {
    for (const name of Object.keys(files)) if (files[name] === undefined) delete files[name];
    compile(files, ({ status, errors }) => assert.equal(status, 0, errors));
  });
}

test('a language has the digits that Intl has for it', () => {
  for (const { id, numbers = 'latn' } of JSON.parse(readFileSync(join(dirname(compiler), 'languages.json'), 'utf8'))) {
    assert.equal(numbers, new Intl.NumberFormat(id.replace('_', '-')).resolvedOptions().numberingSystem, id);
  }
});

// The tables come from cldr-core, what they are compared with from the copy of ICU in Node.
const all = JSON.parse(readFileSync(join(dirname(compiler), 'languages.json'), 'utf8')).map(({ id }) => id);
const numbers = [...Array.from({ length: 1300 }, (_, number) => number), ...[2, 3, 4, 5, 6, 7, 9].flatMap((zeros) => [1, 2, 3, 5, 11, 12, 21, 104].flatMap((times) => [-1, 0, 1, 2, 11].map((more) => times * 10 ** zeros + more)))];

test('every language has the plural forms that Intl.PluralRules has, for many numbers', () => {
  for (const id of all) {
    const rules = new Intl.PluralRules(id.replace('_', '-'));
    assert.deepEqual([...categories(id)].sort(), [...rules.resolvedOptions().pluralCategories].sort(), id);
    const order = form_order(id);
    const table = plural_table(id);
    for (const number of numbers) {
      // As core/i18n/catalogue.cpp reads it.
      const place = number < 100 ? number + 1 : number % 1000000 === 0 ? 0 : 101 + (number % 100);
      assert.equal(order[Number(table[place] ?? '0')], rules.select(number), `${id}: ${number}`);
    }
  }
});
