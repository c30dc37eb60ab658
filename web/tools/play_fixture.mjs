// Plays a fixture through a core as a page does: events in order, ticks when they are due, languages when they are asked for.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const most_ticks_at_once = 100;

/** The lines of a fixture; null when one is no JSON. */
export function lines_of(path) {
  try {
    return readFileSync(path, 'utf8').split('\n').filter((line) => line.trim()).map((line) => JSON.parse(line));
  } catch {
    return null;
  }
}

/** What a session is made of for such a fixture: its first line. */
export const config_of = ([header]) => ({ ...header, title: header.heading ?? '' });

/** @param {string} folder of the compiled languages. English stands in for one that is not there. */
export function languages_in(folder) {
  const known = new Map();
  return (lang) => {
    if (!known.has(lang)) {
      let text;
      try {
        text = readFileSync(join(folder, `${lang}.json`), 'utf8');
      } catch {
        text = readFileSync(join(folder, 'en.json'), 'utf8');
      }
      known.set(lang, { event: 'catalogue', ...JSON.parse(text) });
    }
    return known.get(lang);
  };
}

/**
 * @param {object[]} lines of the fixture
 * @param {(lang: string) => object} language as languages_in() gives it
 * @param {(event: string, now: number) => string | Promise<string>} handle the core
 * @returns {Promise<string[]>} all that the core said
 */
export async function play_fixture([{ start = 0 }, ...events], language, handle) {
  const said = [];
  let next = null;
  let now = start;
  const take = async (event) => {
    for (const waiting = [event]; waiting.length > 0; ) {
      const text = await handle(JSON.stringify(waiting.pop()), now);
      said.push(text);
      const output = JSON.parse(text);
      next = output.next ?? null;
      for (const { effect, lang } of output.effects ?? []) if (effect === 'load_language') waiting.push(language(lang));
    }
  };
  await take({ event: 'tick' });
  for (const event of events) {
    const at = start + event.at;
    for (let ticks = 0; next !== null && next < at; ) {
      ticks = next <= now ? ticks + 1 : 0;
      if (ticks > most_ticks_at_once) throw new Error('the core asks for ticks that change nothing');
      now = Math.max(next, now);
      await take({ event: 'tick' });
    }
    now = at;
    await take(event);
  }
  return said;
}
