import { files } from './files';

/** The language and script that a tag stands for, as CLDR has it in every browser: `zh_HK` → `zh-Hant`, `iw` → `he-Hebr`. What is no language tag stands for none. */
function writtenForm(tag: string): string {
  try {
    const { language, script } = new Intl.Locale(tag.replace(/_/g, '-')).maximize();
    return `${language}-${script}`;
  } catch {
    return '';
  }
}

const named = (form: string): string | undefined => Object.keys(files.languages).find((id) => writtenForm(id) === form);

/** For a language without texts: the one that its readers can read, in their script where there is one (i18n/matching.mjs). */
function near(form: string): string | undefined {
  const [language = '', script = ''] = form.split('-');
  const other = Object.keys(files.near).find((id) => files.near[id]?.split(' ').includes(language));
  return other && (named(`${other}-${script}`) ?? named(writtenForm(other)));
}

/** The id of the language to show to somebody who prefers these tags, the best first: one of them, else one that is near to one of them, else English. */
export function languageFor(tags: readonly (string | undefined)[]): string {
  const forms = tags.map((tag) => (tag ? writtenForm(tag) : ''));
  for (const find of [named, near]) {
    for (const form of forms) {
      const found = form && find(form);
      if (found) return found;
    }
  }
  return 'en';
}

export const directionOf = (id: string): 'ltr' | 'rtl' => (files.rtl.includes(id) ? 'rtl' : 'ltr');
