// A long conversation, of which the screen has rows for a part: whoever reads back comes to its beginning, and from there to its end again, by scrolling, by the keys, and by the button.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { scripted_relay, start_site } from './support.mjs';

const many = 450;
const page_of = 150;
const start = 1_765_000_000;
const desk = '@customer_service_account';
const message = (number) => ({ ID: `m-${number}`, type: 'TIMTextElem', payload: { text: `Message ${number}.` }, flow: 'in', from: desk, to: 'visitor-1', time: start + number, sequence: number, nick: 'Anna', avatar: '' });
const pages = Array.from({ length: many / page_of }, (_, page) => ({ event: 'history', messages: Array.from({ length: page_of }, (_, at) => message(page * page_of + at + 1)), complete: page === 0 })).reverse();

let site;
before(async () => {
  site = await start_site({ files: { 'site.html': '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>site</title><body><script async src="/deskbell.js" data-deskbell></script></body></html>' } });
});
after(() => site?.stop());

/** An open chat at the end of that conversation. */
async function open() {
  const page = await (await site.browser.newContext({ locale: 'en-GB', viewport: { width: 1000, height: 800 } })).newPage();
  page.setDefaultTimeout(10_000);
  const tell = await scripted_relay(page, (frame) => (frame.load_history ? pages : []));
  await page.goto(site.url('site.html'));
  await page.locator('.launcher').click();
  const log = page.getByRole('log');
  await log.getByText(`Message ${many}.`, { exact: true }).waitFor();
  await page.waitForTimeout(400);
  return {
    page, log,
    come: (text) => tell({ event: 'message', message: { ...message(many + 1), payload: { text } } }),
    last: () => log.evaluate((list) => Math.max(...[...list.querySelectorAll('.row .body')].map(({ textContent }) => Number(/^Message (\d+)\.$/.exec(textContent)?.[1] ?? 0)))),
    /** Goes on with `step` until the row is there. */
    async until(words, step) {
      const row = log.getByText(words, { exact: true });
      for (let time = 0; time < 40 && !(await row.count()); time += 1) {
        await step();
        await page.waitForTimeout(150);
      }
      assert.equal(await row.count(), 1, words);
    },
  };
}

test('read back to the beginning by scrolling, and down again to the newest from the very end of what is there', async () => {
  const { page, log, until, last } = await open();
  await until('Message 1.', () => log.evaluate((list) => { list.scrollTop = 0; }));
  assert.ok(await last() < many, 'rows for a part of it');
  assert.ok(await log.locator('.row').count() <= 310);
  await until(`Message ${many}.`, () => log.evaluate((list) => { list.scrollTop = list.scrollHeight; }));
  await page.context().close();
});

test('the keys lead there as well, and what is read stays where it is while more comes', async () => {
  const { page, log, until, last } = await open();
  await log.focus();
  await until('Message 1.', () => page.keyboard.press('Home'));
  const end = await last();
  const stayed = await log.evaluate(async (list, number) => {
    list.scrollTop = list.scrollHeight;
    const row = [...list.querySelectorAll('.row')].find((one) => one.textContent.includes(`Message ${number}.`));
    const top = row.getBoundingClientRect().top;
    for (let frame = 0; frame < 40; frame += 1) await new Promise(requestAnimationFrame);
    return row.isConnected ? Math.abs(row.getBoundingClientRect().top - top) : NaN;
  }, end);
  assert.ok(await last() > end, 'more came');
  assert.ok(stayed < 1.5, `moved by ${stayed} px`);
  await until(`Message ${many}.`, () => page.keyboard.press('End'));
  await page.context().close();
});

test('the button behind what is there leads to the newest at once, from wherever it is seen', async () => {
  const { page, log, until, come } = await open();
  await until('Message 1.', () => log.evaluate((list) => { list.scrollTop = 0; }));
  come('Here is news.');
  await page.getByRole('button', { name: 'New messages' }).click();
  await log.getByText('Here is news.', { exact: true }).waitFor();
  await page.waitForFunction(() => {
    const list = document.querySelector('deskbell-widget').shadowRoot.querySelector('.log');
    return list.scrollHeight > list.clientHeight && list.scrollHeight - list.clientHeight - list.scrollTop < 2;
  });
  await page.context().close();
});
