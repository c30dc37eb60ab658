// What is wrong with the texts of a language: keys, placeholders, plural forms, and how they are written.

import { categories, members } from './plurals.mjs';

/** A text with forms counts by this placeholder. */
export const counter = 'count';

const is_forms = (text) => typeof text === 'object' && text !== null && !Array.isArray(text);

/** Each text of an entry with what to call it: the entry itself, or its forms. */
const texts_of = (key, entry) => (is_forms(entry) ? Object.entries(entry).map(([form, text]) => [`${key} (${form})`, text]) : [[key, entry]]);

const placeholders = (text) => [...new Set([...text.matchAll(/\{([a-z][a-z0-9_]*)\}/g)].map(([, name]) => name))].sort();

/** Words that only the browser's page needs are not the core's: they stand in a list of their own, and cost its module nothing. */
export const is_page_key = (key) => key.startsWith('page.');
/** The places of the page's own words in a language file, by name; `source` is en.json. What the page knows as DESKBELL_WORDS. */
export const page_word_places = (source) => Object.fromEntries(Object.keys(source).filter(is_page_key).sort().map((key, place) => [key.slice(5), place]));

export const identifier = (key) => key.replaceAll('.', '_');

/** Keys that cannot be a name in C++, and entries that are no texts. */
export function check_keys(catalogue, report) {
  const seen = new Map();
  for (const [key, entry] of Object.entries(catalogue)) {
    if (!/^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/.test(key)) report(`the key ${JSON.stringify(key)} is not made of a-z, 0-9, _ and dots`);
    if (key.startsWith('rule.')) report(`${key}: keys that begin with "rule." are made by the compiler`);
    for (const [where, text] of texts_of(key, entry)) {
      if (typeof text !== 'string' || text === '') report(`${where} is not a text`);
    }
    const other = seen.get(identifier(key));
    if (other) report(`${key} and ${other} have the same name in C++`);
    seen.set(identifier(key), key);
  }
}

/** The forms of a text are those that CLDR has for the language; one that stands for a single number need not name it. */
function check_forms(language, key, forms, report) {
  const wanted = categories(language);
  for (const form of wanted) if (!(form in forms)) report(`${key} lacks the plural form "${form}"`);
  for (const form of Object.keys(forms)) if (!wanted.includes(form)) report(`${key} has the plural form "${form}", which ${language} has not`);
  for (const [form, text] of Object.entries(forms)) {
    if (!wanted.includes(form) || typeof text !== 'string' || placeholders(text).includes(counter)) continue;
    const numbers = members(language, form);
    if (numbers.length !== 1) report(`${key} (${form}) has to say {${counter}}: it stands for ${numbers.slice(0, 3).join(', ')}…`);
  }
}

export function check_against_source(language, source, catalogue, report) {
  for (const [key, original] of Object.entries(source)) {
    const entry = catalogue[key];
    if (entry === undefined) {
      report(`${key} is missing`);
    } else if (is_forms(original) !== is_forms(entry)) {
      report(`${key} has ${is_forms(entry) ? 'plural forms' : 'no plural forms'}, in English it is the other way round`);
    } else if (is_forms(original)) {
      check_forms(language, key, entry, report);
      for (const [where, text] of texts_of(key, entry)) {
        const odd = placeholders(String(text)).filter((name) => name !== counter);
        if (odd.length > 0) report(`${where} has the placeholders [${odd.join(' ')}], a text with forms has only {${counter}}`);
      }
    } else {
      const [wanted, found] = [original, entry].map((text) => placeholders(String(text)).join(' '));
      if (wanted !== found) report(`${key} has the placeholders [${found}], English has [${wanted}]`);
    }
  }
  for (const key of Object.keys(catalogue)) if (!(key in source)) report(`${key} is not in English`);
}

const fullwidth = ['zh_cn', 'zh_tw', 'ja'];

/** @type {{only?: string[], not?: string[], find: RegExp, why: string}[]} Which spelling is refused, and in which languages. */
const spelling = [
  { find: /[{}]/, why: 'a stray brace' },
  { find: /^\s|\s$/, why: 'a space at its edge' },
  { find: /[ \u00a0\u202f]{2}/, why: 'two spaces in a row' },
  { find: /[^\P{C}\u200c]/u, why: 'a control character or an invisible one' },
  { find: /[!！¡]/, why: 'an exclamation mark' },
  { find: /\.\.|…./, why: 'dots other than one … at its end' },
  { find: /[.。।۔]$/, why: 'a full stop at its end' },
  { find: /"/, why: 'a straight quotation mark' },
  { find: /'/, why: 'a straight apostrophe' },
  { only: ['fr'], find: /(?<![\u00a0\u202f])[:;?]/, why: 'no unbreakable space before : ; ?' },
  { not: ['fr'], find: /\s[:;?,]/, why: 'a space before punctuation' },
  { only: ['es'], find: /^[^¿]*\?/, why: 'a question without ¿' },
  { only: ['ar', 'fa'], find: /[?,;]/, why: 'punctuation that is not ؟ ، ؛' },
  { only: ['he'], find: /[؟،]/, why: 'Arabic punctuation' },
  { only: fullwidth, find: /[?,;:]/, why: 'punctuation that is not ？，：' },
  { only: fullwidth, find: /[()]/, why: 'brackets that are not （）' },
  { not: fullwidth, find: /[\u3000-\u303f\uff00-\uffef]/, why: 'full-width punctuation' },
  { find: /(?=\p{L}*\p{Script=Latin})(?=\p{L}*[\p{Script=Cyrillic}\p{Script=Greek}])\p{L}+/u, why: 'letters of two alphabets in one word' },
];

/** How a text is written: see `spelling`. Placeholders do not count. */
export function check_spelling(language, catalogue, report) {
  const rules = spelling.filter(({ only, not }) => (!only || only.includes(language)) && !not?.includes(language));
  for (const [key, entry] of Object.entries(catalogue)) {
    for (const [where, text] of texts_of(key, entry)) {
      const bare = String(text).replace(/\{[a-z][a-z0-9_]*\}/g, 'x');
      for (const { find, why } of rules) if (find.test(bare)) report(`${where}: ${why} in ${JSON.stringify(text)}`);
    }
  }
}

/** Texts of several words that are the English ones. */
export function check_translated(source, catalogue, report) {
  for (const [key, entry] of Object.entries(catalogue)) {
    if (typeof entry === 'string' && entry.includes(' ') && entry === source[key]) report(`${key} is still in English: ${JSON.stringify(entry)}`);
  }
}
