// Which of our languages a language tag means, from CLDR: its likely language and script, and what those who read another language can read as well.

import { cldr, coverage, locales } from './cldr.mjs';

/** A language further away than this (see languageMatching in CLDR) is not taken for another: 4 is Swiss German and German, 20 Catalan and Spanish, 30 Tamil and English. */
const nearest = 20;

const likely = cldr('likelySubtags').likelySubtags;
const legacy = cldr('aliases').metadata.alias.languageAlias;
const written = cldr('languageMatching').languageMatching['written-new'].languageMatch;
/** A distance below which two languages are written so alike that even a rare one counts. */
const alike = 10;
/** Languages that software is written in, so that a browser can ask for them. */
const in_use = (language) => ['modern', 'moderate'].includes(coverage(language));

const read = (tag) => {
  const [language, ...rest] = tag.split('-');
  const script = rest.find((part) => part.length === 4);
  const region = rest.find((part) => /^([a-z]{2}|\d{3})$/i.test(part));
  return { language: language.toLowerCase(), script: script && script[0].toUpperCase() + script.slice(1).toLowerCase(), region: region?.toUpperCase() };
};

/** `zh-HK` → `zh-Hant`: the language with the script that it is written in there, legacy codes replaced. The browser's Intl.Locale does the same. */
export function written_form(tag) {
  let { language, script, region } = read(tag);
  const replacement = legacy[language]?._replacement;
  if (replacement) {
    const newer = read(replacement);
    language = newer.language;
    script ??= newer.script;
    region ??= newer.region;
  }
  const candidates = [[language, script, region], [language, region], [language, script], [language]].map((parts) => parts.filter(Boolean).join('-'));
  const found = candidates.map((candidate) => likely[candidate]).find(Boolean);
  return `${language}-${script ?? (found ? read(found).script : '')}`;
}

/** For languages without texts here: which of ours their readers can read, for example `ca` → `es`. */
export function close_languages(ids) {
  const own = new Set(ids.map((id) => id.split('_')[0]));
  const found = {};
  for (const { _desired: wanted, _supported: given, _distance: distance } of written) {
    if (own.has(wanted) || !own.has(given) || given === 'en') continue;
    if (Number(distance) > nearest || (Number(distance) >= alike && !in_use(wanted))) continue;
    found[wanted] = given;
  }
  return found;
}

/** The same by the languages that are read: `es` → `ca eu gl gn`. */
export function readers(ids) {
  const groups = {};
  for (const [language, other] of Object.entries(close_languages(ids))) groups[other] = groups[other] ? `${groups[other]} ${language}` : language;
  return groups;
}

/** The language for one tag: the one that is written so, the one that its readers can read, or none. web/src/languages.ts does it for a list of tags. */
export function language_for(tag, ids) {
  const form = written_form(tag);
  const [language, script] = form.split('-');
  const near = close_languages(ids)[language];
  const wanted = near ? [`${near}-${script}`, written_form(near)] : [form];
  return wanted.map((one) => ids.find((id) => written_form(id.replace('_', '-')) === one)).find(Boolean);
}

/**
 * For hosts without CLDR: which tags mean which language, in lower case. Who looks a tag up and finds nothing cuts its last subtag off and tries again (core/i18n), so only those
 * tags are listed that need it. English is what remains, and is listed where a shorter tag would say otherwise.
 * @returns {Map<string, string[]>} id → tags
 */
export function tag_table(ids) {
  const table = new Map();
  const look_up = (tag) => {
    for (let rest = tag; rest; rest = rest.slice(0, Math.max(0, rest.lastIndexOf('-')))) if (table.has(rest)) return table.get(rest);
    return 'en';
  };
  const all = [...ids.map((id) => id.replace('_', '-')), ...locales(), ...Object.keys(likely).filter((tag) => !tag.startsWith('und')), ...Object.keys(legacy).filter((tag) => !/[-_]/.test(tag))];
  const tags = [...new Set(all.map((tag) => tag.toLowerCase()))].sort((one, other) => one.length - other.length || (one < other ? -1 : 1));
  for (const tag of tags) {
    const wanted = language_for(tag, ids) ?? 'en';
    if (look_up(tag) !== wanted) table.set(tag, wanted);
  }
  return new Map(ids.map((id) => [id, [...table].filter(([, language]) => language === id).map(([tag]) => tag)]));
}
