// A page with the panel and the core's markdown stream (build/web/deskbell-stream.wasm), for tests of an answer while it grows: `begin()`, `give(chunk)`, `finish()` in the page.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { from_web, launch_browser, top, watch, web, words } from './support.mjs';
import { composer, header, row } from './samples.mjs';

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self'; require-trusted-types-for 'script'; base-uri 'none'; form-action 'none'";

let browser;
let server;
let address;
/** The paths that were asked for so far. */
export const requests = [];

/** Builds and serves the page, and starts the browser. */
export async function start() {
  const esbuild = from_web('esbuild');
  const css = {
    name: 'css-text',
    setup: (context) => context.onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: (await esbuild.build({ entryPoints: [path], bundle: true, write: false })).outputFiles[0].text, loader: 'text' })),
  };
  const bundle = async (options) => (await esbuild.build({ bundle: true, write: false, format: 'esm', target: 'es2022', plugins: [css], define: { ...words, DESKBELL_COLOURS: '"/colours.js"', DESKBELL_LAZY: '["/",".js"]' }, ...options })).outputFiles[0].contents;
  const entry = `
    import { Panel } from './src/panel';
    import { accentTokens } from './src/color';
    import { learn } from './src/dom/draw';
    import { drawers } from './src/dom/rich';
    import css from './styles/app.css';
    import rich from './styles/rich.css';
    import launcherCss from './src/launcher.css';
    import { open_stream } from '../tests/bench/stream/stream_core.js';
    const host = document.createElement('deskbell-widget');
    document.body.append(host);
    const root = host.attachShadow({ mode: 'open' });
    const adopt = (text) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text); root.adoptedStyleSheets.push(sheet); };
    [launcherCss, css, rich].forEach(adopt);
    learn(drawers);
    window.faults = [];
    const panel = new Panel('Support', {
      close() {}, text() {}, draft() {}, typing() {}, file() {}, press() {}, arrived() {},
      adopt, started: (words) => panel.announce(words, 'polite'), finished: (words) => panel.announce(words, 'polite'), misfit: (what) => faults.push(what),
    });
    root.append(panel.dom);
    window.theme = (name) => {
      host.dataset.theme = name;
      for (const [token, value] of Object.entries(accentTokens(undefined, name))) host.style.setProperty(token, value);
    };
    theme('light');
    const core = await open_stream(await (await fetch('/stream.wasm')).arrayBuffer());
    const head = ${JSON.stringify({ ...row('s', [], { streaming: true, layout: 'full' }), body: undefined })};
    Object.assign(window, {
      panel, root, core, head, log: panel.log.list,
      begin() {
        core.reset();
        panel.log.apply([{ op: 'insert', at: 1e6, row: { ...head, body: [] } }]);
        window.body = [...root.querySelectorAll('.row')].at(-1).querySelector('.body');
      },
      give(chunk) {
        const edits = core.append(chunk);
        if (edits.length) panel.log.apply([{ op: 'body', key: 's', edits }]);
      },
      finish() {
        panel.log.apply([{ op: 'row', key: 's', row: { ...head, streaming: false } }, { op: 'body', key: 's', edits: core.finish() }]);
      },
      frame: () => new Promise((done) => requestAnimationFrame(() => setTimeout(done))),
    });
    window.ready = true;`;
  const files = {
    '/page.js': ['text/javascript', await bundle({ stdin: { contents: entry, resolveDir: web, loader: 'js' } })],
    '/message.js': ['text/javascript', await bundle({ entryPoints: [join(web, 'src/lazy/message.ts')] })],
    '/colours.js': ['text/javascript', await bundle({ entryPoints: [join(web, 'src/lazy/code_colours.ts')] })],
    '/stream.wasm': ['application/wasm', readFileSync(join(top, 'build/web/deskbell-stream.wasm'))],
    '/favicon.ico': ['image/png', ''],
    '/': ['text/html; charset=utf-8', '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>stream</title><body><script type="module" src="/page.js"></script></body></html>'],
  };
  server = createServer((request, response) => {
    requests.push(request.url);
    const [type, body] = files[request.url] ?? [];
    response.writeHead(type ? 200 : 404, { 'Content-Security-Policy': policy, 'Content-Type': type ?? 'text/plain' }).end(body);
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  address = `http://127.0.0.1:${server.address().port}/`;
  browser = await launch_browser();
}

export async function stop() {
  await browser?.close();
  server?.close();
}

export const paragraph = (text) => [{ kind: 'paragraph', children: [{ kind: 'text', text }] }];

/** The panel, open, with some rows before the answer. */
export async function open({ rows = 1, width = 1000, height = 860, permissions = [] } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale: 'en-GB', permissions });
  const page = await context.newPage();
  const faults = await watch(page);
  await page.goto(address);
  await page.waitForFunction(() => window.ready);
  const before = Array.from({ length: rows }, (_, at) => ({ op: 'insert', at, row: row(`m${at}`, paragraph(`Message number ${at}, long enough for a line or two of the bubble it is in.`)) }));
  await page.evaluate((list) => {
    panel.apply(list);
    panel.show();
  }, [{ op: 'language', language: { lang: 'en', dir: 'ltr' } }, { op: 'header', header }, { op: 'composer', composer }, ...before]);
  await page.waitForTimeout(250);
  return { page, context, faults };
}
