// Hostile words in every field of every kind of message, in Chromium under Trusted Types: nothing runs, no handler, no dialog, no address outside the policy, no request but for pictures.
// The fields come from the core's field lists (web/src/gen/protocol.ts); the messages around them from the fixtures, so that the field is really shown.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fixturesBelow } from '../../web/tools/fixtures.mjs';
import { addresses } from './hostile.mjs';
import { payloads } from './payloads.mjs';
import { dist, launch_browser, top, watch, web } from './support.mjs';

const site = 'http://127.0.0.1:9';
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src * data: blob:; media-src *; require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; form-action 'none'";

/** The interfaces of protocol.ts: name → [field, type]. */
function field_lists() {
  const source = readFileSync(join(web, 'src/gen/protocol.ts'), 'utf8');
  return new Map([...source.matchAll(/^export interface (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name, body]) => [name, [...body.matchAll(/^ {2}"?(\w+)"?\??: ([^;]+);/gm)].map(([, field, type]) => [field, type])]));
}
const lists = field_lists();
const elements = [...readFileSync(join(top, 'core/protocol/elements.def'), 'utf8').matchAll(/^DESKBELL_ELEMENT\("(\w+)", \w+, (\w+)\)/gm)].map(([, type, record]) => [type, record]);
/** Every kind: a Desk message by its src, an IM element by its type. */
const kinds = new Map([...lists.get('DeskMessages').map(([src, record]) => [src, record]), ...elements]);

/** The paths of a record's texts, lists by "0". */
function text_paths(record, within = []) {
  if (within.length > 6) return [];
  return (lists.get(record) ?? []).flatMap(([field, type]) => {
    const path = [...within, field];
    if (type === 'string' || type === 'Json') return [path];
    if (type === 'string[]') return [[...path, '0']];
    const inner = type.replace(/\[\]$/, '');
    return lists.has(inner) ? text_paths(inner, type.endsWith('[]') ? [...path, '0'] : path) : [];
  });
}

/** The messages of the fixtures by kind, with the JSON of their payload. */
function samples() {
  const found = new Map();
  const take = (message) => {
    if (!message?.payload) return;
    let kind = message.type;
    let body = message.payload;
    if (kind === 'TIMCustomElem') {
      try {
        body = JSON.parse(message.payload.data);
      } catch {
        return;
      }
      kind = String(body?.src);
    }
    if (!kinds.has(kind)) return;
    if (!found.has(kind)) found.set(kind, []);
    found.get(kind).push({ message, body });
  };
  for (const path of fixturesBelow(join(top, 'tests/fixtures'))) {
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      try {
        const event = JSON.parse(line);
        take(event.message);
        (event.messages ?? []).forEach(take);
      } catch {
        // A fixture of broken lines.
      }
    }
  }
  return found;
}

const at = (value, path) => path.reduce((inner, name) => inner?.[name], value);
function with_text(value, [name, ...rest], text) {
  const copy = structuredClone(value);
  let inner = copy;
  const path = [name, ...rest];
  path.slice(0, -1).forEach((step) => { inner = inner[step] ??= {}; });
  inner[path.at(-1)] = text;
  return copy;
}

let turn = 0;
const next_payload = () => payloads[(turn += 1) % payloads.length];

/** For each kind messages with one hostile field each; and which fields those are. */
function hostile_messages() {
  const known = samples();
  const out = [];
  for (const [kind, record] of kinds) {
    // What only a visitor's page sends is in no fixture as something that comes; a relay could send it all the same.
    const of_kind = known.get(kind) ?? [{ message: { type: 'TIMCustomElem', payload: {}, from: '@customer_service_account', to: 'visitor-1' }, body: { customerServicePlugin: 0, src: kind } }];
    for (const path of text_paths(record)) {
      const sample = of_kind.find(({ body }) => at(body, path) !== undefined) ?? of_kind.find(({ body }) => typeof at(body, path.slice(0, -1)) === 'object') ?? of_kind[0];
      const old = at(sample.body, path);
      const is_address = typeof old === 'string' && /^[a-z]+:/i.test(old);
      const texts = [...(is_address ? addresses : []), ...Array.from({ length: 6 }, next_payload)];
      for (const text of texts) {
        if (at(sample.body, path.slice(0, -1)) !== undefined && typeof at(sample.body, path.slice(0, -1)) !== 'object') continue;
        out.push({ kind, path: path.join('.'), message: { ...sample.message, flow: sample.message.flow ?? 'in' }, body: with_text(sample.body, path, text) });
      }
    }
  }
  // Who wrote it is shown beside every message.
  for (const field of ['nick', 'avatar', 'from', 'cloudCustomData']) {
    for (let i = 0; i < 30; i += 1) out.push({ kind: 'TIMTextElem', path: field, message: { ...known.get('TIMTextElem')[0].message, [field]: i < 15 ? next_payload() : addresses[i] }, body: { text: next_payload() } });
  }
  // Whole texts as markdown, as a stream and as a plain text.
  for (const [index, text] of payloads.entries()) {
    // As it grows: one beginning of each, cut between characters.
    const characters = [...text];
    const grown = characters.slice(0, 1 + ((index * 7919) % characters.length)).join('');
    out.push({ kind: '31', path: 'growing', message: known.get('31')[0].message, body: { ...known.get('31')[0].body, chunks: [grown], isFinished: 0 } });
    out.push({ kind: '30', path: 'whole', message: known.get('30')[0].message, body: { ...known.get('30')[0].body, content: text } });
    out.push({ kind: '31', path: 'whole', message: known.get('31')[0].message, body: { ...known.get('31')[0].body, chunks: [text], isFinished: 1 } });
    out.push({ kind: 'TIMTextElem', path: 'whole', message: known.get('TIMTextElem')[0].message, body: { text } });
  }
  return out;
}

const start = 1765000000000;
function fixture(messages, from) {
  const lines = [{ deskbell: 1, title: 'hostile', lang: 'en', start, user: { id: 'visitor-1' } }, { at: 0, event: 'net', state: 'connected' }, { at: 0, event: 'open' }, { at: 1, event: 'history', messages: [], complete: true }];
  messages.forEach(({ message, body }, index) => {
    const payload = message.type === 'TIMCustomElem' ? { ...message.payload, data: JSON.stringify(body) } : body;
    lines.push({ at: 10 + index, event: 'message', message: { ...message, ID: `h${from + index}`, time: Math.floor(start / 1000) + index, sequence: from + index, payload } });
  });
  return lines.map((line) => JSON.stringify(line)).join('\n');
}

let browser, page, faults;
const served = new Map();
const dialogs = [];
const requests = [];

before(async () => {
  browser = await launch_browser();
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', viewport: { width: 900, height: 800 } });
  page = await context.newPage();
  faults = await watch(page);
  page.on('dialog', (dialog) => { dialogs.push(dialog.message()); dialog.dismiss(); });
  await page.route('**/*', (route) => {
    const { origin, pathname } = new URL(route.request().url());
    if (origin !== site) {
      requests.push({ url: route.request().url(), type: route.request().resourceType() });
      return route.abort();
    }
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', headers: { 'Content-Security-Policy': policy }, body: '<!doctype html><html lang="en"><script src="/deskbell.js" data-deskbell data-manual></script><body></body></html>' });
    if (served.has(pathname)) return route.fulfill({ contentType: 'application/jsonl', body: served.get(pathname) });
    return route.fulfill({ path: join(dist, decodeURIComponent(pathname)) });
  });
  await page.goto(site);
});

after(async () => {
  await browser?.close();
});

/** Plays a fixture and looks at every element that came of it. */
function look(path) {
  return page.evaluate(async (replay) => {
    const errors = [];
    await new Promise((done) => {
      const stop = [window.Deskbell('on', 'replayed', done), window.Deskbell('on', 'error', ({ message }) => done(errors.push(message)))];
      window.Deskbell('boot', { replay, storage: 'none' });
      window.Deskbell('open');
      errors.stop = () => stop.forEach((each) => each());
    });
    errors.stop();
    const root = document.querySelector('deskbell-widget').shadowRoot;
    const plain = new Set('a article aside audio b blockquote dd dl dt i br button code del dialog div em fieldset footer form h1 h2 h3 h4 h5 h6 header hr img input label legend li main nav ol option p path pre progress s section select span strong svg circle line polyline rect g table tbody td textarea th thead time tr u ul video'.split(' '));
    const wrong = [];
    let rows = 0;
    for (const element of root.querySelectorAll('*')) {
      const tag = element.localName;
      if (element.classList.contains('row')) rows += 1;
      if (!plain.has(tag)) wrong.push(`element ${tag}`);
      for (const { name, value } of element.attributes) {
        if (/^on/i.test(name) || name === 'srcdoc' || name === 'style' && /url\(/i.test(value)) wrong.push(`${tag} ${name}=${value}`);
        if (['href', 'action', 'formaction', 'xlink:href', 'data', 'ping', 'background'].includes(name) && !(tag === 'a' && name === 'href' && /^(https?:\/\/|mailto:|tel:)/i.test(value))) wrong.push(`${tag} ${name}=${value}`);
        if ((name === 'src' || name === 'poster') && !/^(https?:\/\/|blob:https?:|data:image\/(png|jpe?g|gif|webp|avif|bmp)[;,])/i.test(value)) wrong.push(`${tag} ${name}=${value}`);
        if (name === 'srcset') wrong.push(`${tag} srcset=${value}`);
      }
      if (tag === 'a' && element.hasAttribute('href') && !/noopener/.test(element.rel)) wrong.push(`a without noopener: ${element.href}`);
    }
    return { wrong: [...new Set(wrong)], errors, rows };
  }, path);
}

describe('hostile words in every field', () => {
  test('every text field of every kind is tried', () => {
    const tried = new Set(hostile_messages().map(({ kind, path }) => `${kind} ${path}`));
    const missing = [...kinds].flatMap(([kind, record]) => text_paths(record).map((path) => `${kind} ${path.join('.')}`)).filter((one) => !tried.has(one));
    assert.deepEqual(missing, []);
    assert.ok(tried.size >= 75, `${tried.size} fields`);
  });

  test('nothing runs, nothing is asked for, no address leads outside the policy', async (context) => {
    const messages = hostile_messages();
    const step = 150;
    let rows = 0;
    for (let from = 0; from < messages.length; from += step) {
      const part = messages.slice(from, from + step);
      served.set(`/hostile/${from}.jsonl`, fixture(part, from));
      const seen = await look(`/hostile/${from}.jsonl`);
      rows += seen.rows;
      const about = () => [...new Set(part.map(({ kind, path }) => `${kind} ${path}`))].join(', ');
      assert.deepEqual(seen.errors, [], about());
      assert.deepEqual(seen.wrong, [], about());
    }
    context.diagnostic(`${messages.length} messages, ${rows} rows, ${requests.length} pictures asked for`);
    assert.ok(rows > messages.length / 2, `${rows} rows of ${messages.length} messages`);
    assert.deepEqual(dialogs, []);
    assert.deepEqual(requests.filter(({ url, type }) => !['image', 'media'].includes(type) || !/^https?:/.test(url)), []);
    // A picture that cannot be had is told by the browser itself.
    assert.deepEqual(faults.filter((fault) => !/Failed to load resource|ERR_FAILED/.test(fault)), []);
    assert.deepEqual(page.frames().length, 1);
  });
});
