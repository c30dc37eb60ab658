// The drawing code alone in a browser, for tests that hand it patches themselves: no core, no relay.

import { createServer } from 'node:http';
import { join } from 'node:path';
import { composer, header } from './samples.mjs';
import { from_web, launch_browser, watch, web, words } from './support.mjs';

const policy = "default-src 'none'; script-src 'self'; img-src 'self' data: blob:; media-src 'self' https: blob:; require-trusted-types-for 'script'; base-uri 'none'; form-action 'none'";

/** A quiet sound as a WAV file. */
function tone(seconds) {
  const rate = 8000;
  const bytes = Buffer.alloc(44 + rate * seconds, 128);
  bytes.write('RIFF');
  bytes.write('WAVEfmt ', 8);
  bytes.write('data', 36);
  for (const [value, at, size] of [[bytes.length - 8, 4, 4], [16, 16, 4], [1, 20, 2], [1, 22, 2], [rate, 24, 4], [rate, 28, 4], [1, 32, 2], [8, 34, 2], [rate * seconds, 40, 4]]) bytes.writeUIntLE(value, at, size);
  return bytes;
}

/** A page with the panel and nothing else: `open(rows)` shows rows in it, `stop()` ends it all. */
export async function start_drawing() {
  const esbuild = from_web('esbuild');
  const entry = `
    import { Panel } from './src/panel';
    import { accentTokens } from './src/color';
    import { learn } from './src/dom/draw';
    import { drawers } from './src/dom/rich';
    import css from './styles/app.css';
    import rich from './styles/rich.css';
    import launcherCss from './src/launcher.css';
    const host = document.createElement('deskbell-widget');
    document.body.append(host);
    const root = host.attachShadow({ mode: 'open' });
    const adopt = (text) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text); root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]; };
    [launcherCss, css, rich].forEach(adopt);
    learn(drawers);
    window.pressed = []; window.written = []; window.faults = [];
    const panel = new Panel('Support', {
      adopt, close: () => panel.hide(), text: (text) => written.push(text), draft: () => {}, typing: () => {}, file: (file) => written.push(file.name),
      press: (...call) => pressed.push(call), arrived: () => {}, started: (words) => { window.started = words; }, finished: (words) => { window.finished = words; }, misfit: (what) => faults.push(what),
    });
    root.append(panel.dom);
    window.theme = (name) => {
      host.dataset.theme = name;
      document.documentElement.style.background = name === 'dark' ? '#0c0d0e' : '#f7f7f5';
      for (const [token, value] of Object.entries(accentTokens(undefined, name))) host.style.setProperty(token, value);
    };
    window.accents = (name) => {
      const tokens = accentTokens(undefined, name);
      const [made, written] = [tokens, {}].map((given) => {
        host.dataset.theme = name;
        for (const token of Object.keys(tokens)) host.style.setProperty(token, given[token] ?? '');
        return Object.keys(tokens).map((token) => {
          const probe = root.appendChild(document.createElement('i'));
          probe.style.color = \`var(\${token}, #1b6b5c)\`;
          const { color } = getComputedStyle(probe);
          probe.remove();
          return color;
        });
      });
      theme('light');
      return { made, written };
    };
    theme('light');
    window.panel = panel;`;
  const plugin = {
    name: 'css-text',
    setup(context) {
      context.onLoad({ filter: /\.css$/ }, async ({ path }) => {
        const bundled = await esbuild.build({ entryPoints: [path], bundle: true, write: false });
        return { contents: bundled.outputFiles[0].text, loader: 'text' };
      });
    },
  };
  const late = ['player', 'mentions', 'message'];
  const define = { DESKBELL_COLOURS: '""', ...words, DESKBELL_LAZY: '["/",".js"]' };
  const bundle = async (input) => (await esbuild.build({ ...input, format: 'esm', bundle: true, write: false, plugins: [plugin], define })).outputFiles[0].text;
  const scripts = { '/page.js': await bundle({ stdin: { contents: entry, resolveDir: web, loader: 'js' } }) };
  for (const name of late) scripts[`/${name}.js`] = await bundle({ entryPoints: [join(web, `src/lazy/${name}.ts`)] });
  const server = createServer((request, response) => {
    response.setHeader('Content-Security-Policy', policy);
    if (scripts[request.url]) response.setHeader('Content-Type', 'text/javascript').end(scripts[request.url]);
    else if (request.url === '/') response.setHeader('Content-Type', 'text/html; charset=utf-8').end('<!doctype html><html lang="en"><title>rendering</title><body><script type="module" src="/page.js"></script></body></html>');
    else if (request.url === '/tone.wav') response.setHeader('Content-Type', 'audio/wav').setHeader('Accept-Ranges', 'bytes').end(tone(8));
    else response.writeHead(204).end();
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const address = `http://127.0.0.1:${server.address().port}/`;
  const browser = await launch_browser();

  /** A page with the panel open and the rows in it. */
  async function open(rows, { width = 1000, height = 860, patches = [] } = {}) {
    const page = await browser.newPage({ viewport: { width, height }, locale: 'en-GB', timezoneId: 'UTC' });
    const faults = await watch(page);
    await page.goto(address);
    const all = [{ op: 'language', language: { lang: 'en', dir: 'ltr' } }, { op: 'header', header }, { op: 'composer', composer }, ...rows.map((one, at) => ({ op: 'insert', at, row: one })), ...patches];
    await page.evaluate((list) => {
      panel.apply(list);
      panel.show();
    }, all);
    await page.waitForTimeout(250);
    return { page, faults, apply: (...list) => page.evaluate((given) => panel.apply(given), list), pressed: () => page.evaluate(() => pressed.map((call) => call.filter((part) => part !== undefined))) };
  }

  return { open, browser, address, async stop() { await browser.close(); server.close(); } };
}
