// The core in two modules says the same as the whole one, whatever it is told, and a chat in words does with the first. What happens when the rest cannot be loaded, or is of another build.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fixturesBelow } from '../../web/tools/fixtures.mjs';
import { config_of, languages_in, lines_of, play_fixture } from '../../web/tools/play_fixture.mjs';
import { dist, from_web, start_site, top, web } from './support.mjs';

const fixtures = join(top, 'tests/fixtures');
const language = languages_in(join(dist, 'lang'));
const bytes = { first: readFileSync(join(dist, 'deskbell.wasm')), rest: readFileSync(join(dist, 'lazy/rest.wasm')), whole: readFileSync(join(top, 'build/web/deskbell-whole.wasm')) };
const rest = new WebAssembly.Module(bytes.rest);
const core_name = WebAssembly.Module.imports(rest)[0].module;
const as_javascript = () => import(join(dist, 'lazy/core.js'));

let wasm;
let first;
let whole;
before(async () => {
  const built = await from_web('esbuild').build({ entryPoints: [join(web, 'src/wasm.ts')], bundle: true, format: 'esm', write: false, define: { DESKBELL_CORE: JSON.stringify(core_name) } });
  wasm = await import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString('base64')}`);
  const compiled = (module) => wasm.compile(Promise.resolve(new Response(module, { headers: { 'Content-Type': 'application/wasm' } })));
  [first, whole] = await Promise.all([compiled(bytes.first), compiled(bytes.whole)]);
});

const none = () => assert.fail('nothing should be loaded');
const whole_core = (config) => wasm.createCore(whole, config, none, none);
/** What a page does with an event: when the core needs its rest, that is loaded, and it is told again. */
const patiently = (core) => async (event, now) => {
  const said = core.handle(event, now);
  if (said !== undefined) return said;
  await core.complete();
  const again = core.handle(event, now);
  assert.notEqual(again, undefined, 'once only');
  return again;
};

describe('the core in two modules', () => {
  test('says the same as the whole one in every fixture, and a chat in words does with the first', async (told) => {
    const needed = [];
    const paths = fixturesBelow(fixtures).filter((path) => lines_of(path));
    for (const path of paths) {
      const lines = lines_of(path);
      let loaded = false;
      const one = await whole_core(config_of(lines));
      const two = await wasm.createCore(first, config_of(lines), async () => ((loaded = true), rest), none);
      const said = await play_fixture(lines, language, one.handle);
      assert.deepEqual(await play_fixture(lines, language, patiently(two)), said, path);
      two.destroy();
      if (loaded) needed.push(relative(fixtures, path));
    }
    assert.ok(paths.length > 300, `${paths.length} fixtures`);
    told.diagnostic(`${needed.length} of ${paths.length} fixtures need the rest`);
    // What must never wait for a file: the connection and its loss, sending and sending again, what was kept, other languages, answers as they grow, older messages.
    const words = /^(stream|history|language)\/|^state\/(?!whole)|^message\/(text|welcome|typing|thinking|revoked|modified)|^send\/(text|queued|lost|resent|refused|retried|restored|unanswered|draft|typing|long|quote|read)/;
    assert.deepEqual(needed.filter((path) => words.test(path)), []);
    // And the list tells nothing if these need nothing.
    for (const path of ['message/task-form.jsonl', 'message/card.jsonl', 'send/file.jsonl', 'message/order.jsonl']) assert.ok(needed.includes(path), path);
  });

  const form = lines_of(join(fixtures, 'message/task-form.jsonl'));

  test('a core that fell, and was told all again, goes on where the other stood', async () => {
    // A conversation, and in the midst of it a form.
    const talk = lines_of(join(fixtures, 'story/en-broken-lamp.jsonl'));
    const one = await whole_core(config_of(talk));
    let times = 0;
    const two = await wasm.createCore(first, config_of(talk), async () => ((times += 1), rest), none);
    assert.deepEqual(await play_fixture(talk, language, patiently(two)), await play_fixture(talk, language, one.handle));
    assert.equal(times, 1);
  });

  test('an event that needs a rest that cannot be loaded has not happened, and may be told again', async () => {
    const one = await whole_core(config_of(form));
    let there = false;
    const two = await wasm.createCore(first, config_of(form), async () => (there ? rest : Promise.reject(new Error('no rest'))), () => Promise.reject(new Error('no core')));
    let failures = 0;
    const said = await play_fixture(form, language, async (event, now) => {
      const text = two.handle(event, now);
      if (text !== undefined) return text;
      for (; failures < 3; failures += 1) await assert.rejects(two.complete(), /^Error: no rest$/);
      there = true;
      await Promise.all([two.complete(), two.complete()]);
      return two.handle(event, now);
    });
    assert.equal(failures, 3);
    assert.deepEqual(said, await play_fixture(form, language, one.handle));
  });

  test('the rest of another build is not joined: the whole core takes over, as JavaScript', async () => {
    const other = Buffer.from(bytes.rest.toString('latin1').replaceAll(core_name, '0ther000'), 'latin1');
    const one = await whole_core(config_of(form));
    const two = await wasm.createCore(first, config_of(form), async () => new WebAssembly.Module(other), as_javascript);
    assert.deepEqual(await play_fixture(form, language, patiently(two)), await play_fixture(form, language, one.handle));
    two.destroy();
  });

  test('the whole core as JavaScript asks for no rest', async () => {
    const one = await whole_core(config_of(form));
    const { instantiate } = await as_javascript();
    const two = await wasm.createCore(async (wanted) => instantiate(wanted), config_of(form), none, none);
    assert.deepEqual(await play_fixture(form, language, two.handle), await play_fixture(form, language, one.handle));
  });

  test('before too much is kept of what was said, the rest is loaded without need', async () => {
    let times = 0;
    const core = await wasm.createCore(first, config_of(form), async () => ((times += 1), rest), none);
    const draft = JSON.stringify({ event: 'draft', text: 'so many words '.repeat(20_000) });
    core.handle(draft, 1);
    assert.equal(times, 0);
    for (let number = 2; number < 12; number += 1) core.handle(draft, number);
    assert.equal(times, 1);
    await core.complete();
    await play_fixture(form, language, (event, now) => core.handle(event, now) ?? assert.fail('the rest is there'));
    assert.equal(times, 1);
  });
});

describe('a page', () => {
  let site;
  before(async () => {
    site = await start_site({ files: { 'site.html': '<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title><script async src="/deskbell.js" data-deskbell></script><body><p>Words</p>' } });
  });
  after(() => site?.stop());

  const shell = (id, rest_of_it) => ({ ID: `m-${id}`, flow: 'in', from: 'desk', time: Math.floor(Date.now() / 1000), sequence: id, nick: 'Anna', ...rest_of_it });
  const words = (id, text) => shell(id, { type: 'TIMTextElem', payload: { text } });
  const card = (id, header) => shell(id, { type: 'TIMCustomElem', payload: { data: JSON.stringify({ customerServicePlugin: 0, src: '22', content: { header, desc: 'Oak', pic: '', url: '' } }), description: '', extension: '' } });

  /** A page with an open chat, and what its visitor's socket heard. */
  async function visit({ blocked }) {
    const context = await site.browser.newContext({ locale: 'en-GB', viewport: { width: 1000, height: 800 } });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const asked = [];
    const line = { blocked, sent: [], socket: null };
    await page.route(/\/lazy\/(rest\.wasm|core\.js)/, (route) => {
      const [, file] = /lazy\/([\w.]+)/.exec(route.request().url());
      if (file === 'rest.wasm') asked.push(Date.now());
      return line.blocked.includes(file) ? route.abort() : route.continue();
    });
    await page.routeWebSocket(/\/ws$/, (socket) => {
      line.socket = socket;
      let last = 100;
      socket.onMessage((text) => {
        const frame = JSON.parse(text);
        if (frame.hello) socket.send(JSON.stringify({ welcome: { token: 'k', seq: 0, lang: 'en' } }));
        if (frame.load_history) socket.send(JSON.stringify({ event: 'history', messages: [], complete: true }));
        if (!frame.send) return;
        line.sent.push(frame.send);
        last += 1;
        socket.send(JSON.stringify({ event: 'sent', client_id: frame.send.client_id, message: { ...frame.send.message, ...shell(last, {}), flow: 'out', from: 'visitor' } }));
      });
    });
    await page.goto(site.url('site.html'));
    await page.locator('.launcher').click();
    await page.getByRole('dialog').waitFor();
    let seq = 0;
    const tell = (message) => line.socket.send(JSON.stringify({ seq: (seq += 1), event: 'message', message }));
    tell(words(1, 'Hello, this is Anna'));
    const log = page.getByRole('log');
    await log.getByText('Hello, this is Anna').waitFor();
    return { context, page, log, asked, line, tell };
  }

  test('waits for the rest with all that came after, and everything stands in order when it is there', async () => {
    const { context, page, log, asked, line, tell } = await visit({ blocked: ['rest.wasm', 'core.js'] });
    assert.equal(asked.length, 0, 'words need nothing more');
    tell(card(2, 'Reading lamp'));
    tell(words(3, 'And that is the lamp'));
    const box = page.getByRole('textbox', { name: 'Message', exact: true });
    await box.fill('Is it oak?');
    await box.press('Enter');
    await box.fill('And how hi');
    const warning = page.getByRole('status').filter({ hasText: 'Part of the chat has not loaded yet' });
    await warning.waitFor();
    await page.waitForTimeout(1500);
    assert.ok(asked.length >= 2, `asked for ${asked.length} times`);
    assert.equal(await log.getByText('And that is the lamp').count(), 0);
    line.blocked = [];
    await log.getByText('Is it oak?').waitFor();
    await warning.waitFor({ state: 'hidden' });
    const rows = await log.locator('.row').allInnerTexts();
    const at = ['Hello, this is Anna', 'Reading lamp', 'And that is the lamp', 'Is it oak?'].map((text) => rows.findIndex((row) => row.includes(text)));
    assert.ok(at.every((place, index) => place >= 0 && (index === 0 || place > at[index - 1])), JSON.stringify(rows));
    for (const text of ['Hello, this is Anna', 'Reading lamp', 'And that is the lamp', 'Is it oak?']) assert.equal(await log.getByText(text).count(), 1, text);
    assert.equal(await box.inputValue(), 'And how hi', 'what was drawn late knows less than the box');
    assert.equal(line.sent.filter(({ message }) => message.payload.text === 'Is it oak?').length, 1, 'sent once');
    // The first message to the desk is the trigger; the old core's and the new one's are the same.
    assert.equal(new Set(line.sent.map(({ client_id }) => client_id)).size, line.sent.length);
    await context.close();
  });

  test('loads the rest once, and goes on with the same conversation', async () => {
    const { context, page, log, asked, tell } = await visit({ blocked: [] });
    tell(card(2, 'Reading lamp'));
    await log.getByText('Reading lamp').waitFor();
    tell(card(3, 'Desk lamp'));
    await log.getByText('Desk lamp').waitFor();
    assert.equal(asked.length, 1);
    assert.equal(await log.getByText('Hello, this is Anna').count(), 1);
    await page.evaluate(() => Deskbell('setLanguage', 'de'));
    await page.getByRole('textbox', { name: 'Nachricht', exact: true }).waitFor();
    await context.close();
  });

  test('goes on with the whole core where the rest is kept from it', async () => {
    const { context, page, log, asked, line, tell } = await visit({ blocked: ['rest.wasm'] });
    tell(card(2, 'Reading lamp'));
    await log.getByText('Reading lamp').waitFor();
    assert.equal(asked.length, 1);
    const box = page.getByRole('textbox', { name: 'Message', exact: true });
    await box.fill('Is it oak?');
    await box.press('Enter');
    await log.getByText('Is it oak?').waitFor();
    assert.equal(await log.getByText('Hello, this is Anna').count(), 1);
    assert.equal(line.sent.filter(({ message }) => message.payload.text === 'Is it oak?').length, 1);
    await context.close();
  });
});
