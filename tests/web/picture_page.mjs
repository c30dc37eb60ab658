// A page that shows one of the states of picture_states.mjs, for pictures and for tests of how they look.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { states, stories } from './picture_states.mjs';
import { start_site, top } from './support.mjs';

export const devices = { desktop: { width: 480, height: 800 }, phone: { width: 375, height: 740 }, narrow: { width: 320, height: 568 }, landscape: { width: 844, height: 390 }, zoomed: { width: 320, height: 256 } };
const touched = ['phone', 'narrow', 'landscape'];

const page_of = `<!doctype html><html><head><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>pictures</title></head><body>
  <script async src="/deskbell.js" data-deskbell data-manual></script></body></html>`;
export const start_states = () => start_site({ files: { 'picture.html': page_of } });

// What the fixtures' addresses show: a scene for a picture, a face for a person.
const scene = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 54" width="720" height="540"><path fill="#d9c7a8" d="M0 0h72v54H0z"/><path fill="#b78a5c" d="M0 40h72v14H0z"/><path fill="#f4ead6" d="M26 8h20l7 18H19z"/><path fill="#6f5236" d="M35 26h2v16h6v3H29v-3h6z"/></svg>';
const face = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="96" height="96"><path fill="#8fa39b" d="M0 0h10v10H0z"/><circle cx="5" cy="4" r="2.1" fill="#f1e6da"/><path fill="#f1e6da" d="M1 10a4 3.6 0 0 1 8 0z"/></svg>';
const people = /\/(?!lamp|sun|shoes|rivoli|moon|moonlight|s\.)[a-z]+\.(jpg|png)$/;

/** The fixture of a state in a language. */
function fixture(state, lang) {
  const [first, ...lines] = readFileSync(join(top, 'tests/fixtures', `${state.fixture ?? stories[lang] ?? stories.en}.jsonl`), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  lines.push(...(state.more ?? []));
  return [{ ...first, lang }, ...lines.filter(({ at }) => at <= (state.until ?? Infinity))].map((line) => JSON.stringify(line)).join('\n');
}

/** A browser page on which the chat is in a state. */
export async function open_state(site, name, { lang = 'en', device = 'desktop', scale = 1 } = {}) {
  const state = states[name];
  const touch = touched.includes(device);
  const context = await site.browser.newContext({ viewport: devices[device], deviceScaleFactor: scale, locale: lang.replace('_', '-'), hasTouch: touch, isMobile: touch, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  page.on('pageerror', (error) => console.error(`${name} ${lang}: ${error.message}`));
  await page.route(/^https:\/\/[a-z.]+\.example\/.*\.(jpg|png)$/, (route) => {
    if (state.hang === 'pictures') return undefined;
    return state.broken ? route.abort() : route.fulfill({ contentType: 'image/svg+xml', body: people.test(route.request().url()) ? face : scene });
  });
  if (state.blocked) await page.route(state.blocked, (route) => route.abort());
  if (!state.live) site.write('picture.jsonl', fixture(state, lang));
  await page.goto(site.url('picture.html'));
  await page.waitForFunction(() => window.Deskbell);
  await page.evaluate(([locale, options, live, early]) => new Promise((done) => {
    addEventListener('deskbell:replayed', done, { once: true });
    setTimeout(done, early ? 0 : live ? 1500 : 3000);
    window.Deskbell('boot', { locale, ...(live ? {} : { replay: '/picture.jsonl' }), storage: 'none', ...options });
    window.Deskbell('open');
  }), [lang, state.options ?? {}, state.live ?? Boolean(state.blocked), state.early]);
  if (!state.blocked) await page.waitForFunction(() => { const panel = document.querySelector('deskbell-widget').shadowRoot.querySelector('.panel'); return panel && !panel.hidden; });
  await state.act?.(page, lang);
  return { context, page };
}

/** The state in another theme; `forced`: with forced colours. */
export async function show_theme(page, theme, state) {
  await page.emulateMedia({ forcedColors: theme === 'forced' ? 'active' : 'none' });
  await page.evaluate(([next, kept]) => {
    document.documentElement.style.background = next === 'dark' ? '#0c0d0e' : '#e9e7e2';
    if (!kept) window.Deskbell('setTheme', next);
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }, [theme === 'forced' ? 'light' : theme, Boolean(state.blocked)]);
}
