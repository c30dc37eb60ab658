// ./dev bench hostile [--json] [--runs N] [--only WORDS]: how long the page's longest task is when a desk sends what no desk would: messages of 10 MB, JSON 50 000 deep, a thousand forms at once.
// needs: page
// Told is the longest task of the page's main thread by the processor time that it took, so that a busy machine does not count; the wall time stands beside it. Median of three runs, or of N.

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { dist, from_web, launch_browser } from '../web/support.mjs';
import { tell } from './bench.mjs';

const goal = 200;
const given = process.argv.indexOf('--runs');
const times = given > 0 ? Number(process.argv[given + 1]) : 3;
const only = process.argv.indexOf('--only') > 0 ? process.argv[process.argv.indexOf('--only') + 1] : '';
/** A page that has not come to rest after so long counts as one that hangs. */
const patience = 30_000;
const { WebSocketServer } = from_web('ws');
const start = Math.floor(Date.now() / 1000);
let number = 0;

const message = (payload, type = 'TIMCustomElem') => ({ ID: `h${(number += 1)}`, type, payload, flow: 'in', from: 'desk', to: 'visitor-1', time: start + number, sequence: number });
const desk = (value) => message({ data: JSON.stringify({ customerServicePlugin: 0, ...value }), description: '', extension: '' });
const event = (value) => JSON.stringify({ seq: number, event: 'message', message: value });
const form = (at) => desk({ src: '21', content: { header: `Question ${at}`, items: Array.from({ length: 10 }, (_, item) => ({ content: `Answer ${item} of ${at}`, desc: 'with more words' })) } });
const large = 10 << 20;
const markdown = '# Heading\n\n- **one** [two](https://a.example/b)\n- `three`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n';

const attacks = {
  'a text of 10 MB': () => [event(message({ text: 'word '.repeat(large / 5) }, 'TIMTextElem'))],
  'a text of 10 MB without a space': () => [event(message({ text: 'w'.repeat(large) }, 'TIMTextElem'))],
  'markdown of 10 MB': () => [event(desk({ src: '30', content: markdown.repeat(large / markdown.length) }))],
  'a stream of 10 MB': () => [event(desk({ src: '31', chunks: [markdown.repeat(large / markdown.length)], isFinished: 0 }))],
  'a message of an unknown kind of 10 MB': () => [event(desk({ src: '99', content: 'x'.repeat(large) }))],
  'a frame 50 000 deep': () => [`{"seq":1,"event":"message","message":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
  'a payload 50 000 deep': () => [event(message({ data: `{"customerServicePlugin":0,"src":"30","content":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}` }))],
  'quotes 50 000 deep': () => [event(desk({ src: '30', content: `${'>'.repeat(50_000)}x` }))],
  '1000 forms, one by one': () => Array.from({ length: 1000 }, (_, at) => event(form(at))),
  '1000 forms in one page of history': () => [JSON.stringify({ event: 'history', messages: Array.from({ length: 1000 }, (_, at) => form(at)), complete: true })],
};

const types = { '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm' };
const attack_page = '<!doctype html><html lang="en"><body><script async src="/deskbell.js" data-deskbell></script></body></html>';
const http = createServer(async ({ url }, answer) => {
  if (url === '/') return answer.setHeader('content-type', 'text/html').end(attack_page);
  try {
    const path = normalize(new URL(url, 'http://here').pathname);
    answer.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream').end(await readFile(join(dist, path)));
  } catch {
    answer.writeHead(404).end();
  }
}).listen(0, '127.0.0.1');
await once(http, 'listening');
const server = new WebSocketServer({ server: http, maxPayload: 64 << 20 });
const address = `http://127.0.0.1:${http.address().port}/`;

/** The longest task in milliseconds after the frames of an attack, in a browser of its own. */
async function longest_task(frames) {
  const browser = await launch_browser();
  let timer;
  const late = new Promise((done) => { timer = setTimeout(done, patience, patience); });
  const longest = await Promise.race([watch_tasks(browser, frames).catch((error) => {
    console.error(error.message);
    return patience;
  }), late]);
  clearTimeout(timer);
  await Promise.race([browser.close(), new Promise((done) => { setTimeout(done, 5000); })]);
  return longest;
}

async function watch_tasks(browser, frames) {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.tasks = 0;
    new PerformanceObserver((list) => { window.tasks += list.getEntries().length; }).observe({ type: 'longtask' });
  });
  const ready = new Promise((done) => {
    server.removeAllListeners('connection');
    server.on('connection', (socket) => socket.on('message', (text) => {
      const frame = JSON.parse(text);
      if (frame.hello) socket.send(JSON.stringify({ welcome: { token: 'key', seq: 0, lang: 'en' } }));
      if (frame.load_history) {
        socket.send(JSON.stringify({ event: 'history', messages: [], complete: true }));
        done(socket);
      }
    }));
  });
  await page.goto(address);
  await page.getByRole('button', { name: 'Open chat' }).click();
  await page.getByRole('dialog').waitFor();
  const socket = await ready;
  await page.waitForTimeout(500);
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
  for (const frame of frames) socket.send(frame);
  // Until nothing long has happened for a second.
  for (let seen = -1, quiet = 0; quiet < 2;) {
    await page.waitForTimeout(500);
    const now = await page.evaluate(() => window.tasks);
    quiet = now === seen ? quiet + 1 : 0;
    seen = now;
  }
  const { traceEvents: events } = JSON.parse(await browser.stopTracing());
  const main = new Set(events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = events.filter(({ name, ph, pid, tid }) => /RunTask$/.test(name) && ph === 'X' && main.has(`${pid} ${tid}`));
  const longest = Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
  walls.push(Math.round(Math.max(...tasks.map(({ dur = 0 }) => dur)) / 1000));
  return longest;
}

/** The longest task of each run by the clock, which counts what else the machine does. */
const walls = [];

const figures = [];
try {
  for (const [what, frames] of Object.entries(attacks)) {
    if (!what.includes(only)) continue;
    const runs = [];
    for (let run = 0; run < times; run += 1) {
      number = 0;
      runs.push(await longest_task(frames()));
    }
    console.error(`${what}: ${runs.map((run) => Math.round(run)).join(', ')} ms of the processor, ${walls.splice(0).join(', ')} by the clock`);
    figures.push({ what, value: Math.round(runs.sort((a, b) => a - b)[Math.floor(times / 2)]), unit: 'ms of the processor, the longest task', goal });
  }
} finally {
  for (const client of server.clients) client.terminate();
  server.close();
  http.close();
}
tell('hostile', figures);
