// What no desk sends (messages of megabytes, JSON without a bottom, a thousand forms): what is cut says so, what comes after it is there, and the visitor can go on. How long it takes is ./dev bench hostile.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start_site, watch } from './support.mjs';

const time = Math.floor(Date.now() / 1000);
const large = 3 << 20;
/** As much as is shown of one text (MarkdownLimits). */
const shown = 256 << 10;
let site;

before(async () => {
  site = await start_site({ files: { 'site.html': '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>site</title><body><script async src="/deskbell.js" data-deskbell></script></body></html>' } });
});

after(() => site?.stop());

/** An open chat whose relay is this test. */
async function visit() {
  const context = await site.browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  const faults = await watch(page);
  let number = 0;
  let seq = 0;
  let relay;
  const heard = [];
  const ready = new Promise((done) => {
    page.routeWebSocket(/\/ws$/, (socket) => socket.onMessage((text) => {
      const frame = JSON.parse(text);
      heard.push(frame);
      if (frame.hello) socket.send(JSON.stringify({ welcome: { token: 'visitor-key', seq: 0, lang: 'en' } }));
      if (frame.send) socket.send(JSON.stringify({ event: 'sent', client_id: frame.send.client_id, message: { ...frame.send.message, ID: `o${frame.send.client_id}`, flow: 'out', time, sequence: (number += 1) } }));
      if (frame.load_history) {
        socket.send(JSON.stringify({ event: 'history', messages: [], complete: true }));
        relay = socket;
        done();
      }
    }));
  });
  await page.goto(site.url('site.html'));
  await page.getByRole('button', { name: 'Open chat' }).click();
  await ready;
  const message = (payload, type = 'TIMCustomElem') => ({ ID: `m${(number += 1)}`, type, payload, flow: 'in', from: 'desk', to: 'visitor-1', time, sequence: number });
  const log = page.getByRole('log', { name: 'Messages' });
  return {
    page, log, faults, context, heard, message,
    text: (words) => message({ text: words }, 'TIMTextElem'),
    desk: (value) => message({ data: JSON.stringify({ customerServicePlugin: 0, ...value }), description: '', extension: '' }),
    say: (value) => relay.send(JSON.stringify({ seq: (seq += 1), event: 'message', message: value })),
    history: (messages) => relay.send(JSON.stringify({ event: 'history', messages, complete: true })),
    /** The chat still does what it is for. */
    async goes_on() {
      this.say(this.text('and after it'));
      await log.getByText('and after it').waitFor();
      const box = page.getByRole('textbox', { name: 'Message', exact: true });
      await box.fill('still here');
      await box.press('Enter');
      await log.getByText('still here').waitFor();
      while (!heard.some(({ send }) => send?.message.payload.text === 'still here')) await page.waitForTimeout(50);
      assert.deepEqual(faults, []);
      await context.close();
    },
  };
}

const too_long = 'This message is too long; its end is not shown';

test('a text of 3 MB is cut, and says so', async () => {
  const chat = await visit();
  chat.say(chat.text('w'.repeat(large)));
  await chat.log.getByText(too_long).waitFor();
  const length = await chat.log.locator('.row.desk .body').last().evaluate((body) => body.textContent.length);
  assert.ok(length > shown && length < shown + 200, `${length} characters are shown`);
  await chat.goes_on();
});

test('an answer and a growing answer of 3 MB are cut, and say so', async () => {
  const chat = await visit();
  chat.say(chat.desk({ src: '30', content: 'word '.repeat(large / 5) }));
  await chat.log.getByText(too_long).waitFor();
  chat.say(chat.desk({ src: '31', chunks: ['word '.repeat(large / 5)], isFinished: 1 }));
  await chat.log.getByText(too_long).nth(1).waitFor();
  await chat.goes_on();
});

test('a message that stays too large when its texts are cut is one that cannot be shown', async () => {
  const chat = await visit();
  chat.say(chat.desk({ src: '15', content: { header: 'Choose', items: Array.from({ length: 100_000 }, (_, at) => ({ content: `Answer ${at}`, desc: 'with many words' })) } }));
  await chat.log.getByText('This message can’t be shown here').waitFor();
  await chat.goes_on();
});

test('JSON that is 50 000 deep loses itself only', async () => {
  const chat = await visit();
  chat.say(chat.message({ data: `{"customerServicePlugin":0,"src":"30","content":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}` }));
  await chat.log.getByText('This message can’t be shown here').waitFor();
  await chat.goes_on();
});

test('a thousand forms in one page of history are drawn in slices, the newest can be used, and no more are kept than the window holds', async () => {
  const chat = await visit();
  chat.history(Array.from({ length: 1000 }, (_, at) => chat.desk({ src: '21', content: { type: 1, header: `Question ${at}`, items: [{ content: 'Yes' }, { content: 'No' }] } })));
  const last = chat.log.locator('.row', { hasText: 'Question 999' });
  await last.getByRole('button', { name: 'Yes' }).or(last.getByRole('radio', { name: 'Yes' })).first().click();
  while (!chat.heard.some(({ send }) => JSON.stringify(send ?? '').includes('Yes'))) await chat.page.waitForTimeout(50);
  assert.ok(await chat.log.locator('.row').count() <= 310);
  await chat.goes_on();
});
