// What a visitor does with messages and files: the menu of a message, answering, copying, taking back, pictures, drag and drop, history by scrolling, the title.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessible } from './access.mjs';
import { launch_browser, shot, start_relay, watch } from './support.mjs';

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

async function chat({ locale = 'en-GB', ...options } = {}) {
  const context = await browser.newContext({ locale, viewport: { width: 1000, height: 760 }, permissions: ['clipboard-read', 'clipboard-write'], ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const faults = await watch(page);
  await page.goto(relay.url);
  await page.locator('.launcher').click();
  const log = page.getByRole('log');
  await log.getByRole('button').first().waitFor();
  const box = page.getByRole('dialog').getByRole('textbox', { name: 'Message', exact: true });
  return {
    context, page, log, box, faults,
    async say(words) {
      await box.fill(words);
      await box.press('Enter');
      await log.getByText(words, { exact: true }).last().waitFor();
      await page.waitForFunction(() => !document.querySelector('deskbell-widget').shadowRoot.querySelector('.delivery.queued, .delivery.sending'));
    },
    async menu(words) {
      const options = page.getByRole('button', { name: 'Message options' });
      const list = page.getByRole('menu', { name: 'Message options' });
      // A row that an answer pushes away under the pointer takes its button along, between pressing and letting go as well.
      for (let tries = 0; tries < 10 && !(await list.isVisible()); ++tries) {
        await log.getByText(words, { exact: true }).last().hover();
        await page.waitForTimeout(200);
        if (await options.evaluate((button) => button.classList.contains('away'))) continue;
        await options.click();
        await page.waitForTimeout(100);
      }
      await list.waitFor();
    },
    focus: () => page.evaluate(() => document.querySelector('deskbell-widget').shadowRoot.activeElement?.className),
  };
}

/** A PNG of one colour, w × h. */
async function drawing(page, width, height, colour) {
  const data = await page.evaluate(async ([w, h, fill]) => {
    const canvas = new OffscreenCanvas(w, h);
    const pen = canvas.getContext('2d');
    pen.fillStyle = fill;
    pen.fillRect(0, 0, w, h);
    const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
    return [...bytes];
  }, [width, height, colour]);
  return Buffer.from(data);
}

describe('a message', () => {
  test('is answered, and the answer says to what', async () => {
    const { page, log, say, menu, box, context, focus, faults } = await chat();
    await say('opening hours');
    await log.getByText('Monday to Friday').first().waitFor();
    await menu('opening hours');
    // What is scrolled takes the button with it while its menu is open.
    await log.evaluate((list) => { list.scrollTop -= 4; });
    await page.waitForTimeout(100);
    const button = await page.getByRole('button', { name: 'Message options' }).boundingBox();
    const said = await log.getByText('opening hours', { exact: true }).boundingBox();
    assert.ok(Math.abs(button.y - said.y) < 40 && said.x - (button.x + button.width) < 40, JSON.stringify({ button, said }));
    await page.screenshot({ path: shot('talk-menu') });
    await accessible(page, 'talk-menu');
    await page.getByRole('menuitem', { name: 'Reply' }).click();
    await page.getByText('Reply to You').waitFor();
    assert.match(await page.evaluate(() => document.querySelector('deskbell-widget').shadowRoot.activeElement.tagName), /TEXTAREA/);
    await page.screenshot({ path: shot('talk-reply') });
    await accessible(page, 'talk-reply');
    // Escape takes the answer back before it closes the chat.
    await box.press('Escape');
    await page.getByText('Reply to You').waitFor({ state: 'hidden' });
    assert.equal(await page.getByRole('dialog').isVisible(), true);
    await menu('opening hours');
    await page.keyboard.press('Enter');
    await say('that is what I meant');
    await page.getByText('Reply to You').waitFor({ state: 'hidden' });
    await log.locator('.row.visitor blockquote').getByText('opening hours').waitFor();
    assert.notEqual(await focus(), undefined);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('is copied', async () => {
    const { page, say, menu, context } = await chat();
    await say('copy these words');
    await menu('copy these words');
    await page.getByRole('menuitem', { name: 'Copy' }).click();
    await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor({ state: 'attached' });
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'copy these words');
    await context.close();
  });

  test('is taken back, and another tab sees that', async () => {
    const { page, log, say, menu, context } = await chat();
    await say('never said');
    await menu('never said');
    await page.getByRole('menuitem', { name: 'Take back' }).click();
    await log.getByText('This message was taken back').waitFor();
    assert.equal(await log.getByText('never said', { exact: true }).count(), 0);
    const other = await context.newPage();
    await other.goto(relay.url);
    await other.getByRole('button', { name: 'Open chat' }).click();
    await other.getByRole('log').getByText('This message was taken back').waitFor();
    await context.close();
  });

  test('has its menu by the keyboard, and the focus comes back', async () => {
    const { page, log, say, context, focus } = await chat();
    await say('first words');
    await say('second words');
    await log.focus();
    await page.keyboard.press('Tab');
    for (let stops = 0; stops < 20 && !/^options/.test((await focus()) ?? ''); stops += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('status').filter({ hasText: 'first words' }).waitFor({ state: 'attached' });
    await page.keyboard.press('Enter');
    await page.getByRole('menu', { name: 'Message options' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    assert.match(await focus(), /^options/);
    assert.equal(await page.getByRole('menu', { name: 'Message options' }).count(), 0);
    await context.close();
  });
});

describe('pictures', () => {
  test('open in a viewer, turn by the arrow keys, grow, and give the focus back', async () => {
    const { page, log, context, faults } = await chat();
    const input = page.getByRole('dialog').locator('input[type=file]');
    for (const [name, colour, w, h] of [['one.png', '#c33', 800, 300], ['two.png', '#36c', 300, 900]]) {
      await input.setInputFiles({ name, mimeType: 'image/png', buffer: await drawing(page, w, h, colour) });
      await page.waitForFunction((count) => document.querySelector('deskbell-widget').shadowRoot.querySelectorAll('a.picture img:not(.loading)').length === count, name === 'one.png' ? 1 : 2);
    }
    const pictures = log.locator('a.picture');
    await pictures.last().focus();
    await page.keyboard.press('Enter');
    const viewer = page.getByRole('dialog', { name: 'Image 2 of 2' });
    await viewer.waitFor();
    await page.screenshot({ path: shot('talk-viewer') });
    await accessible(page, 'talk-viewer');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('dialog', { name: 'Image 1 of 2' }).waitFor();
    const width = () => page.locator('.viewer img').evaluate((image) => image.getBoundingClientRect().width);
    await page.locator('.viewer img').evaluate((image) => image.decode());
    const fit = await width();
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    assert.ok((await width()) > fit * 1.2, 'larger');
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await page.keyboard.press('0');
    assert.equal(await width(), fit);
    for (let stop = 0; stop < 8; stop += 1) {
      await page.keyboard.press('Tab');
      assert.ok(await page.evaluate(() => { const { activeElement } = document.querySelector('deskbell-widget').shadowRoot; return !activeElement || activeElement.closest('.viewer') !== null; }), 'Tab stays inside');
    }
    await page.keyboard.press('Escape');
    await page.locator('.viewer').waitFor({ state: 'detached' });
    assert.equal(await pictures.last().evaluate((link) => link.getRootNode().activeElement === link), true);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('dropped, pasted, too large, and cancelled on the way', async () => {
    const { page, log, box, context } = await chat();
    const drop = (type) => page.getByRole('dialog').evaluate((panel, kind) => {
      const bag = new DataTransfer();
      bag.items.add(new File(['dropped'], 'dropped.txt', { type: 'text/plain' }));
      panel.querySelector('.log').dispatchEvent(new DragEvent(kind, { dataTransfer: bag, bubbles: true, cancelable: true, composed: true }));
    }, type);
    await drop('dragover');
    await page.getByText('Drop files here to send them · Up to 20 MB a file').waitFor();
    await page.screenshot({ path: shot('talk-drop') });
    await accessible(page, 'talk-drop');
    await drop('drop');
    await log.getByText('dropped.txt').waitFor();
    await page.getByText('Drop files here to send them').waitFor({ state: 'hidden' });
    await box.evaluate((area) => {
      const bag = new DataTransfer();
      bag.items.add(new File(['pasted'], 'pasted.txt', { type: 'text/plain' }));
      area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: bag, bubbles: true, cancelable: true }));
    });
    await log.getByText('pasted.txt').waitFor();
    assert.match(await page.getByRole('button', { name: 'Attach a file' }).getAttribute('title'), /Up to 20 MB a file/);
    const input = page.getByRole('dialog').locator('input[type=file]');
    await input.evaluate((field) => {
      const bag = new DataTransfer();
      bag.items.add(new File([new Uint8Array(21 * 1024 * 1024)], 'huge.bin'));
      field.files = bag.files;
      field.dispatchEvent(new Event('change'));
    });
    await log.getByText('the file is larger than 20 MB').waitFor();
    await context.close();
  });

  test('what is written while a file is on its way comes after it, and waits no longer once that is cancelled', async () => {
    const { page, log, box, context } = await chat();
    let go;
    const gate = new Promise((done) => { go = done; });
    await page.route('**/upload?*', async (route) => { await gate; await route.continue().catch(() => undefined); });
    const input = page.getByRole('dialog').locator('input[type=file]');
    await input.setInputFiles({ name: 'slow.txt', mimeType: 'text/plain', buffer: Buffer.from('slow') });
    await log.getByRole('button', { name: 'Cancel' }).waitFor();
    await log.getByRole('progressbar').waitFor();
    await box.fill('written after it');
    await box.press('Enter');
    await log.getByText('Waiting').waitFor();
    await page.waitForTimeout(500);
    await log.getByText('Waiting').waitFor();
    await input.setInputFiles({ name: 'never.txt', mimeType: 'text/plain', buffer: Buffer.from('never') });
    await log.getByText('never.txt').waitFor();
    await log.getByRole('button', { name: 'Cancel' }).last().click();
    await log.getByText('never.txt').waitFor({ state: 'detached' });
    assert.notEqual(await page.evaluate(() => document.querySelector('deskbell-widget').shadowRoot.activeElement), null, 'the focus is somewhere');
    go();
    await page.waitForFunction(() => !document.querySelector('deskbell-widget').shadowRoot.querySelector('.delivery.queued, .delivery.sending, .delivery.uploading'));
    const bodies = await log.locator('.row.visitor .body').allInnerTexts();
    assert.ok(bodies.findIndex((text) => text.includes('slow.txt')) < bodies.findIndex((text) => text.includes('written after it')), bodies.join('|'));
    await context.close();
  });
});

describe('the log', () => {
  test('brings earlier messages when it is scrolled up, and what is read stays where it is', async () => {
    const { page, log, box, context } = await chat();
    for (let number = 1; number <= 45; number += 1) {
      await box.fill(`line ${number}`);
      await box.press('Enter');
    }
    await page.waitForFunction(() => !document.querySelector('deskbell-widget').shadowRoot.querySelector('.delivery.queued, .delivery.sending'), null, { timeout: 60_000 });
    await page.reload();
    await page.getByRole('button', { name: 'Open chat' }).click();
    await log.getByText('line 45', { exact: true }).waitFor();
    await page.waitForTimeout(400);
    const before = await log.getByRole('article').count();
    const seen = await log.evaluate(async (list) => {
      list.scrollTop = 150;
      const row = [...list.querySelectorAll('.row')].find((one) => one.getBoundingClientRect().bottom > list.getBoundingClientRect().top + 60);
      const top = () => row.getBoundingClientRect().top;
      const old = top();
      const jumps = [];
      for (let frame = 0; frame < 60; frame += 1) {
        await new Promise(requestAnimationFrame);
        jumps.push(Math.abs(top() - old));
      }
      return Math.max(...jumps);
    });
    assert.ok((await log.getByRole('article').count()) > before, 'more rows');
    assert.ok(seen < 1.5, `moved by ${seen} px`);
    await context.close();
  });

  test('the title tells of what came while the visitor looked elsewhere', async () => {
    const { page, context, log, box } = await chat();
    const title = await page.title();
    await box.fill('opening hours');
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await box.press('Enter');
    await log.getByText('Monday to Friday').first().waitFor();
    await page.waitForFunction(() => /^\(\d\) New messages$/.test(document.title));
    await page.waitForFunction((plain) => document.title === plain, title);
    await page.waitForFunction(() => /^\(\d\) New messages$/.test(document.title));
    await page.evaluate(() => {
      delete document.hidden;
      document.dispatchEvent(new Event('visibilitychange'));
    });
    assert.equal(await page.title(), title);
    await context.close();
  });

  test('writes times as the visitor\'s region does', async () => {
    // Where it is three in the morning: an hour of one digit tells more regions apart than one of two.
    const ahead = (3 - new Date().getUTCHours() + 36) % 24 - 12;
    const timezoneId = `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
    for (const [locale, form] of [['en-GB', /^0\d:\d\d$/], ['en-US', /^\d:\d\d\sAM$/]]) {
      const { log, say, context } = await chat({ locale, timezoneId });
      await say('what time is it');
      assert.match(await log.locator('.row.visitor time').last().textContent(), form);
      await context.close();
    }
  });
});
