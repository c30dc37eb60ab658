// Compiles the texts: i18n/<id>.json → the C++ headers and the language files of the page.
//   node i18n/compile.mjs --source i18n --gen <folder for C++> --lang <folder for lang/<id>.json> [--check]
// en.json is the source: a key that another language lacks or has too much, and placeholders that differ, are errors.

import { mkdirSync, readFileSync, writeFileSync, existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

const source_language = 'en';

/** Everything wrong with the texts, one line each. */
const problems = [];

function read_json(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    problems.push(`${file}: ${error.message}`);
    return null;
  }
}

/** The placeholders of a text, sorted; `{name}` is the only syntax. A brace that belongs to none is reported. */
function placeholders(where, text) {
  const names = [...text.matchAll(/\{([a-z][a-z0-9_]*)\}/g)].map((match) => match[1]);
  if (/[{}]/.test(text.replace(/\{[a-z][a-z0-9_]*\}/g, ''))) problems.push(`${where}: a stray brace in ${JSON.stringify(text)}`);
  return [...new Set(names)].sort().join(' ');
}

const identifier = (key) => key.replaceAll('.', '_');

function check_keys(file, catalogue) {
  const seen = new Map();
  for (const [key, text] of Object.entries(catalogue)) {
    if (!/^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/.test(key)) problems.push(`${file}: the key ${JSON.stringify(key)} is not made of a-z, 0-9, _ and dots`);
    if (typeof text !== 'string' || text === '') problems.push(`${file}: ${key} is not a text`);
    const other = seen.get(identifier(key));
    if (other) problems.push(`${file}: ${key} and ${other} have the same name in C++`);
    seen.set(identifier(key), key);
  }
}

function check_against_source(file, source, catalogue) {
  for (const key of Object.keys(source)) {
    if (!(key in catalogue)) {
      problems.push(`${file}: ${key} is missing`);
      continue;
    }
    const wanted = placeholders(`${source_language}.json: ${key}`, String(source[key]));
    const found = placeholders(`${file}: ${key}`, String(catalogue[key]));
    if (wanted !== found) problems.push(`${file}: ${key} has the placeholders [${found}], ${source_language}.json has [${wanted}]`);
  }
  for (const key of Object.keys(catalogue)) {
    if (!(key in source)) problems.push(`${file}: ${key} is not in ${source_language}.json`);
  }
}

function check_languages(languages) {
  const names = new Map();
  for (const { id, name, dir, aliases } of languages) {
    if (!/^[a-z]{2,3}(_[a-z]+)?$/.test(id ?? '')) problems.push(`languages.json: bad id ${JSON.stringify(id)}`);
    if (!name) problems.push(`languages.json: ${id} has no name`);
    if (dir !== 'ltr' && dir !== 'rtl') problems.push(`languages.json: ${id} has dir ${JSON.stringify(dir)}`);
    for (const alias of [id, ...(aliases ?? [])]) {
      if (!/^[a-z0-9_-]+$/.test(alias)) problems.push(`languages.json: bad alias ${JSON.stringify(alias)} of ${id}`);
      if (names.has(alias)) problems.push(`languages.json: ${alias} names both ${names.get(alias)} and ${id}`);
      names.set(alias, id);
    }
  }
  if (languages[0]?.id !== source_language) problems.push(`languages.json: ${source_language} has to be the first`);
}

/** A C++ string literal; everything outside printable ASCII is written as an octal escape, which ends after three digits. */
function literal(text) {
  let out = '';
  for (const byte of Buffer.from(text, 'utf8')) {
    const char = String.fromCharCode(byte);
    if (char === '"' || char === '\\') out += `\\${char}`;
    else if (byte >= 0x20 && byte < 0x7f) out += char;
    else out += `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `"${out}"`;
}

const made_by = '// Made by i18n/compile.mjs; change i18n/*.json instead.';

function text_ids(keys) {
  return `${made_by}
#pragma once

#include <cstddef>
#include <cstdint>

namespace deskbell {

/// The texts, in the order of the compiled catalogues.
enum class Text : std::uint16_t {
${keys.map((key) => `    ${identifier(key)},`).join('\n')}
};

/// How many texts a catalogue has.
inline constexpr std::size_t text_count = ${keys.length};

}  // namespace deskbell
`;
}

function language_table(languages) {
  const tags = ({ id, aliases }) => [id.replaceAll('_', '-'), ...(aliases ?? [])].join(' ');
  const rows = languages.map((language) => `    ${literal(language.id)} "\\0" ${literal(tags(language))} "\\0"`);
  return `${made_by}
#pragma once

namespace deskbell {

/// The languages' ids, each followed by the tags that mean it: lower case, separated by one space. Words as in core/base/words.h.
inline constexpr char languages[] =
${rows.join('\n')};

}  // namespace deskbell
`;
}

const catalogue_header = `${made_by}
#pragma once

#include <string_view>

namespace deskbell {

/// The compiled catalogue of a language as JSON ({"lang","dir","texts"}), or an empty text when there is no such language.
std::string_view embedded_catalogue(std::string_view lang);

}  // namespace deskbell
`;

function catalogue_source(compiled) {
  // One literal a text keeps the lines short; the compiler joins them.
  const body = (json) => json.split(/(?<=",)/).map((part) => `            ${literal(part)}`).join('\n');
  const cases = compiled.map(({ lang, json }) => `    if (lang == ${literal(lang)}) {\n        return\n${body(json)};\n    }`);
  return `${made_by}
#include "gen/catalogues.h"

namespace deskbell {

std::string_view embedded_catalogue(std::string_view lang) {
${cases.join('\n')}
    return {};
}

}  // namespace deskbell
`;
}

/** Writes only what changed, so that nothing is compiled again without need. */
function write(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(file, text);
}

const { values: options } = parseArgs({
  options: { source: { type: 'string' }, gen: { type: 'string' }, lang: { type: 'string' }, check: { type: 'boolean', default: false } },
});
const folder = options.source ?? import.meta.dirname;
const languages = read_json(join(folder, 'languages.json')) ?? [];
const source = read_json(join(folder, `${source_language}.json`)) ?? {};
const keys = Object.keys(source).sort();

check_languages(languages);
const catalogues = languages.map(({ id, dir }) => {
  const catalogue = (id === source_language ? source : read_json(join(folder, `${id}.json`))) ?? {};
  check_keys(`${id}.json`, catalogue);
  check_against_source(`${id}.json`, source, catalogue);
  return { lang: id, json: JSON.stringify({ lang: id, dir, texts: keys.map((key) => catalogue[key]) }) };
});
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'languages.json')) {
  if (!languages.some(({ id }) => id === basename(file, '.json'))) problems.push(`${file}: not in languages.json`);
}

if (problems.length > 0) {
  for (const problem of new Set(problems)) console.error(`i18n: ${problem}`);
  process.exit(1);
}
if (options.check) {
  console.log(`i18n: ${languages.length} languages, ${keys.length} texts, all complete`);
}
if (options.gen) {
  mkdirSync(options.gen, { recursive: true });
  write(join(options.gen, 'text_ids.h'), text_ids(keys));
  write(join(options.gen, 'languages.h'), language_table(languages));
  write(join(options.gen, 'catalogues.h'), catalogue_header);
  write(join(options.gen, 'catalogues.cpp'), catalogue_source(catalogues));
}
if (options.lang) {
  mkdirSync(options.lang, { recursive: true });
  for (const { lang, json } of catalogues) write(join(options.lang, `${lang}.json`), json);
}
