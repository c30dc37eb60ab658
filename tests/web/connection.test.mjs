// A connection that fails without a word: the page notices, connects again, and nothing is missing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch_browser, start_relay } from './support.mjs';

let relay;
let browser;

before(async () => {
  relay = await start_relay({ speed: 20 });
  browser = await launch_browser();
});

after(async () => {
  await browser?.close();
  await relay?.stop();
});

/** A page whose sockets can be interfered with: `pass(frame, direction)` gives false for a frame that is to vanish. Time is the test's. */
async function open_chat({ pass }) {
  const page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  const sockets = [];
  await page.routeWebSocket(/\/ws$/, (socket) => {
    const server = socket.connectToServer();
    const connection = { number: sockets.length };
    sockets.push(connection);
    socket.onMessage((frame) => pass(frame, 'up', connection) && server.send(frame));
    server.onMessage((frame) => pass(frame, 'down', connection) && socket.send(frame));
  });
  await page.clock.install();
  await page.goto(relay.url);
  await page.getByRole('button', { name: 'Open chat' }).click();
  const log = page.getByRole('log', { name: 'Messages' });
  await log.getByText('Welcome to Fernweh Supply').waitFor();
  return {
    page,
    log,
    sockets,
    say: async (words) => {
      await page.getByRole('textbox', { name: 'Message', exact: true }).fill(words);
      await page.getByRole('button', { name: 'Send', exact: true }).click();
    },
  };
}

test('a dead connection is noticed, and what was written meanwhile arrives once', async () => {
  let dead = false;
  const chat = await open_chat({ pass: (_, __, connection) => !(dead && connection.number === 0) });
  dead = true;
  await chat.say('opening hours');
  await chat.log.getByText('Sending').waitFor();
  for (let seconds = 0; seconds < 90 && chat.sockets.length < 2; seconds += 5) await chat.page.clock.runFor(5000);
  assert.equal(chat.sockets.length, 2, 'a second connection within 90 s');
  await chat.log.getByText('Monday to Friday').first().waitFor();
  assert.equal(await chat.log.getByText('opening hours', { exact: true }).count(), 1);
  await chat.page.close();
});

test('an event that got lost is noticed by the number of the next one', async () => {
  let lost = 0;
  const chat = await open_chat({
    pass: (frame, direction) => {
      if (lost > 0 || direction !== 'down' || !/"seq":\d+,"event":"message"/.test(frame) || !frame.includes('Monday')) return true;
      lost += 1;
      return false;
    },
  });
  await chat.say('opening hours');
  for (let waits = 0; waits < 100 && lost === 0; waits += 1) await chat.page.waitForTimeout(100);
  assert.equal(lost, 1);
  await chat.say('thanks');
  for (let seconds = 0; seconds < 60 && chat.sockets.length < 2; seconds += 1) await chat.page.clock.runFor(1000);
  await chat.log.getByText('Monday').first().waitFor();
  assert.equal(chat.sockets.length, 2);
  await chat.page.close();
});

test('a silent connection is asked whether it is there, and stays', async () => {
  const pings = [];
  const chat = await open_chat({
    pass: (frame) => {
      if (/"p[io]ng"/.test(frame)) pings.push(frame);
      return true;
    },
  });
  for (let minutes = 0; minutes < 3; minutes += 1) {
    await chat.page.clock.runFor(56_000);
    await chat.page.waitForTimeout(100);
  }
  assert.ok(pings.length >= 4 && pings.filter((frame) => frame.includes('pong')).length >= 2, pings.join(' '));
  assert.equal(chat.sockets.length, 1);
  await chat.page.close();
});
