// ./dev bench page [--json]: what the closed widget costs a page on a slow phone (4× CPU throttling), and how long after the click the first row of the welcome is painted; beside deep-chat of npm in the same run.
// needs: page
// needs: npm
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { start_site } from '../web/support.mjs';
import { tell } from './bench.mjs';

const require = createRequire(import.meta.url);
const slower = 4;
const rounds = 11;

const html = (head, body = '') => `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A shop</title>${head}<body><h1>A shop</h1>${'<p>Words of the shop.</p>'.repeat(40)}${body}`;
/** Does what the loader does: nothing before the click, then the whole chat with a first message. */
const deepChatOpened = `<button id="open" style="position:fixed;right:24px;bottom:24px;width:56px;height:56px">Chat</button><script type="module">
document.getElementById('open').addEventListener('click', async () => {
  await import('/deep-chat.js');
  const chat = document.createElement('deep-chat');
  chat.introMessage = { text: 'Welcome to Fernweh Supply. I am Bell, the assistant. Pick a question or write your own.' };
  chat.demo = true;
  document.body.append(chat);
});</script>`;
const pages = {
  'bench-plain.html': html(''),
  'bench-deskbell.html': html('<script async src="/deskbell.js" data-deskbell></script>'),
  'bench-deep.html': html('<script async type="module" src="/deep-chat.js"></script>'),
  'bench-deep-open.html': html('', deepChatOpened),
};

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

const site = await start_site({ files: pages, speed: 1000 });
// deep-chat needs styles and scripts in the page, which the relay's policy does not grant; so its pages have a server of their own, without one.
const bundle = readFileSync(join(require.resolve('deep-chat'), '../deepChat.bundle.js'));
const other = createServer(({ url }, response) => {
  const page = pages[url.slice(1)];
  if (page) response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
  else if (url === '/deep-chat.js') response.setHeader('Content-Type', 'text/javascript').end(bundle);
  else response.writeHead(404).end();
}).listen(0, '127.0.0.1');
await new Promise((done) => other.once('listening', done));
const address = (name) => (name.startsWith('bench-deep-') || name === 'bench-deep.html' ? `http://127.0.0.1:${other.address().port}/${name}` : site.url(name));

/** A page in a browser profile of its own: nothing is in a cache. */
async function visit(name, work) {
  const context = await site.browser.newContext({ viewport: { width: 1000, height: 760 } });
  const page = await context.newPage();
  const tools = await context.newCDPSession(page);
  await tools.send('Performance.enable');
  await tools.send('Emulation.setCPUThrottlingRate', { rate: slower });
  try {
    return await work(page, tools, () => page.goto(address(name)));
  } finally {
    await context.close();
  }
}

/** Total Blocking Time: of every long task what is beyond 50 ms, until two seconds after the page has loaded; and all that the main thread did. Milliseconds. */
const closed = (name) => visit(name, async (page, tools, go) => {
  await page.addInitScript(() => {
    window.blocked = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.blocked += Math.max(0, duration - 50);
    }).observe({ type: 'longtask', buffered: true });
  });
  await go();
  await page.waitForTimeout(2000);
  const { metrics } = await tools.send('Performance.getMetrics');
  return { blocked: await page.evaluate(() => window.blocked), busy: 1000 * metrics.find(({ name: metric }) => metric === 'TaskDuration').value };
});

/** Milliseconds from the click to the frame after the one that drew the first message. */
const opened = (name, button, drawn) => visit(name, async (page, _tools, go) => {
  await go();
  const place = await page.locator(button).boundingBox();
  await page.waitForTimeout(1000);
  await page.evaluate((there) => {
    const found = new Function(`return ${there}`);
    window.took = new Promise((done) => {
      addEventListener('click', ({ timeStamp }) => {
        const look = () => {
          if (found()) requestAnimationFrame(() => setTimeout(() => done(performance.now() - timeStamp)));
          else requestAnimationFrame(look);
        };
        look();
      }, { capture: true, once: true });
    });
  }, drawn);
  await page.mouse.click(place.x + place.width / 2, place.y + place.height / 2);
  return page.evaluate(() => Promise.race([window.took, new Promise((_, late) => setTimeout(() => late(new Error('nothing was drawn')), 20_000))]));
});

const figures = { plain: [], deskbell: [], deep: [], openDeskbell: [], openDeep: [] };
try {
  // In turn, so that what else the machine does meets all of them.
  for (let round = 0; round < rounds; round += 1) {
    figures.plain.push(await closed('bench-plain.html'));
    figures.deskbell.push(await closed('bench-deskbell.html'));
    figures.deep.push(await closed('bench-deep.html'));
    figures.openDeskbell.push(await opened('bench-deskbell.html', '.launcher', "[...document.querySelector('deskbell-widget').shadowRoot.querySelectorAll('.panel:not([hidden]) .row .choice')].length"));
    figures.openDeep.push(await opened('bench-deep-open.html', '#open', "document.querySelector('deep-chat')?.shadowRoot?.querySelector('.message-bubble')"));
  }
} finally {
  await site.stop();
  other.close();
}
const added = (of, what) => Math.round(10 * (median(figures[of].map((one) => one[what])) - median(figures.plain.map((one) => one[what])))) / 10;
const open = (of) => Math.round(median(figures[of]));
tell('page', [
  { what: 'Total Blocking Time that the closed widget adds', value: added('deskbell', 'blocked'), unit: 'ms', goal: 15 },
  { what: 'Total Blocking Time that deep-chat adds, only loaded', value: added('deep', 'blocked'), unit: 'ms' },
  { what: "the main thread's time that the closed widget adds", value: added('deskbell', 'busy'), unit: 'ms' },
  { what: "the main thread's time that deep-chat adds, only loaded", value: added('deep', 'busy'), unit: 'ms' },
  { what: 'from the click to the first row of the welcome', value: open('openDeskbell'), unit: 'ms', goal: 250 },
  { what: "from the click to deep-chat's first message", value: open('openDeep'), unit: 'ms' },
]);
