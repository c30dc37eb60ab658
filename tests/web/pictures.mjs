// Pictures of every state of the chat, for the eye: each in the four themes, on a desktop and on a phone, at 1× and 2×, in five languages (and in English).
//   ./dev pictures [--state NAME,…] [--lang L,…] [--theme T,…] [--device D,…] [--scale 1|2] [--sheets]
// They are put into build/pictures/<state>/ (nothing of them belongs in the repository); --sheets puts the languages of a state side by side, two themes to a page, so that the words can still be read.
// Asked for by name only: the theme `forced` (forced colours), the devices `narrow` (320 px), `landscape` and `zoomed` (a desktop at 400 %).

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { devices, open_state, show_theme, start_states } from './picture_page.mjs';
import { states } from './picture_states.mjs';
import { top } from './support.mjs';

const { values } = parseArgs({ options: { state: { type: 'string' }, lang: { type: 'string' }, theme: { type: 'string' }, device: { type: 'string' }, scale: { type: 'string' }, sheets: { type: 'boolean', default: false } } });
const chosen = (given, all, more = []) => {
  const wanted = given?.split(',') ?? all;
  for (const one of wanted) if (![...all, ...more].includes(one)) throw new Error(`there is no "${one}", but ${[...all, ...more].join(', ')}`);
  return wanted;
};
const names = chosen(values.state, Object.keys(states));
const langs = chosen(values.lang, ['en', 'th', 'ar', 'zh_cn', 'de']);
const themes = chosen(values.theme, ['light', 'dark', 'contrast', 'business'], ['forced']);
const chosen_devices = chosen(values.device, ['desktop', 'phone'], Object.keys(devices));
const scales = values.sheets ? [1] : chosen(values.scale, ['1', '2']).map(Number);
const out = join(top, 'build/pictures');

const site = await start_states();
let count = 0;

try {
  for (const name of names) {
    const sheet = [];
    rmSync(join(out, name), { recursive: true, force: true });
    mkdirSync(join(out, name), { recursive: true });
    for (const lang of langs) for (const device of chosen_devices) for (const scale of scales) {
      const { context, page } = await open_state(site, name, { lang, device, scale });
      for (const theme of themes) {
        await show_theme(page, theme, states[name]);
        const path = join(out, name, `${lang}-${device}-${theme}${scale === 2 ? '@2x' : ''}.png`);
        await page.screenshot({ path });
        count += 1;
        if (values.sheets) sheet.push({ theme, device, lang, path });
      }
      await context.close();
    }
    if (sheet.length) await contact_sheets(name, sheet);
    console.log(name);
  }
} finally {
  await site.stop();
}
console.log(`${count} pictures in build/pictures`);

/** The pictures of a state on pages: one for each device and two themes, a column for each language. */
async function contact_sheets(name, all) {
  const gap = 6;
  for (const device of chosen_devices) for (let at = 0; at < themes.length; at += 2) {
    const width = Math.min(devices[device].width, 310);
    const columns = Math.min(langs.length, Math.floor(1560 / width));
    const context = await site.browser.newContext({ viewport: { width: columns * (width + gap) + 10, height: 400 } });
    const page = await context.newPage();
    const figure = ({ path, lang, theme }) => `<figure><img width="${width}" src="data:image/png;base64,${readFileSync(path).toString('base64')}"><figcaption>${lang} ${theme} ${device}</figcaption></figure>`;
    const rows = themes.slice(at, at + 2).map((theme) => `<div>${all.filter((one) => one.device === device && one.theme === theme).map(figure).join('')}</div>`);
    await page.setContent(`<style>body{margin:8px;font:10px sans-serif;background:#fff}div{display:flex;flex-wrap:wrap;gap:${gap}px}figure{margin:0 0 6px}</style>${rows.join('')}`);
    writeFileSync(join(out, `${name}-${device}-${themes.slice(at, at + 2).join('-')}.png`), await page.screenshot({ fullPage: true }));
    await context.close();
  }
}
