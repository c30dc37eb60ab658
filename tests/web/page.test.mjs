// The widget as a guest on a page: what it loads and when, what it leaves behind, how it takes bad frames and lost connections.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { dist, from_web, start_site, watch, web } from './support.mjs';

// What a website runs before deskbell.js: the documented stub, and calls that wait.
const stub = `
  window.heard = [];
  window.Deskbell = window.Deskbell || function () { (Deskbell.q = Deskbell.q || []).push(arguments); };
  for (const name of ['ready', 'open', 'close', 'message', 'unread', 'ended', 'error']) Deskbell('on', name, (detail) => heard.push([name, detail]));
  Deskbell('boot', { accent: '#5b2a86', title: 'Fernweh' });
`;

let site;

before(async () => {
  site = await start_site({ speed: 5, files: { 'stub.js': stub } });
});

after(() => site?.stop());

/** Opens a page of that website. */
async function visit({ body = '<script async src="/deskbell.js" data-deskbell></script>', socket, viewport = { width: 1000, height: 800 }, context: options = {} } = {}) {
  const context = await site.browser.newContext({ viewport, locale: 'en-GB', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const faults = await watch(page);
  const requests = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  site.write('site.html', `<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>site</title></head>
    <body><button id="before">Before</button>${body}</body></html>`);
  if (socket) await page.routeWebSocket(/\/ws$/, socket);
  await page.goto(site.url('site.html'));
  return { page, context, faults, requests };
}

const stubbed = '<script src="/stub.js"></script><script async src="/deskbell.js" data-deskbell></script>';

const launcher = (page) => page.getByRole('button', { name: 'Open chat' });
const panel = (page) => page.getByRole('dialog');

/** A relay made of a function: answers the greeting, then leaves the rest to the test. */
function scripted(on_frame = () => {}, seq = 0) {
  const opened = [];
  const socket = (ws) => {
    opened.push(ws);
    ws.onMessage((text) => {
      const frame = JSON.parse(text);
      if (frame.hello) ws.send(JSON.stringify({ welcome: { token: 'visitor-key', seq, lang: 'en' } }));
      if (frame.load_history) ws.send(JSON.stringify({ event: 'history', messages: [], complete: true }));
      on_frame(frame, ws);
    });
  };
  return { opened, socket };
}

const incoming = (id, text) => JSON.stringify({ seq: Number(id), event: 'message', message: { ID: `m-${id}`, type: 'TIMTextElem', payload: { text }, flow: 'in', from: 'desk', time: Math.floor(Date.now() / 1000), sequence: Number(id), nick: 'Anna' } });

describe('on a page', () => {
  test('one request and nothing else before the visitor shows interest', async () => {
    const { page, requests, faults, context } = await visit();
    await launcher(page).waitFor();
    await page.waitForTimeout(1500);
    assert.deepEqual(requests, ['/site.html', '/deskbell.js']);
    await launcher(page).hover();
    await page.waitForTimeout(500);
    assert.deepEqual(requests.slice(2).sort(), ['/app.css', '/app.js', '/deskbell.wasm', '/lang/en.json']);
    await launcher(page).click();
    await panel(page).waitFor();
    await page.waitForTimeout(500);
    // Every file once.
    assert.deepEqual(requests.slice(2).filter((path) => !path.startsWith('/sandbox/')).sort(), ['/app.css', '/app.js', '/deskbell.wasm', '/lang/en.json']);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('the launcher speaks the language of the page', async () => {
    const { page, context } = await visit({ body: '<script async src="/deskbell.js" data-deskbell data-locale="zh-Hant-HK"></script>' });
    const words = JSON.parse(readFileSync(join(web, '../i18n/zh_tw.json'), 'utf8'));
    await page.getByRole('button', { name: words['label.open'] }).waitFor();
    await context.close();
  });

  test('the keyboard opens it, Escape closes it, the focus comes back', async () => {
    const { page, context } = await visit();
    await launcher(page).waitFor();
    await page.locator('#before').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await panel(page).waitFor();
    const box = page.getByRole('textbox', { name: 'Message', exact: true });
    await page.waitForFunction(() => document.querySelector('deskbell-widget').shadowRoot.activeElement?.matches('textarea'));
    await box.press('Escape');
    await page.waitForFunction(() => document.querySelector('deskbell-widget').shadowRoot.querySelector('.panel').hidden);
    assert.equal(await page.evaluate(() => document.querySelector('deskbell-widget').shadowRoot.activeElement.className), 'launcher');
    assert.equal(await launcher(page).getAttribute('aria-expanded'), 'false');
    await context.close();
  });

  test('Escape closes the menu before it closes the panel', async () => {
    const { page, context } = await visit();
    await launcher(page).click();
    await page.getByRole('log').getByRole('button').first().waitFor();
    await page.getByRole('button', { name: 'More options' }).click();
    await page.getByRole('menuitem').first().waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('menuitem').count(), 0);
    assert.equal(await panel(page).isVisible(), true);
    await context.close();
  });

  test('calls made before the script has loaded, options, events, and another boot', async () => {
    const { page, context } = await visit({ body: stubbed });
    await launcher(page).waitFor();
    await page.evaluate(() => Deskbell('open'));
    await panel(page).waitFor();
    assert.equal(await panel(page).getAttribute('aria-label'), 'Fernweh');
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('deskbell-widget')).getPropertyValue('--db-accent')), 'rgb(91 42 134)');
    await page.getByRole('log').getByRole('button').first().waitFor();
    await page.evaluate(() => { window.more = []; window.stop = Deskbell('on', 'close', () => more.push('close')); });
    await page.evaluate(() => Deskbell('toggle'));
    await page.evaluate(() => stop());
    await page.evaluate(() => Deskbell('toggle'));
    await page.evaluate(() => Deskbell('toggle'));
    assert.deepEqual(await page.evaluate(() => more), ['close']);
    await page.waitForFunction(() => heard.filter(([name]) => name === 'close').length === 2);
    assert.deepEqual(await page.evaluate(() => heard.map(([name]) => name).filter((name) => name !== 'message' && name !== 'unread')), ['ready', 'open', 'close', 'open', 'close']);
    await context.close();
  });

  test('shutdown leaves nothing behind, and boot begins anew', async () => {
    const { opened, socket } = scripted();
    const closed = [];
    const { page, context } = await visit({ body: stubbed, socket: (ws) => { socket(ws); ws.onClose(() => closed.push(true)); } });
    await page.evaluate(() => { window.names = Object.keys(window); });
    await launcher(page).click();
    await panel(page).waitFor();
    await page.waitForTimeout(300);
    assert.equal(opened.length, 1);
    await page.evaluate(() => Deskbell('shutdown'));
    await page.waitForTimeout(300);
    assert.equal(closed.length, 1);
    assert.equal(await page.locator('deskbell-widget').count(), 0);
    assert.deepEqual(await page.evaluate(() => Object.keys(window).filter((name) => !names.includes(name))), ['names']);
    assert.equal(await page.evaluate(() => document.documentElement.getAttribute('style')), null);
    await page.waitForTimeout(1500);
    assert.equal(opened.length, 1, 'no reconnecting after the end');
    await page.evaluate(() => Deskbell('boot'));
    await launcher(page).click();
    await panel(page).waitFor();
    await context.close();
  });

  test('frames that make no sense are told to the page, and hurt nothing', async () => {
    const { opened, socket } = scripted();
    const { page, faults, context } = await visit({ body: stubbed, socket });
    await launcher(page).click();
    await panel(page).waitFor();
    await page.waitForFunction(() => document.querySelector('deskbell-widget').shadowRoot.querySelector('[data-connection=connected]'));
    for (const bad of [
      'not json', '[]', 'null', '42', '"text"', '{}', '{"event":17}', '{"event":"text","text":"not the relay\'s to say"}', '{"event":"message"}', '{"event":"message","message":[]}',
      '{"event":"message","message":{"ID":{},"type":7,"payload":"x"}}', '{"event":"history","messages":{"a":1}}', '{"event":"modified","message":{"ID":"nobody"}}', '{"event":"revoked"}',
      '{"event":"sent","client_id":"nobody"}', '{"event":"state","state":"flying"}', '{"welcome":7}', '{"error":{}}', `{"event":"message","message":{"ID":"deep","payload":${'['.repeat(5000)}${']'.repeat(5000)}}}`,
      JSON.stringify({ event: 'message', message: { ID: 'large', type: 'TIMTextElem', payload: { text: 'x'.repeat(3_000_000) }, flow: 'in', time: 1 } }),
      JSON.stringify({ event: 'message', message: { ID: 'custom', type: 'TIMCustomElem', payload: { data: '{"customerServicePlugin":0,"src":"15","content":{"items":"none"}}' }, flow: 'in', time: Math.floor(Date.now() / 1000) } }),
      JSON.stringify({ event: 'message', message: { ID: 'broken', type: 'TIMCustomElem', payload: { data: '{broken' }, flow: 'in', time: Math.floor(Date.now() / 1000) } }),
    ]) opened[0].send(bad);
    opened[0].send(incoming(1, 'The neighbour is well'));
    const log = page.getByRole('log');
    await log.getByText('The neighbour is well').waitFor();
    await log.getByText('This message can’t be shown here').first().waitFor();
    assert.equal(await log.getByText("not the relay's to say").count(), 0);
    assert.ok(await page.evaluate(() => heard.filter(([name]) => name === 'error').length) > 5);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('what is written without a connection is kept, said so, and sent once after it is back', async () => {
    const sent = [];
    const { opened, socket } = scripted((frame, ws) => {
      if (!frame.send) return;
      if (!frame.send.online_only) sent.push(frame.send);
      ws.send(JSON.stringify({ ...(frame.send.online_only ? {} : { seq: sent.length }), event: 'sent', client_id: frame.send.client_id, message: { ...frame.send.message, ID: `m-${frame.send.client_id}`, flow: 'out', time: Math.floor(Date.now() / 1000), sequence: sent.length } }));
    });
    const { page, context } = await visit({ socket });
    await launcher(page).click();
    const box = page.getByRole('textbox', { name: 'Message', exact: true });
    await box.fill('first');
    await box.press('Enter');
    await page.getByRole('log').getByText('Sent').waitFor();
    await opened[0].close();
    await page.getByText('Offline: your messages are kept').waitFor();
    await box.fill('second');
    await box.press('Enter');
    await page.getByRole('log').getByText('We’ll send this when you’re back online').waitFor();
    await page.waitForFunction(() => document.querySelector('deskbell-widget').shadowRoot.querySelector('[data-connection=connected]'));
    await page.waitForTimeout(500);
    assert.deepEqual(sent.map(({ message }) => message.payload.text), ['first', 'second']);
    assert.equal(await page.getByRole('log').getByText('second', { exact: true }).count(), 1);
    await context.close();
  });

  test('a reconnect says who it is and what it has seen', async () => {
    const hellos = [];
    const { opened, socket } = scripted((frame) => {
      if (frame.hello) hellos.push(frame.hello);
    }, 40);
    const { page, context } = await visit({ socket });
    await launcher(page).click();
    await panel(page).waitFor();
    await page.waitForTimeout(300);
    opened[0].send(incoming(41, 'seen'));
    await page.getByRole('log').getByText('seen').waitFor();
    await opened[0].close();
    await page.waitForTimeout(1600);
    assert.deepEqual(hellos.map(({ token, after }) => [token, after]), [[null, null], ['visitor-key', 41]]);
    await context.close();
  });

  test('the desk and what proves the user go to the relay in the hello, and are kept nowhere', async () => {
    const hellos = [];
    const { socket } = scripted((frame) => {
      if (frame.hello) hellos.push(frame.hello);
    });
    const user = { id: 'ada-17', name: 'Ada', hash: 'feed'.repeat(16) };
    const { page, context } = await visit({ body: '<script async src="/deskbell.js" data-deskbell data-manual></script>', socket });
    await page.waitForFunction(() => window.Deskbell);
    await page.evaluate((given) => {
      Deskbell('boot', { desk: 'returns', user: given, record: true });
      Deskbell('open');
    }, user);
    await panel(page).waitFor();
    await page.waitForTimeout(300);
    assert.deepEqual(hellos, [{ token: null, after: null, lang: 'en', desk: 'returns', user }]);
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    assert.ok(kept.includes('ada-17') && !kept.includes('feed'), kept);
    // The same user under another name is told to the relay; the same once more is nothing new.
    const renamed = { ...user, name: 'Ada Lovelace' };
    await page.evaluate((given) => { Deskbell('setUser', given); Deskbell('setUser', { ...given }); }, renamed);
    await panel(page).waitFor();
    for (let waited = 0; hellos.length < 2 && waited < 5000; waited += 50) await page.waitForTimeout(50);
    await page.waitForTimeout(300);
    assert.deepEqual(hellos.slice(1).map(({ user: who }) => who), [renamed]);
    await context.close();
  });

  test('unread messages are counted on the launcher while the panel is closed', async () => {
    const { opened, socket } = scripted();
    const { page, context } = await visit({ body: stubbed, socket });
    await launcher(page).click();
    await panel(page).waitFor();
    await page.waitForTimeout(300);
    await page.evaluate(() => Deskbell('close'));
    for (let id = 1; id <= 12; id += 1) opened[0].send(incoming(id, `news ${id}`));
    await page.getByRole('button', { name: 'Open chat, 12 unread messages' }).waitFor();
    await page.getByText('9+').waitFor();
    assert.ok(await page.evaluate(() => heard.some(([name, detail]) => name === 'unread' && detail.count === 12)));
    await launcher(page).click();
    await page.getByRole('log').getByText('news 12').waitFor();
    await page.waitForFunction(() => document.querySelector('deskbell-widget').shadowRoot.querySelector('.badge-count').hidden);
    await context.close();
  });

  test('storage: none keeps nothing', async () => {
    const { page, context } = await visit({ body: '<script async src="/deskbell.js" data-deskbell data-storage="none"></script>' });
    await launcher(page).click();
    await page.getByRole('log').getByRole('button').first().waitFor();
    assert.deepEqual(await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage)]), [[], []]);
    await context.close();
  });

  test('touch: the focus goes to the heading, so that no keyboard covers the chat', async () => {
    const { page, context } = await visit({ viewport: { width: 390, height: 760 }, context: { hasTouch: true, isMobile: true } });
    await launcher(page).tap();
    await panel(page).waitFor();
    await page.waitForTimeout(300);
    assert.equal(await page.evaluate(() => document.querySelector('deskbell-widget').shadowRoot.activeElement.tagName), 'H2');
    assert.equal(await panel(page).getAttribute('aria-modal'), 'true');
    await context.close();
  });

  test('a script that does not arrive is told, and the next press tries again', async () => {
    const { page, context } = await visit({ body: stubbed });
    let broken = true;
    await page.route('**/app.js*', (route) => (broken ? route.abort() : route.continue()));
    await launcher(page).click();
    await page.waitForFunction(() => heard.some(([name]) => name === 'error'));
    broken = false;
    await launcher(page).click();
    await panel(page).waitFor();
    await context.close();
  });
});

describe('the wasm loader', () => {
  let wasm;
  let bytes;
  before(async () => {
    const built = await from_web('esbuild').build({ entryPoints: [join(web, 'src/wasm.ts')], bundle: true, format: 'esm', write: false });
    wasm = await import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString('base64')}`);
    bytes = readFileSync(join(dist, 'deskbell.wasm'));
  });

  const nothing_more = () => assert.fail('the first part of the core is enough');
  const answer = (content, type) => Promise.resolve(new Response(content, { headers: { 'Content-Type': type } }));

  test('runs the module, whatever its media type', async () => {
    for (const type of ['application/wasm', 'application/octet-stream']) {
      const core = await wasm.createCore(await wasm.compile(answer(bytes, type)), { lang: 'en', user: { id: 'v' }, ids: 'x-', seed: 1, utc_offset: 0, start: 1 }, nothing_more, nothing_more);
      const output = JSON.parse(core.handle('{"event":"open"}', 1_765_000_000_000));
      assert.deepEqual(output.effects.find(({ effect }) => effect === 'load_language'), { effect: 'load_language', lang: 'en' });
      core.destroy();
    }
  });

  test('carries every character, and texts that make the memory grow', async () => {
    const core = await wasm.createCore(await wasm.compile(answer(bytes, 'application/wasm')), { lang: 'en', user: { id: 'v' }, ids: 'x-', seed: 1, start: 1 }, nothing_more, nothing_more);
    const catalogue = JSON.parse(readFileSync(join(dist, 'lang/en.json'), 'utf8'));
    core.handle(JSON.stringify({ event: 'catalogue', ...catalogue }), 1);
    const long = '你好，мир 👋 '.repeat(60_000);
    core.handle(JSON.stringify({ event: 'draft', text: long }), 2);
    const said = JSON.parse(core.handle(JSON.stringify({ event: 'text', text: 'Größe: 你好 👋' }), 3));
    assert.match(JSON.stringify(said), /Größe: 你好 👋/);
    core.destroy();
  });

  test('refuses a module that wants more than it is given', async () => {
    // (module (import "env" "eval" (func)))
    const greedy = Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 2, 12, 1, 3, 101, 110, 118, 4, 101, 118, 97, 108, 0, 0]);
    await assert.rejects(wasm.compile(answer(greedy, 'application/wasm')), /env\.eval/);
  });
});
