// Pictures of every state of the chat, for the eye: each in the four themes, on a desktop and on a phone, at 1× and 2×, in five languages (and in English).
//   ./dev pictures [--state NAME,…] [--lang L,…] [--theme T,…] [--device D,…] [--scale 1|2] [--sheets]
// They are put into build/pictures/<state>/ (nothing of them belongs in the repository); --sheets puts one page of all themes, devices and languages together for each state instead.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { states, stories } from './picture_states.mjs';
import { start_site, top } from './support.mjs';

const { values } = parseArgs({ options: { state: { type: 'string' }, lang: { type: 'string' }, theme: { type: 'string' }, device: { type: 'string' }, scale: { type: 'string' }, sheets: { type: 'boolean', default: false } } });
const chosen = (given, all) => {
  const wanted = given?.split(',') ?? all;
  for (const one of wanted) if (!all.includes(one)) throw new Error(`there is no "${one}", but ${all.join(', ')}`);
  return wanted;
};
const names = chosen(values.state, Object.keys(states));
const langs = chosen(values.lang, ['en', 'th', 'ar', 'zh_cn', 'de']);
const themes = chosen(values.theme, ['light', 'dark', 'contrast', 'business']);
const devices = { desktop: { width: 480, height: 800 }, phone: { width: 375, height: 740 } };
const chosen_devices = chosen(values.device, Object.keys(devices));
const scales = values.sheets ? [1] : chosen(values.scale, ['1', '2']).map(Number);
const out = join(top, 'build/pictures');
rmSync(out, { recursive: true, force: true });

const page_of = `<!doctype html><html><head><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>pictures</title></head><body>
  <script async src="/deskbell.js" data-deskbell data-manual></script></body></html>`;
const site = await start_site({ files: { 'picture.html': page_of } });
let count = 0;

/** The fixture of a state in a language. */
function fixture(state, lang) {
  const [first, ...lines] = readFileSync(join(top, 'tests/fixtures', `${state.fixture ?? stories[lang]}.jsonl`), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  lines.push(...(state.more ?? []));
  return [{ ...first, lang }, ...lines.filter(({ at }) => at <= (state.until ?? Infinity))].map((line) => JSON.stringify(line)).join('\n');
}

try {
  for (const name of names) {
    const state = states[name];
    const sheet = [];
    mkdirSync(join(out, name), { recursive: true });
    for (const lang of langs) for (const device of chosen_devices) for (const scale of scales) {
      const context = await site.browser.newContext({ viewport: devices[device], deviceScaleFactor: scale, locale: lang.replace('_', '-'), hasTouch: device === 'phone', isMobile: device === 'phone', reducedMotion: 'reduce' });
      const page = await context.newPage();
      page.setDefaultTimeout(8000);
      page.on('pageerror', (error) => console.error(`${name} ${lang}: ${error.message}`));
      if (state.hang) await page.route(state.hang, () => undefined);
      site.write('picture.jsonl', fixture(state, lang));
      await page.goto(site.url('picture.html'));
      await page.waitForFunction(() => window.Deskbell);
      await page.evaluate(([locale, options]) => new Promise((done) => {
        addEventListener('deskbell:replayed', done, { once: true });
        setTimeout(done, 3000);
        window.Deskbell('boot', { locale, replay: '/picture.jsonl', storage: 'none', ...options });
        window.Deskbell('open');
      }), [lang, state.options ?? {}]);
      await page.waitForFunction(() => { const panel = document.querySelector('deskbell-widget').shadowRoot.querySelector('.panel'); return panel && !panel.hidden; });
      await state.act?.(page, lang);
      for (const theme of themes) {
        await page.evaluate((next) => {
          document.documentElement.style.background = next === 'dark' ? '#0c0d0e' : '#e9e7e2';
          window.Deskbell('setTheme', next);
        }, theme);
        await page.waitForTimeout(120);
        const path = join(out, name, `${lang}-${device}-${theme}${scale === 2 ? '@2x' : ''}.png`);
        await page.screenshot({ path });
        count += 1;
        if (values.sheets) sheet.push({ theme, device, lang, path });
      }
      await context.close();
    }
    if (sheet.length) await contact_sheet(name, sheet);
    console.log(name);
  }
} finally {
  await site.stop();
}
console.log(`${count} pictures in build/pictures`);

/** All pictures of a state on one: a row for each device and theme, a column for each language. */
async function contact_sheet(name, all) {
  const scale = 0.62;
  const context = await site.browser.newContext({ viewport: { width: Math.ceil(langs.length * 480 * scale) + 20, height: 600 } });
  const page = await context.newPage();
  const figure = ({ path, lang, theme, device }) => `<figure><img width="${devices[device].width * scale}" src="data:image/png;base64,${readFileSync(path).toString('base64')}"><figcaption>${lang} ${theme} ${device}</figcaption></figure>`;
  const rows = chosen_devices.flatMap((device) => themes.map((theme) => `<div>${all.filter((one) => one.device === device && one.theme === theme).map(figure).join('')}</div>`));
  await page.setContent(`<style>body{margin:8px;font:10px sans-serif;background:#fff}div{display:flex;gap:6px}figure{margin:0 0 6px}</style>${rows.join('')}`);
  writeFileSync(join(out, `${name}.png`), await page.screenshot({ fullPage: true }));
  await context.close();
}
