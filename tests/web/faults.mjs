// A conversation through everything that can go wrong: a real page, a real relay, a network that breaks every other second, pages that are loaded anew in
// mid-sentence, relays that are killed. At the end the page and the relay's memory are compared with what the visitor typed.
//   node tests/web/faults.mjs [--messages 500] [--cut MS] [--reloads N] [--kills N]

import { parseArgs } from 'node:util';
import { start_cutting_proxy } from './cutting_proxy.mjs';
import { from_web, launch_browser, start_relay } from './support.mjs';

const { WebSocket } = from_web('ws');

const words = (number) => `Question ${number} of many`;

/** Everything that the relay keeps of a conversation, oldest first: [who, text]. */
async function kept(url, token) {
  const socket = new WebSocket(new URL('ws', url).href.replace('http', 'ws'));
  const frames = [];
  let wake;
  socket.on('message', (data) => {
    frames.push(JSON.parse(data.toString()));
    wake?.();
  });
  const next = async (wanted) => {
    for (;;) {
      const at = frames.findIndex(wanted);
      if (at >= 0) return frames.splice(at, 1)[0];
      await new Promise((woken) => (wake = woken));
    }
  };
  await new Promise((open, failed) => socket.once('open', open).once('error', failed));
  socket.send(JSON.stringify({ hello: { token, after: null, lang: 'en' } }));
  await next((frame) => frame.welcome);
  const messages = [];
  for (let before = ''; ; before = messages[0].ID) {
    socket.send(JSON.stringify({ load_history: { ...(before ? { before } : {}), limit: 100 } }));
    const page = await next((frame) => frame.event === 'history');
    messages.unshift(...page.messages);
    if (page.complete || page.messages.length === 0) break;
    await new Promise((done) => setTimeout(done, 120));
  }
  socket.close();
  return messages;
}

/** Runs it and gives the figures; `faults` lists what was lost, doubled or moved. */
export async function play({ messages = 500, cut = 2000, reloads = 20, kills = 5, log = () => {} } = {}) {
  const relay = await start_relay({ speed: 50 });
  const proxy = await start_cutting_proxy(relay.url);
  const browser = await launch_browser();
  const figures = { messages, cuts: 0, reloads: 0, kills: 0, answers: 0, faults: [] };
  try {
    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const input = page.getByRole('textbox', { name: 'Message', exact: true });
    const visit = async (go) => {
      await go();
      const launcher = page.getByRole('button', { name: 'Open chat' });
      await launcher.or(input).first().waitFor();
      if (await launcher.isVisible()) await launcher.click();
      await input.waitFor();
    };
    await visit(() => page.goto(proxy.url));
    await page.getByRole('log').getByText('Welcome').first().waitFor();
    const timer = setInterval(() => (figures.cuts += proxy.cut()), cut);
    const every = (count) => (count > 0 ? Math.max(1, Math.floor(messages / (count + 1))) : Infinity);
    for (let number = 1; number <= messages; ++number) {
      await input.fill(words(number));
      await input.press('Enter');
      if (number % every(reloads) === 0 && figures.reloads < reloads) {
        ++figures.reloads;
        await visit(() => page.reload());
      }
      if (number % every(kills) === 0 && figures.kills < kills) {
        ++figures.kills;
        await relay.crash();
        log(`${number} of ${messages} written, ${figures.cuts} cuts, ${figures.reloads} reloads, ${figures.kills} kills`);
      }
      // Visitors do not write faster than the relay lets anybody (limits.h), and a cut is to fall on every part of the way.
      await page.waitForTimeout(60 + (number % 7) * 20);
    }
    clearInterval(timer);
    await page.getByRole('log').getByText('Sending').first().waitFor({ state: 'hidden', timeout: 120_000 });
    await page.waitForTimeout(2000);

    const token = await page.evaluate(() => Object.values(localStorage).map((text) => { try { return JSON.parse(text).token; } catch { return undefined; } }).find(Boolean));
    const told = await kept(relay.url, token);
    const mine = told.filter(({ flow, type }) => flow === 'out' && type === 'TIMTextElem').map(({ payload }) => payload.text);
    compare(figures, 'the relay keeps', mine, Array.from({ length: messages }, (_, index) => words(index + 1)));
    figures.answers = told.filter(({ flow }) => flow === 'in').length;

    // The page as it stands, not loaded anew, against the relay's memory, back to where the page begins.
    compare(figures, 'the page that lived through it shows', await shown(page), tail_of(told, await shown(page)));
    await visit(() => page.reload());
    await page.waitForTimeout(1500);
    await scroll_to_the_beginning(page);
    compare(figures, 'a new page shows', await read_to_the_end(page, figures), told.filter(is_shown).map(line_of));
    figures.failed = await page.getByRole('log').getByText('Not sent').count();
    if (figures.failed > 0) figures.faults.push(`${figures.failed} messages failed`);
  } finally {
    await browser.close();
    await proxy.stop();
    await relay.stop();
  }
  return figures;
}

const is_shown = ({ type, payload }) => type === 'TIMTextElem' || /"src":"?(30|15|29)"?/.test(payload?.data ?? '');
const line_of = ({ flow, payload }) => (flow === 'out' ? payload.text : 'desk');
const tail_of = (told, rows) => told.filter(is_shown).map(line_of).slice(-rows.length);

/** The rows in order: the visitor's by their words, the desk's as such. */
const shown = (page) => page.getByRole('article').evaluateAll((rows) => rows.filter((row) => row.matches('.visitor, .desk')).map((row) => (row.matches('.visitor') ? row.querySelector('.body').innerText.trim() : 'desk')));

/** As somebody who reads back: up, until nothing more comes. */
async function scroll_to_the_beginning(page) {
  const log = page.getByRole('log');
  for (let before = -1, count = 0, quiet = 0; quiet < 3; quiet = count === before ? quiet + 1 : 0) {
    before = count;
    await log.evaluate((element) => (element.scrollTop = 0));
    const earlier = log.getByRole('button', { name: 'Show earlier messages' });
    // The rows may come by themselves, and the button be gone before it is pressed; what then is missing is found out by the comparison.
    if (await earlier.isVisible()) await earlier.click({ timeout: 1000 }).catch((error) => { if (error.name !== 'TimeoutError') throw error; });
    await page.waitForTimeout(400);
    count = await page.getByRole('article').count();
  }
}

/** And down again to the newest: a page holds some hundred rows of a long conversation at a time, so what it shows is put together; more comes at the end of them. The visitor's words are all different. */
async function read_to_the_end(page, figures) {
  const log = page.getByRole('log');
  let lines = await shown(page);
  for (let quiet = 0; quiet < 3;) {
    await log.evaluate((element) => (element.scrollTop = element.scrollHeight));
    await page.waitForTimeout(400);
    const now = await shown(page);
    const first = now.findIndex((line) => line !== 'desk');
    const at = lines.indexOf(now[first]) - first;
    const known = lines.slice(Math.max(at, 0));
    if (at < 0 || known.some((line, index) => line !== now[index])) figures.faults.push(`from "${now[first]}" on a new page shows other rows than before`);
    quiet = known.length === now.length ? quiet + 1 : 0;
    lines = [...lines.slice(0, Math.max(at, 0)), ...now];
  }
  return lines;
}

/** Notes where two lists differ first, and what is lost or doubled. */
function compare(figures, who, found, wanted) {
  const counts = new Map();
  for (const line of found) counts.set(line, (counts.get(line) ?? 0) + 1);
  const wanted_counts = new Map();
  for (const line of wanted) wanted_counts.set(line, (wanted_counts.get(line) ?? 0) + 1);
  for (const [line, count] of wanted_counts) {
    const has = counts.get(line) ?? 0;
    if (has !== count) figures.faults.push(`${who} "${line}" ${has} times, not ${count}`);
  }
  for (const line of counts.keys()) if (!wanted_counts.has(line)) figures.faults.push(`${who} "${line}", which nobody said`);
  const at = found.findIndex((line, index) => line !== wanted[index]);
  if (at >= 0) figures.faults.push(`${who} "${found[at]}" at ${at}, where "${wanted[at]}" belongs`);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { values } = parseArgs({ options: { messages: { type: 'string' }, cut: { type: 'string' }, reloads: { type: 'string' }, kills: { type: 'string' } } });
  const began = Date.now();
  const figures = await play({ ...Object.fromEntries(Object.entries(values).map(([name, text]) => [name, Number(text)])), log: console.log });
  for (const fault of figures.faults) console.log(fault);
  console.log(`${figures.messages} messages, ${figures.answers} answers, ${figures.cuts} cuts, ${figures.reloads} reloads, ${figures.kills} kills, ${figures.faults.length} faults, ${Math.round((Date.now() - began) / 1000)} s`);
  process.exitCode = figures.faults.length > 0 ? 1 : 0;
}
