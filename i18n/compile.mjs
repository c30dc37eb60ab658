// Compiles the texts: i18n/<id>.json → the C++ headers and the language files of the page. docs/languages.md says how they are written.
//   node i18n/compile.mjs --source i18n --gen <folder for C++> --lang <folder for lang/<id>.json> [--check]
// en.json is the source; what is wrong with a text (check.mjs) is an error.

import { mkdirSync, readFileSync, writeFileSync, existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { check_against_source, check_keys, check_spelling, check_translated, identifier, is_page_key } from './check.mjs';
import { cldr } from './cldr.mjs';
import { tag_table } from './matching.mjs';
import { form_order, plural_table } from './plurals.mjs';

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

const numbering_systems = cldr('numberingSystems').numberingSystems;

/** A digit as the core makes it: nought with its last byte raised. */
function counted_on(zero, value) {
  const bytes = Buffer.from(zero);
  bytes[bytes.length - 1] += value;
  return bytes;
}

function check_languages(languages) {
  const seen = new Set();
  for (const { id, name, dir, numbers = 'latn' } of languages) {
    if (!/^[a-z]{2,3}(_[a-z]{2})?$/.test(id ?? '')) problems.push(`languages.json: bad id ${JSON.stringify(id)}`);
    if (!name) problems.push(`languages.json: ${id} has no name`);
    if (dir !== 'ltr' && dir !== 'rtl') problems.push(`languages.json: ${id} has dir ${JSON.stringify(dir)}`);
    const digits = numbering_systems[numbers]?._digits;
    if (!digits) problems.push(`languages.json: ${id} has the numbers ${JSON.stringify(numbers)}, which CLDR has no digits for`);
    else if ([...digits].some((digit, value) => Buffer.from(digit).compare(counted_on([...digits][0], value)) !== 0)) problems.push(`languages.json: the digits of ${id} do not follow each other`);
    if (seen.has(id)) problems.push(`languages.json: ${id} is there twice`);
    seen.add(id);
  }
  if (languages[0]?.id !== source_language) problems.push(`languages.json: ${source_language} has to be the first`);
}

/** The language's digit for nought; the core makes the others by counting on in the last byte of its UTF-8. */
const zero_of = ({ numbers }) => [...numbering_systems[numbers ?? 'latn']._digits][0];

/** A text with forms becomes one text, a line for each form. */
const compiled_text = (id, entry) => (typeof entry === 'string' ? entry : form_order(id).map((form) => entry[form]).join('\n'));

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
  const rows = [...tag_table(languages.map(({ id }) => id))].map(([id, tags]) => `    ${literal(id)} "\\0" ${literal(tags.join(' '))} "\\0"`);
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
const written_keys = Object.keys(source).sort();
const keys = [...written_keys.filter((key) => !is_page_key(key)), 'rule.plural', 'rule.zero'].sort();
const page_keys = written_keys.filter(is_page_key);

check_languages(languages);
const catalogues = languages.map((language) => {
  const { id } = language;
  const file = `${id}.json`;
  const catalogue = (id === source_language ? source : read_json(join(folder, file))) ?? {};
  const report = (problem) => problems.push(`${file}: ${problem}`);
  check_keys(catalogue, report);
  check_against_source(id, source, catalogue, report);
  check_spelling(id, catalogue, report);
  if (id !== source_language) check_translated(source, catalogue, report);
  return { language, catalogue };
});
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'languages.json')) {
  if (!languages.some(({ id }) => id === basename(file, '.json'))) problems.push(`${file}: not in languages.json`);
}

if (problems.length > 0) {
  for (const problem of new Set(problems)) console.error(`i18n: ${problem}`);
  process.exit(1);
}
if (options.check) {
  console.log(`i18n: ${languages.length} languages, ${written_keys.length} texts, all complete`);
}
const compiled = catalogues.map(({ language, catalogue }) => {
  // What the core has to know of a language besides its texts, as texts that nobody writes.
  const all = { ...catalogue, 'rule.plural': plural_table(language.id), 'rule.zero': zero_of(language) };
  return { lang: language.id, json: JSON.stringify({ lang: language.id, dir: language.dir, texts: keys.map((key) => compiled_text(language.id, all[key])), ...(page_keys.length ? { page: page_keys.map((key) => all[key]) } : {}) }) };
});
if (options.gen) {
  mkdirSync(options.gen, { recursive: true });
  write(join(options.gen, 'text_ids.h'), text_ids(keys));
  write(join(options.gen, 'languages.h'), language_table(languages));
  write(join(options.gen, 'catalogues.h'), catalogue_header);
  write(join(options.gen, 'catalogues.cpp'), catalogue_source(compiled));
}
if (options.lang) {
  mkdirSync(options.lang, { recursive: true });
  for (const { lang, json } of compiled) write(join(options.lang, `${lang}.json`), json);
}
