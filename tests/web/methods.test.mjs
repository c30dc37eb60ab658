// What a page can ask for and what it is told, where no other file looks: cards and orders, ending and rating by call, the direction, sounds, notifications, and a launcher that says that the desk is gone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { shot, socket_line, start_site, watch } from './support.mjs';

let site;

before(async () => {
  site = await start_site({
    speed: 10,
    files: { 'site.html': '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>site</title><body><script async src="/deskbell.js" data-deskbell data-manual></script></body></html>' },
  });
});
after(() => site?.stop());

async function visit({ options = {}, before_page, given } = {}) {
  const context = await site.browser.newContext({ locale: 'en-GB', viewport: { width: 1000, height: 800 } });
  const line = await socket_line(context);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const faults = await watch(page);
  if (before_page) await page.addInitScript(before_page, given);
  await page.goto(site.url('site.html'));
  await page.waitForFunction(() => window.Deskbell);
  await page.evaluate((boot) => {
    window.heard = [];
    for (const name of ['state', 'rated', 'ended', 'message', 'unread', 'error', 'open', 'close', 'action']) Deskbell('on', name, (detail) => heard.push([name, detail]));
    Deskbell('boot', boot);
    Deskbell('open');
  }, options);
  const log = page.getByRole('log', { name: 'Messages' });
  await log.getByRole('button').first().waitFor();
  const box = page.getByRole('textbox', { name: 'Message', exact: true });
  return {
    page, context, line, faults, log, box,
    heard: (name) => page.evaluate((wanted) => heard.filter(([one]) => one === wanted).map(([, detail]) => detail), name),
    async say(words) {
      await box.fill(words);
      await box.press('Enter');
    },
  };
}

test('a card and an order that the page sends', async () => {
  const { page, context, faults, log } = await visit();
  await page.evaluate(() => {
    Deskbell('sendCard', { header: 'Reading lamp', desc: 'Ash and linen', url: 'https://shop.example/lamp', customField: [{ name: 'Price', value: '€ 89' }] });
    Deskbell('sendOrder', { guide: 'About this order', name: 'Order FW-2041', desc: 'One lamp', customField: [{ name: 'State', value: 'On its way' }] });
  });
  const card = log.getByRole('article').filter({ hasText: 'Reading lamp' }).first();
  await card.getByRole('link', { name: 'Reading lamp' }).waitFor();
  assert.equal(await card.getByRole('link').getAttribute('href'), 'https://shop.example/lamp');
  await card.getByText('€ 89').waitFor();
  const order = log.getByRole('article').filter({ hasText: 'Order FW-2041' }).first();
  await order.getByText('On its way').waitFor();
  await page.waitForFunction(() => !document.querySelector('deskbell-widget').shadowRoot.querySelector('.delivery:is(.queued, .sending, .failed)'));
  assert.deepEqual(faults, []);
  await context.close();
});

test('a person, the rating and the end by call; each is told as an event', async () => {
  const { page, context, log, heard } = await visit();
  await page.evaluate(() => Deskbell('human'));
  await page.getByRole('dialog').getByText('Anna is with you', { exact: true }).waitFor();
  await page.evaluate(() => Deskbell('rate'));
  await log.getByRole('radiogroup').waitFor();
  assert.deepEqual(await heard('rated'), []);
  await page.evaluate(() => Deskbell('endSession'));
  const end = log.getByRole('button', { name: 'End conversation' });
  if (await end.count()) await end.click();
  await log.getByText('Conversation ended').waitFor();
  await page.waitForFunction(() => heard.some(([name]) => name === 'ended'));
  assert.equal((await heard('ended')).length, 1);
  assert.equal((await heard('state')).at(-1).state, 'ended');
  await context.close();
});

test('the direction is the page’s to choose', async () => {
  const { page, context } = await visit({ options: { dir: 'rtl' } });
  const { x } = await page.locator('deskbell-widget .launcher').boundingBox();
  assert.ok(x < 100, `the launcher stands at ${x}`);
  assert.equal(await page.locator('deskbell-widget .panel').evaluate((panel) => getComputedStyle(panel).direction), 'rtl');
  await context.close();
});

const hidden = () => {
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => window.away === true });
  window.sounds = 0;
  window.notes = [];
  window.AudioContext = class {
    constructor() { window.sounds += 1; }
    get currentTime() { return 0; }
    createOscillator() { return { frequency: {}, connect: (to) => to, start() {}, stop() {} }; }
    createGain() { return { gain: { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect() {} }; }
    close() { return Promise.resolve(); }
  };
  window.Notification = class {
    static permission = 'granted';
    constructor(title, { body }) { window.notes.push([title, body]); }
  };
};

test('a sound and a notification for what comes while the visitor is away, and no sound where the page wants none', async () => {
  for (const sounds of [undefined, false]) {
    const { page, context } = await visit({ options: sounds === undefined ? {} : { sounds }, before_page: hidden });
    // Browsers are silent before the visitor has touched the page.
    await page.mouse.click(5, 5);
    // Who has seen a message is called by no sound for a second, in any tab.
    await page.waitForTimeout(1200);
    await page.evaluate(() => {
      Deskbell('close');
      window.away = true;
      document.dispatchEvent(new Event('visibilitychange'));
      Deskbell('send', 'What are your opening hours?');
    });
    await page.waitForFunction(() => window.notes.length > 0);
    const due = sounds === undefined ? 1 : 0;
    // What makes the sound is loaded with the first one.
    await page.waitForFunction((count) => window.sounds >= count, due);
    await page.waitForTimeout(400);
    assert.equal(await page.evaluate(() => window.sounds), due);
    assert.equal(await page.evaluate(() => window.notes.length), 1);
    await context.close();
  }
});

test('a closed chat whose desk cannot be reached says so beside the launcher, until it can', async () => {
  const { page, context, line, log } = await visit();
  await page.evaluate(() => Deskbell('close'));
  const note = page.locator('deskbell-widget .note');
  assert.equal(await note.textContent(), '');
  await line.cut();
  await note.filter({ hasText: 'Offline: your messages are kept' }).waitFor({ timeout: 30_000 });
  assert.equal(await page.locator('deskbell-widget .badge-count').textContent(), '!');
  await page.screenshot({ path: shot('launcher-offline') });
  await page.evaluate(() => Deskbell('open'));
  assert.equal(await note.textContent(), '', 'the panel says it by itself');
  await page.evaluate(() => Deskbell('close'));
  line.mend();
  await page.waitForFunction(() => document.querySelector('deskbell-widget').shadowRoot.querySelector('.note').textContent === '', null, { timeout: 40_000 });
  await page.evaluate(() => Deskbell('open'));
  await log.getByRole('button').first().waitFor();
  await context.close();
});
