// What the page loads, what it holds, and that nothing of it stays: the requests of an opened chat are those that tests/size.mjs weighs; a chat of 100 messages adds at most 12 MB; opening, closing and destroying
// leaves no node, listener, timer or core behind.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { part_of, weighed } from '../size.mjs';
import { start_site } from './support.mjs';

const tag = '<script async src="/deskbell.js" data-deskbell></script>';
const by_hand = '<script src="/deskbell.js" data-deskbell data-manual></script>';
let site;
before(async () => {
  const shell = (script) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>${script}<body><p>Words</p>`;
  site = await start_site({ files: { 'tag.html': shell(tag), 'by-hand.html': shell(by_hand) }, speed: 100 });
});
after(() => site.stop());

test('up to the first answer an opened chat loads what is weighed, and no more', async () => {
  const page = await site.browser.newPage({ locale: 'en-GB' });
  const loaded = new Set();
  const others = [];
  page.on('request', (request) => {
    const { host, pathname } = new URL(request.url());
    if (host === new URL(site.relay.url).host) loaded.add(pathname.slice(1));
    else others.push(request.url());
  });
  await page.goto(site.url('tag.html'));
  await page.waitForTimeout(500);
  const files = () => [...loaded].filter((path) => !/^(tag\.html|favicon\.ico|sandbox\/.*)$/.test(path)).sort();
  assert.deepEqual(files(), ['deskbell.js'], 'before intent');
  await page.locator('.launcher').click();
  const log = page.getByRole('log');
  await log.getByText('Pick a question or write your own').waitFor();
  const box = page.getByRole('textbox', { name: 'Message', exact: true });
  await box.pressSequentially('When are you open, and');
  assert.deepEqual(files(), [...weighed].sort(), 'after the welcome, while the visitor types');
  await box.fill('hello');
  const drawn = page.waitForFunction((before) => {
    const all = document.querySelector('deskbell-widget').shadowRoot.querySelectorAll('.row.desk.bubble:not(.streaming), .row.desk.full:not(.streaming)');
    return all.length > before && performance.now();
  }, await log.locator('.row.desk').count());
  await box.press('Enter');
  await drawn;
  const late = files().filter((path) => !weighed.includes(path));
  assert.deepEqual(late.filter((path) => path !== 'lazy/message.js'), [], 'an answer in words needs nothing more; the tools of a message come with it');
  assert.deepEqual(others, []);
  for (const path of weighed) assert.ok(part_of(path), path);
  await page.close();
});

/** Keeps hold of what a garbage collector does not tell: the memory of the module, and what waits for its time. */
function observe() {
  const { instantiate } = WebAssembly;
  window.cores = [];
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate(...given);
    window.cores.push(new WeakRef((made.exports ?? made.instance.exports).memory));
    return made;
  };
  window.waiting = new Set();
  for (const [begin, end, again] of [['setTimeout', 'clearTimeout', false], ['setInterval', 'clearInterval', true]]) {
    const [set, clear] = [window[begin], window[end]];
    window[begin] = (act, time, ...rest) => {
      const id = set(() => {
        if (!again) window.waiting.delete(id);
        act(...rest);
      }, time);
      window.waiting.add(id);
      return id;
    };
    window[end] = (id) => {
      window.waiting.delete(id);
      clear(id);
    };
  }
}

async function open_observed() {
  const context = await site.browser.newContext({ locale: 'en-GB', viewport: { width: 1000, height: 760 } });
  const page = await context.newPage();
  await page.addInitScript(observe);
  const tools = await context.newCDPSession(page);
  await tools.send('Performance.enable');
  await page.goto(site.url('by-hand.html'));
  const measure = async () => {
    for (let time = 0; time < 3; time += 1) await tools.send('HeapProfiler.collectGarbage');
    const { metrics } = await tools.send('Performance.getMetrics');
    const { nodes, jsEventListeners: listeners } = await tools.send('Memory.getDOMCounters');
    const { cores, bytes, timers } = await page.evaluate(() => {
      const alive = window.cores.map((one) => one.deref()).filter(Boolean);
      return { cores: alive.length, bytes: alive.reduce((sum, memory) => sum + memory.buffer.byteLength, 0), timers: window.waiting.size };
    });
    return { heap: metrics.find(({ name }) => name === 'JSHeapUsedSize').value, nodes, listeners, cores, bytes, timers };
  };
  return { context, page, measure };
}

test('an opened chat of 100 messages adds at most 12 MB', async (told) => {
  const { context, page, measure } = await open_observed();
  await page.routeWebSocket(/\/ws$/, (socket) => {
    const messages = Array.from({ length: 100 }, (_, at) => {
      const mine = at % 3 === 2;
      const payload = { text: `Message ${at + 1}: a few lines of **words**, as a robot writes them.\n\n- first\n- second\n\n${'More words of it. '.repeat(12)}` };
      return { ID: `m-${at}`, type: 'TIMTextElem', payload, flow: mine ? 'out' : 'in', from: mine ? 'visitor-1' : 'desk', to: mine ? 'desk' : 'visitor-1', time: 1_765_000_000 + at * 40, sequence: at + 1, nick: mine ? '' : 'Anna', avatar: '' };
    });
    socket.onMessage((text) => {
      const frame = JSON.parse(text);
      if (frame.hello) socket.send(JSON.stringify({ welcome: { token: 'k', seq: 0, lang: 'en' } }));
      if (frame.load_history) socket.send(JSON.stringify({ event: 'history', messages, complete: true }));
    });
  });
  const before = await measure();
  await page.evaluate(() => {
    Deskbell('boot');
    Deskbell('open');
  });
  await page.getByRole('log').getByText('Message 100:').waitFor();
  await page.waitForTimeout(500);
  assert.ok(await page.locator('.row.bubble').count() >= 100);
  const after_it = await measure();
  const added = (after_it.heap - before.heap + after_it.bytes) / 1e6;
  told.diagnostic(`${added.toFixed(1)} MB, of it ${(after_it.bytes / 1e6).toFixed(1)} of the module`);
  assert.ok(after_it.bytes > 0 && added < 12, `${added} MB`);
  await context.close();
});

test('50 times opened, closed and destroyed leave nothing', async (told) => {
  const { context, page, measure } = await open_observed();
  const visit = (times) => page.evaluate(async (count) => {
    const until = async (found) => {
      while (!found()) await new Promise((done) => requestAnimationFrame(done));
    };
    for (let time = 0; time < count; time += 1) {
      Deskbell('boot');
      Deskbell('open');
      const { shadowRoot } = document.querySelector('deskbell-widget');
      await until(() => shadowRoot.querySelector('.panel:not([hidden]) .row .choice'));
      Deskbell('close');
      Deskbell('destroy');
      await until(() => !document.querySelector('deskbell-widget'));
    }
    // The longest thing that may still be under way is a motion, or a frame for a page in the background.
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }, times);
  await visit(5);
  await page.waitForTimeout(1500);
  const few = await measure();
  // No locators here: what they bring into the page would count.
  await page.evaluate(async () => {
    Deskbell('boot');
    Deskbell('open');
    while (!document.querySelector('deskbell-widget').shadowRoot.querySelector('.row .choice')) await new Promise((done) => requestAnimationFrame(done));
  });
  const one = (await measure()).heap - few.heap;
  await page.evaluate(() => Deskbell('destroy'));
  await visit(50);
  await page.waitForTimeout(1500);
  const many = await measure();
  told.diagnostic(`heap ${few.heap} → ${many.heap} bytes, while one chat holds ${one}; nodes ${few.nodes} → ${many.nodes}; listeners ${few.listeners} → ${many.listeners}; timers ${many.timers}; cores ${many.cores}`);
  assert.equal(many.cores, 0, 'cores');
  assert.equal(many.timers, 0, 'timers');
  assert.ok(many.nodes <= few.nodes + 5, `nodes ${few.nodes} → ${many.nodes}`);
  assert.ok(many.listeners <= few.listeners, `listeners ${few.listeners} → ${many.listeners}`);
  // The engine's own code and tables grow with use (4 kB a visit were seen, of the 122 kB that a chat holds); a chat that stays, or a part of it that is worth the name, is more.
  const left = (many.heap - few.heap) / 50;
  assert.ok(left < one / 10, `each leaves ${left} bytes, one chat holds ${one}`);
  await context.close();
});
