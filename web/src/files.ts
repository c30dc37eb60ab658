/** One language as build.mjs writes it in: its file, what else it answers to, and the launcher's words before any catalogue is loaded. */
interface LanguageFile {
  id: string;
  dir: 'ltr' | 'rtl';
  aliases: string[];
  file: string;
  open: string;
}

/** The built files with the hash of their content as `?v=`, relative to the script; build.mjs defines it. */
declare const DESKBELL_FILES: { app: string; styles: string; wasm: string; replay: string; replayWasm: string; languages: LanguageFile[] };

export const files = DESKBELL_FILES;

/** The language for a tag such as `zh-Hant-HK`: by alias, then by ever shorter tags, then English. The core decides again by the same table (core/i18n). */
export function languageFor(tag: string): LanguageFile {
  for (let rest = tag.toLowerCase().replace(/_/g, '-'); rest; rest = rest.slice(0, Math.max(0, rest.lastIndexOf('-')))) {
    const found = files.languages.find(({ id, aliases }) => id.replace(/_/g, '-') === rest || aliases.includes(rest));
    if (found) return found;
  }
  const first = files.languages.find(({ id }) => id === 'en') ?? files.languages[0];
  if (!first) throw new Error('no language was built in');
  return first;
}
