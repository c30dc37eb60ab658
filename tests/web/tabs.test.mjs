// Two tabs of one visitor: one connection, nothing lost or doubled when the one that has it goes, and both in step.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
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

/** A visitor whose tabs' sockets can be interfered with: `wire.up(frame)` and `wire.down(frame)` give false for what is to vanish; while `wire.cut` no socket opens. */
async function visitor({ before_page } = {}) {
  const context = await browser.newContext({ locale: 'en-GB' });
  const wire = { opened: 0, open: new Set(), cut: false, up: () => true, down: () => true };
  if (before_page) await context.addInitScript(before_page);
  await context.routeWebSocket(/\/ws$/, (socket) => {
    if (wire.cut) return void socket.close();
    wire.opened += 1;
    wire.open.add(socket);
    const server = socket.connectToServer();
    socket.onMessage((frame) => wire.up(frame) && server.send(frame));
    server.onMessage((frame) => wire.down(frame) && socket.send(frame));
    wire.tell = (frame) => socket.send(frame);
    socket.onClose(() => { wire.open.delete(socket); server.close(); });
  });
  return {
    context,
    wire,
    /** Two open tabs: the first one leads. */
    async two_open() {
      const first = await (await this.tab()).open();
      return [first, await (await this.tab()).open()];
    },
    async offline() {
      wire.cut = true;
      for (const socket of wire.open) await socket.close();
    },
    async tab() {
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      await page.goto(relay.url);
      const launcher = page.getByRole('button', { name: 'Open chat' });
      const log = page.getByRole('log', { name: 'Messages' });
      const box = page.getByRole('textbox', { name: 'Message', exact: true });
      return {
        page, log, box, launcher,
        async open() {
          await launcher.click();
          await log.getByText('Welcome to Fernweh Supply').first().waitFor();
          return this;
        },
        async write(words) {
          await box.fill(words);
          await box.press('Enter');
        },
        /** Waits until the tab shows a text once, and for good. */
        async shows(words) {
          await log.getByText(words, { exact: true }).first().waitFor();
          assert.equal(await log.getByText(words, { exact: true }).count(), 1, words);
        },
      };
    },
  };
}

/** What the relay has of the visitor, as a browser that comes anew sees it. */
async function kept(visiting) {
  const tab = await visiting.tab();
  await tab.open();
  await tab.page.waitForTimeout(300);
  const texts = await tab.log.locator('.row.visitor .body').allTextContents();
  await tab.page.close();
  return texts;
}

describe('two tabs', () => {
  test('share one connection, and what is written in one is in the other, once', async () => {
    const visiting = await visitor();
    const [first, second] = await visiting.two_open();
    await first.write('opening hours');
    await second.shows('opening hours');
    await second.write('from the second');
    await first.shows('from the second');
    await second.log.getByText('Monday to Friday').first().waitFor();
    assert.equal(await first.log.getByText('Monday to Friday').count(), await second.log.getByText('Monday to Friday').count());
    assert.equal(visiting.wire.opened, 1);
    await visiting.context.close();
  });

  test('a third that comes late knows where the session stands', async () => {
    const visiting = await visitor();
    const first = await (await visiting.tab()).open();
    await first.page.getByRole('button', { name: 'More options' }).click();
    await first.page.getByRole('menuitem', { name: 'Talk to a person' }).click();
    await first.page.getByRole('dialog').getByText('Anna is with you', { exact: true }).waitFor();
    const late = await (await visiting.tab()).open();
    await late.page.getByRole('dialog').getByText(/is with you$/).waitFor();
    await late.page.getByRole('button', { name: 'More options' }).click();
    await late.page.getByRole('menuitem', { name: 'End conversation' }).waitFor();
    assert.equal(visiting.wire.opened, 1);
    await visiting.context.close();
  });

  test('the leader goes with messages unsent: the other sends them, once and in order', async () => {
    const visiting = await visitor();
    const [first, second] = await visiting.two_open();
    await visiting.offline();
    await first.page.getByText('Offline: your messages are kept').waitFor();
    for (const words of ['one', 'two', 'three']) await first.write(words);
    await second.write('four');
    await first.log.getByText('We’ll send this when you’re back online').nth(2).waitFor();
    await first.page.close();
    visiting.wire.cut = false;
    for (const words of ['one', 'two', 'three', 'four']) await second.shows(words);
    await second.page.waitForFunction(() => !document.querySelector('deskbell-widget').shadowRoot.querySelector('.delivery.queued, .delivery.sending'));
    const texts = await kept(visiting);
    assert.deepEqual(texts.filter((text) => text !== 'four'), ['one', 'two', 'three']);
    assert.equal(texts.length, 4);
    await visiting.context.close();
  });

  test('the leader goes before it has the answer: what the relay has is not sent as another', async () => {
    const visiting = await visitor();
    const [first, second] = await visiting.two_open();
    let mute = true;
    visiting.wire.down = () => !mute;
    await first.write('answered to nobody');
    await first.log.getByText('Sending').waitFor();
    await first.page.waitForTimeout(200);
    await first.page.close();
    mute = false;
    await second.shows('answered to nobody');
    await second.page.waitForTimeout(2500);
    await second.shows('answered to nobody');
    assert.deepEqual((await kept(visiting)).filter((text) => text === 'answered to nobody').length, 1);
    await visiting.context.close();
  });

  test('what one has not sent is in the other at once, also in one that comes later, and is sent once', async () => {
    const visiting = await visitor();
    const [first, second] = await visiting.two_open();
    await visiting.offline();
    await second.page.getByText('Offline: your messages are kept').waitFor();
    await second.write('from the one that follows');
    await first.shows('from the one that follows');
    await first.write('from the one that leads');
    await second.shows('from the one that leads');
    for (const { log } of [first, second]) await log.getByText('We’ll send this when you’re back online').nth(1).waitFor();
    const third = await visiting.tab();
    await third.launcher.click();
    await third.shows('from the one that leads');
    await third.shows('from the one that follows');
    visiting.wire.cut = false;
    for (const { page } of [first, second, third]) await page.waitForFunction(() => !document.querySelector('deskbell-widget').shadowRoot.querySelector('.delivery.queued, .delivery.sending'));
    for (const tab of [first, second, third]) for (const words of ['from the one that follows', 'from the one that leads']) await tab.shows(words);
    assert.deepEqual((await kept(visiting)).sort(), ['from the one that follows', 'from the one that leads']);
    await visiting.context.close();
  });

  test('what is refused fails in both, and is given up in both', async () => {
    const visiting = await visitor();
    const [first, second] = await visiting.two_open();
    // The relay refuses what it cannot read.
    const sending = [];
    visiting.wire.up = (frame) => {
      if (!String(frame).includes('not to be sent')) return true;
      sending.push(JSON.parse(frame).send.client_id);
      return false;
    };
    await second.write('not to be sent');
    await first.shows('not to be sent');
    for (let waited = 0; !sending.length && waited < 5000; waited += 50) await first.page.waitForTimeout(50);
    visiting.wire.tell(JSON.stringify({ event: 'send_failed', client_id: sending[0], code: 10016, info: 'blocked' }));
    for (const { log } of [first, second]) await log.getByText('Not sent: the desk did not accept it').first().waitFor();
    await first.log.getByRole('button', { name: 'Delete' }).click();
    for (const { log } of [first, second]) await log.getByText('not to be sent', { exact: true }).waitFor({ state: 'detached' });
    assert.equal(sending.length, 1);
    assert.deepEqual(await kept(visiting), []);
    await visiting.context.close();
  });

  test('one that only follows goes with messages unsent: the leader sends them', async () => {
    const visiting = await visitor();
    const [first, second] = await visiting.two_open();
    await visiting.offline();
    await second.page.getByText('Offline: your messages are kept').waitFor();
    await second.write('left behind');
    await second.log.getByText('We’ll send this when you’re back online').waitFor();
    await second.page.close();
    await first.shows('left behind');
    visiting.wire.cut = false;
    await first.page.waitForFunction(() => !document.querySelector('deskbell-widget').shadowRoot.querySelector('.delivery.queued, .delivery.sending'));
    assert.deepEqual(await kept(visiting), ['left behind']);
    await visiting.context.close();
  });

  test('a leader that is frozen is relieved', async () => {
    // A page in the background of a phone hears nothing and says nothing; a headless one cannot be put there.
    const visiting = await visitor({ before_page: () => {
      const say = BroadcastChannel.prototype.postMessage;
      BroadcastChannel.prototype.postMessage = function (word) {
        if (window.frozen) return;
        if (word.lead) window.repeat = () => say.call(this, word);
        say.call(this, word);
      };
      const ask = LockManager.prototype.request;
      LockManager.prototype.request = function (...how) {
        return window.frozen ? new Promise(() => undefined) : ask.apply(this, how);
      };
      const { set } = Object.getOwnPropertyDescriptor(BroadcastChannel.prototype, 'onmessage');
      Object.defineProperty(BroadcastChannel.prototype, 'onmessage', { set(hear) { set.call(this, (event) => window.frozen || hear(event)); } });
    } });
    const [first, second] = await visiting.two_open();
    await first.page.evaluate(() => { window.frozen = true; });
    await second.write('is anybody there');
    // What it said before is still on its way, and proves nothing.
    await first.page.evaluate(() => window.repeat());
    await second.log.getByText(/^(Sent|Read)$/).last().waitFor();
    assert.equal(visiting.wire.opened, 2);
    await first.page.evaluate(() => { window.frozen = false; });
    await first.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await first.shows('is anybody there');
    await first.write('here again');
    await second.shows('here again');
    await first.log.getByText(/^(Sent|Read)$/).last().waitFor();
    for (let waited = 0; visiting.wire.open.size > 1 && waited < 5000; waited += 50) await first.page.waitForTimeout(50);
    assert.equal(visiting.wire.open.size, 1);
    await visiting.context.close();
  });

  test('drafts are each tab\'s own, and survive a reload', async () => {
    const visiting = await visitor();
    const [first, second] = await visiting.two_open();
    await first.box.pressSequentially('first draft');
    await second.box.pressSequentially('second draft');
    await second.page.waitForTimeout(600);
    await first.page.reload();
    await first.open();
    assert.equal(await first.box.inputValue(), 'first draft');
    await second.page.reload();
    await second.open();
    assert.equal(await second.box.inputValue(), 'second draft');
    await visiting.context.close();
  });

  test('what is read in one is unread in none, and news sound once', async () => {
    const visiting = await visitor({ before_page: () => {
      window.notes = 0;
      const make = AudioContext.prototype.createOscillator;
      AudioContext.prototype.createOscillator = function () {
        window.notes += 1;
        return make.call(this);
      };
    } });
    const tabs = [await (await visiting.tab()).open(), await (await visiting.tab()).open()];
    for (const { page } of tabs) await page.getByRole('button', { name: 'Close' }).first().click();
    // What was seen in one of them is not sounded in the other, for a second.
    await tabs[0].page.waitForTimeout(1200);
    await tabs[0].page.evaluate(() => Deskbell('send', 'opening hours'));
    for (const { page } of tabs) await page.getByRole('button', { name: /Open chat, \d unread/ }).waitFor();
    await tabs[0].page.waitForTimeout(1200);
    const notes = await Promise.all(tabs.map(({ page }) => page.evaluate(() => window.notes)));
    assert.ok(notes.filter((count) => count > 0).length <= 1 && notes[0] + notes[1] > 0, `sounded ${notes}`);
    await tabs[1].page.getByRole('button', { name: /Open chat/ }).click();
    await tabs[0].page.getByRole('button', { name: 'Open chat', exact: true }).waitFor();
    await visiting.context.close();
  });

  test('a picture from a tab that only follows goes through the leader', async () => {
    const visiting = await visitor();
    const [first, second] = await visiting.two_open();
    await second.page.getByRole('dialog').locator('input[type=file]').setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
    await first.log.getByText('note.txt').waitFor();
    await second.log.getByText(/^(Sent|Read)$/).last().waitFor();
    assert.equal(visiting.wire.opened, 1);
    await visiting.context.close();
  });

  test('without Web Locks each tab has its own connection and its own unsent messages', async () => {
    const visiting = await visitor({ before_page: () => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }) });
    const [first, second] = await visiting.two_open();
    assert.equal(visiting.wire.opened, 2);
    await visiting.offline();
    await first.page.getByText('Offline: your messages are kept').waitFor();
    await first.write('mine');
    await second.write('yours');
    await first.page.close({ runBeforeUnload: true });
    await second.page.close({ runBeforeUnload: true });
    visiting.wire.cut = false;
    const third = await (await visiting.tab()).open();
    await third.shows('mine');
    await third.shows('yours');
    await third.page.waitForTimeout(300);
    assert.deepEqual((await kept(visiting)).sort(), ['mine', 'yours']);
    await visiting.context.close();
  });
});
