// ./dev bench window [--json]: a conversation of 100 000 messages against one of 100: what an event costs, how much memory the module takes, how long the page takes to show it, and how many nodes it has.
// needs: page
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch_browser, start_relay, top } from '../web/support.mjs';
import { tell } from './bench.mjs';

const few = 100;
const many = 100_000;
const page_of = 1000;
const start = 1_765_000_000;
const desk = '@customer_service_account';
const dist = process.env.DESKBELL_DIST;

const message = (number) => {
  const mine = number % 3 === 0;
  return { ID: `m-${number}`, type: 'TIMTextElem', payload: { text: `Message ${number}, with a few words as people write them` }, flow: mine ? 'out' : 'in', from: mine ? 'visitor-1' : desk, to: mine ? desk : 'visitor-1', time: start + number * 5, sequence: number, nick: mine ? '' : 'Anna', avatar: '' };
};
/** Pages of history as a desk gives them, the newest first, each oldest first. */
function* pages(count) {
  for (let end = count; end > 0; end -= page_of) {
    const from = Math.max(1, end - page_of + 1);
    yield { event: 'history', messages: Array.from({ length: end - from + 1 }, (_, at) => message(from + at)), complete: from === 1 };
  }
}

async function module_with(count) {
  const { instance } = await WebAssembly.instantiate(readFileSync(join(top, 'build/web/deskbell-whole.wasm')), { wasi_snapshot_preview1: { proc_exit() {} }, env: { emscripten_notify_memory_growth() {} } });
  const core = instance.exports;
  core._initialize?.();
  const write = (value) => {
    const bytes = new TextEncoder().encode(JSON.stringify(value));
    const at = core.deskbell_input(bytes.length);
    new Uint8Array(core.memory.buffer).set(bytes, at);
    return bytes.length;
  };
  const handle = core.deskbell_create(write({ lang: 'en', user: { id: 'visitor-1' }, ids: 'x-', seed: 1, start: start * 1000 }));
  let now = (start + many * 5) * 1000;
  const event = (value) => core.deskbell_handle(handle, write(value), (now += 10));
  event({ event: 'catalogue', ...JSON.parse(readFileSync(join(dist, 'lang/en.json'), 'utf8')) });
  event({ event: 'open' });
  event({ event: 'net', state: 'connected' });
  for (const page of pages(count)) event(page);
  const times = [];
  for (let number = count + 1; number <= count + 200; number += 1) {
    const begin = performance.now();
    event({ event: 'message', message: message(number) });
    times.push(performance.now() - begin);
  }
  return { event: times.sort((a, b) => a - b)[100], memory: core.memory.buffer.byteLength / 2 ** 20 };
}

/** Milliseconds from the call to the painted rows, the median of several visits to the same page. */
async function page_with(browser, url, count) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 760 } });
  const page = await context.newPage();
  await page.routeWebSocket(/\/ws$/, (opened) => {
    opened.onMessage((text) => {
      const frame = JSON.parse(text);
      if (frame.hello) opened.send(JSON.stringify({ welcome: { token: 'k', seq: 0, lang: 'en' } }));
      if (frame.load_history) for (const history of pages(count)) opened.send(JSON.stringify(history));
      if (frame.ping) opened.send(JSON.stringify({ pong: { seq: 0 } }));
    });
  });
  await page.goto(url);
  await page.locator('.launcher').click();
  const last = page.getByRole('log').getByText(`Message ${count},`);
  await last.waitFor({ timeout: 300_000 });
  await page.waitForTimeout(1000);
  const times = await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const out = [];
    for (let visit = 0; visit < 9; visit += 1) {
      Deskbell('close');
      await new Promise((done) => setTimeout(done, 300));
      const { shadowRoot } = document.querySelector('deskbell-widget');
      const begin = performance.now();
      Deskbell('open');
      while (shadowRoot.querySelector('.panel').hidden) await frame();
      await frame();
      await frame();
      out.push(performance.now() - begin);
    }
    return out.sort((a, b) => a - b);
  });
  const nodes = await page.evaluate(() => document.querySelector('deskbell-widget').shadowRoot.querySelectorAll('.log *').length);
  await context.close();
  return { open: times[4], nodes };
}

const round = (value) => Math.round(value * 100) / 100;
const small = await module_with(few);
const large = await module_with(many);
const relay = await start_relay();
const browser = await launch_browser();
try {
  const short = await page_with(browser, relay.url, few);
  const long = await page_with(browser, relay.url, many);
  tell('window', [
    { what: `an event with ${many} messages against ${few}`, value: round(large.event / small.event), unit: 'times', goal: 3 },
    { what: `an event with ${many} messages`, value: round(large.event), unit: 'ms' },
    { what: `memory of the module with ${many} messages`, value: round(large.memory), unit: 'MB', goal: 96 },
    { what: `opening with ${many} messages against ${few}`, value: round(long.open / short.open), unit: 'times', goal: 1.3 },
    { what: `opening with ${many} messages`, value: round(long.open), unit: 'ms' },
    { what: `nodes of the log with ${many} messages`, value: long.nodes, unit: 'nodes', goal: 6000 },
  ]);
} finally {
  await browser.close();
  await relay.stop();
}
