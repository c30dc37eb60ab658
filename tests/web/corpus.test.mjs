// Every fixture, played in the page, shows the words of its text golden in the same order, read from Chromium's accessibility tree. One page plays them all.
//
// What differs by design is put right here and nowhere else: `plain_formats` makes Intl write times, days, sizes and shares in the fixed forms of the text
// renderer, `golden_words` takes out of the golden what only text needs, `tree_words` takes out of the page what only a page has.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { after, before, test } from 'node:test';
import { fixturesBelow } from '../../web/tools/fixtures.mjs';
import { dist, launch_browser, top } from './support.mjs';

const fixtures = join(top, 'tests/fixtures');
const site = 'http://127.0.0.1:9';
let browser, page, client;
const faults = [];

/** Runs in the page before anything else: the forms of widget/text instead of those of a language. */
function plain_formats() {
  const two = (number) => String(number).padStart(2, '0');
  Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', {
    value(ms) {
      const date = new Date(ms + (window.utcOffset ?? 0) * 60_000);
      if (this.resolvedOptions().timeStyle !== undefined) return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
      return date.toISOString().slice(0, 10);
    },
  });
  Object.defineProperty(Intl.NumberFormat.prototype, 'format', {
    value(number) {
      const { style, unit, minimumIntegerDigits } = this.resolvedOptions();
      if (style === 'percent') return `${Math.round(number * 100)}%`;
      if (style === 'unit') return `${Math.round(number * 1000 ** ['byte', 'kilobyte', 'megabyte', 'gigabyte'].indexOf(unit))} B`;
      return minimumIntegerDigits === 2 ? two(number) : String(number);
    },
  });
}

const word = /[\p{L}\p{N}\p{M}]+/gu;
const words = (text) => text.normalize('NFC').match(word) ?? [];
// Where words are written without spaces, a link or a bold word may begin within what looks like one.
const run_on = /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]\p{M}*) (?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])/gu;
const line_of = (all) => all.join(' ').replace(run_on, '');
const address = /<(?:https?|mailto|tel|blob|data):[^>]*>/g;

/** The words of a golden, without addresses (a page keeps them in attributes), the size of pictures (a box of that size on a page) and marks. */
function golden_words(golden) {
  const lines = golden.split('\n').map((line) => {
    let text = line.replace(address, ' ').replace(/\[x\]? /g, '[');
    if (/^\s*(\+ )?!(?!!)/.test(text)) {
      // A player tells its length itself, and nobody asks for its size.
      if (/\b\d+ s\b/.test(text)) text = text.replace(/\b\d+ B\b/, ' ');
      if (/\b\d+×\d+ \d+ s\b/.test(text)) text = text.replace(/\b\d+ s\b/, ' ');
      text = text.replace(/\b\d+×\d+\b/g, ' ').replace(/(\d\.\d+) of 1/g, (_, share) => `${Math.round(Number(share) * 100)}%`);
      text = text.replace(/\b(\d+) s\b/g, (_, seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`);
    }
    return text;
  });
  return words(lines.join('\n'));
}

const below = (node, by_id) => (node.childIds ?? []).flatMap((id) => (by_id.has(id) ? [by_id.get(id), ...below(by_id.get(id), by_id)] : []));
const text_of = (node, by_id) => below(node, by_id).filter(({ role }) => role?.value === 'StaticText').map(({ name }) => name?.value ?? '').join('');
const options_of = (node, by_id) => below(node, by_id).filter(({ role, ignored }) => role?.value === 'option' && !ignored).map(({ name }) => name?.value ?? '');
/** The button for what can be done with a message comes when it is loaded, in any language. */
const tools = new Set(readdirSync(join(top, 'i18n')).filter((name) => name.endsWith('.json')).map((name) => JSON.parse(readFileSync(join(top, 'i18n', name), 'utf8'))['page.options']).filter(Boolean));
const bare_address = /^(https?:\/\/|mailto:|tel:)\S+$/;

/** The words of the accessibility tree in reading order, given the names of the panel's own controls (see play). */
function tree_words(nodes, { skip, unread, attach, composer, placeholders }) {
  let attaches = false;
  const by_id = new Map(nodes.map((node) => [node.nodeId, node]));
  const out = [];
  const say = (text) => out.push(...words(text ?? ''));
  // A label that is seen was told just before.
  const say_label = (name) => {
    const label = words(name);
    if (out.slice(out.length - label.length).join(' ') !== label.join(' ')) out.push(...label);
  };
  const walk = (node) => {
    const role = node.ignored ? '' : node.role?.value;
    const name = node.name?.value ?? '';
    const children = () => (node.childIds ?? []).forEach((id) => by_id.has(id) && walk(by_id.get(id)));
    if (role === 'InlineTextBox') return;
    if (role === 'button' && (skip.includes(name) || tools.has(name))) return;
    if (role === 'button' && name === attach) {
      attaches = true;
      return;
    }
    switch (role) {
      case 'link': {
        // Text writes an address that is its own link text as an address, and addresses are left out.
        const from = out.length;
        children();
        if (bare_address.test(text_of(node, by_id))) out.length = from;
        say(node.description?.value);
        return;
      }
      case 'checkbox':
        // It is named by the item that follows.
        return;
      case 'ListMarker':
      case 'StaticText':
      case 'image':
      case 'img':
      case 'button':
      case 'menuitem':
      case 'radio':
      case 'option':
      case 'Video':
      case 'Audio':
        say(name);
        return;
      case 'textbox':
        // The composer's label names what its place says already.
        if (name !== composer) say_label(name);
        say(node.value?.value || placeholders.get(name));
        return;
      case 'combobox':
        say_label(name);
        // The first option is the hint, which text leaves out once something is chosen.
        options_of(node, by_id).forEach((option, index) => (index > 0 || option === node.value?.value) && say(option));
        return;
      default:
        children();
    }
  };
  say(unread);
  walk(nodes[0]);
  // The button stands before the box on a page, and last in text.
  if (attaches) say(attach);
  return out;
}

before(async () => {
  browser = await launch_browser();
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', viewport: { width: 1000, height: 900 } });
  page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  await page.addInitScript(plain_formats);
  // No server: a relay would be right to think that a page asking so often is up to no good. Pictures of fixtures lie on servers that do not exist.
  await page.route('**/*', (route) => {
    const { origin, pathname } = new URL(route.request().url());
    if (origin !== site) return route.abort();
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: '<!doctype html><html lang="en"><script src="/deskbell.js" data-deskbell data-manual></script><body></body></html>' });
    const file = decodeURIComponent(pathname);
    return route.fulfill({ path: file.startsWith('/fixtures/') ? join(fixtures, file.slice('/fixtures/'.length)) : join(dist, file) });
  });
  await page.goto(site);
  client = await context.newCDPSession(page);
});

after(async () => {
  await browser?.close();
});

/** Plays a fixture and opens what is folded away; gives the names of the panel's own controls. */
function play(path, utc_offset) {
  return page.evaluate(async ([replay, offset]) => {
    window.utcOffset = offset;
    const errors = [];
    await new Promise((done) => {
      const stop = [window.Deskbell('on', 'replayed', done), window.Deskbell('on', 'error', ({ message }) => done(errors.push(message)))];
      window.Deskbell('boot', { replay, storage: 'none' });
      window.Deskbell('open');
      errors.stop = () => stop.forEach((each) => each());
    });
    errors.stop();
    const root = document.querySelector('deskbell-widget').shadowRoot;
    const menu = root.querySelector('.menu');
    if (menu) menu.hidden = false;
    // Sounds and videos have controls (player.test.mjs); text tells what they are, and how long a sound is.
    for (let wait = 0; wait < 300 && root.querySelector(':is(audio, video)[controls]'); wait += 1) await new Promise((next) => setTimeout(next, 10));
    for (const player of root.querySelectorAll('.player')) player.replaceChildren(`${player.getAttribute('aria-label')} ${player.matches('.tone') ? player.querySelector('.clock').textContent : ''}`);
    // A row that goes on where the one before it ended tells who and when to screen readers only.
    for (const meta of root.querySelectorAll('.row:not(.head) > .meta')) meta.hidden = true;
    const name = (element) => element?.getAttribute('aria-label') || element?.textContent || '';
    const launcher = root.querySelector('.launcher');
    return {
      errors,
      skip: [...root.querySelectorAll('.header > .tool, .more > .tool, .jump, .code .copy, .options'), launcher].map(name),
      // Text tells what is unread first; on a page it stands on the launcher, after the panel.
      unread: launcher.querySelector('.badge-count')?.hidden === false ? name(launcher) : '',
      attach: name(root.querySelector('.attach')),
      composer: name(root.querySelector('.composer textarea')),
      placeholders: [...root.querySelectorAll('[placeholder]')].map((box) => [box.getAttribute('aria-label') || root.querySelector(`label[for="${box.id}"]`)?.textContent || '', box.getAttribute('placeholder')]),
    };
  }, [path, utc_offset]);
}

for (const fixture of fixturesBelow(fixtures)) {
  const name = relative(fixtures, fixture);
  test(`${name}: the page says what the golden says`, async () => {
    const { errors, placeholders, ...panel } = await play(`/fixtures/${name}`, JSON.parse(readFileSync(fixture, 'utf8').split('\n')[0]).utc_offset);
    assert.deepEqual(errors, []);
    const { nodes } = await client.send('Accessibility.getFullAXTree');
    const golden = readFileSync(join(top, 'tests/golden', name.replace(/\.jsonl$/, '.txt')), 'utf8');
    assert.equal(line_of(tree_words(nodes, { ...panel, placeholders: new Map(placeholders) })), line_of(golden_words(golden)));
    assert.deepEqual(faults, []);
  });
}
