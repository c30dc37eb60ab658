// On phones and small tablets, with touch: the whole screen, the keyboard, the back button, and nothing that leaks to the page behind.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessible } from './access.mjs';
import { launch_browser, shot, start_relay } from './support.mjs';

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

async function phone(width, height, locale = 'en-GB') {
  const context = await browser.newContext({ viewport: { width, height }, locale, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(relay.url);
  const launcher = page.locator('.launcher');
  await launcher.tap();
  const panel = page.locator('.panel');
  await panel.waitFor();
  const log = page.getByRole('log');
  await log.getByRole('button').first().waitFor();
  await page.waitForTimeout(300);
  return { context, page, panel, log, launcher, box: panel.locator('textarea') };
}

const rect = (locator) => locator.evaluate((element) => element.getBoundingClientRect().toJSON());

for (const [width, height] of [[320, 640], [390, 844], [768, 1024]]) {
  describe(`${width} px`, () => {
    test('fits the screen, and every control is large enough', async () => {
      const { context, page, panel, log, box } = await phone(width, height);
      const { left, top, right, bottom } = await rect(panel);
      if (width < 480) assert.deepEqual([left, top, right, bottom].map(Math.round), [0, 0, width, height]);
      else assert.ok(left >= 0 && top >= 0 && right <= width && bottom <= height);
      assert.equal(await log.evaluate((list) => list.scrollWidth > list.clientWidth), false);
      await box.fill('A word thatisverylongandhasnospaceinitatallbutmustnotmakethepagewiderthanitis '.repeat(2));
      await page.getByRole('button', { name: 'Send', exact: true }).tap();
      await box.fill('Where is my order?');
      await page.getByRole('button', { name: 'Send', exact: true }).tap();
      await log.getByRole('textbox', { name: 'Order number' }).waitFor();
      assert.equal(await log.evaluate((list) => list.scrollWidth > list.clientWidth), false);
      // Below 16 px Safari makes the page larger when the field is touched.
      const sizes = await panel.evaluate((element) => [...element.querySelectorAll('input:not([type=file]), textarea, select')].map((field) => parseFloat(getComputedStyle(field).fontSize)));
      assert.ok(sizes.length >= 3 && sizes.every((size) => size >= 16), `fields of ${sizes}`);
      await page.screenshot({ path: shot(`phone-${width}`) });
      await accessible(page, `${width} px`);
      await context.close();
    });

    test('nothing that is scrolled in it moves the page', async () => {
      const { context, page, panel } = await phone(width, height);
      await page.evaluate(() => document.body.style.setProperty('min-height', '4000px'));
      const before = await page.evaluate(() => scrollY);
      const tools = await context.newCDPSession(page);
      for (const part of ['.header', '.log', '.composer']) {
        const { left, top, width: wide, height: high } = await rect(panel.locator(part).first());
        const [x, y] = [left + wide / 2, top + high / 2];
        for (const by of [-400, 400]) {
          await tools.send('Input.synthesizeScrollGesture', { x, y, yDistance: by, gestureSourceType: 'touch', speed: 4000 });
          await tools.send('Input.synthesizeScrollGesture', { x, y, yDistance: by, gestureSourceType: 'mouse', speed: 4000 });
        }
      }
      assert.equal(await page.evaluate(() => scrollY), before);
      await context.close();
    });
  });
}

describe('on a phone', () => {
  test('the back button closes it and leaves the page where it is', async () => {
    const { context, page, panel, launcher } = await phone(390, 844);
    const address = page.url();
    await page.goBack({ waitUntil: 'commit' }).catch(() => undefined);
    await panel.waitFor({ state: 'hidden' });
    assert.equal(page.url(), address);
    const entries = await page.evaluate(() => history.length);
    await launcher.tap();
    await panel.waitFor();
    await page.getByRole('button', { name: 'Close chat' }).tap();
    await panel.waitFor({ state: 'hidden' });
    await page.waitForFunction(() => !history.state?.deskbell);
    assert.equal(await page.evaluate(() => history.length), entries, 'no entry is left behind');
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).overflowY), 'visible');
    await context.close();
  });

  test('with the keyboard open it ends where the keyboard begins', async () => {
    const { context, page, panel, box, log } = await phone(390, 844);
    await box.tap();
    // Chromium on a desk has no keyboard to open: the visual viewport says what a phone's would.
    await page.evaluate(() => {
      Object.defineProperty(visualViewport, 'height', { configurable: true, get: () => 500 });
      visualViewport.dispatchEvent(new Event('resize'));
    });
    assert.equal(Math.round((await rect(panel)).bottom), 500);
    assert.ok((await rect(box)).bottom <= 500);
    await page.waitForTimeout(100);
    assert.ok(await log.evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight) < 2, 'the end stays in view');
    await page.screenshot({ path: shot('phone-keyboard') });
    await context.close();
  });

  for (const [width, height, left_over] of [[844, 390, 200], [768, 1024, 600]]) {
    test(`at ${width} × ${height} it stands above the keyboard, and where it was without one`, async () => {
      const { context, page, panel, box, log } = await phone(width, height);
      const before = await rect(panel);
      assert.ok(before.top >= 0 && before.bottom <= height && (await rect(log)).height > 100);
      await box.tap();
      const keyboard = (visible) => page.evaluate((pixels) => {
        if (pixels) Object.defineProperty(visualViewport, 'height', { configurable: true, get: () => pixels });
        else delete visualViewport.height;
        visualViewport.dispatchEvent(new Event('resize'));
      }, visible);
      await keyboard(left_over);
      const { top, bottom } = await rect(panel);
      assert.ok(top >= 0 && bottom <= left_over && (await rect(box)).bottom <= left_over, `${top} to ${bottom}`);
      assert.ok((await rect(log)).height > 20);
      await page.screenshot({ path: shot(`phone-keyboard-${width}`) });
      await keyboard(0);
      assert.deepEqual(await rect(panel), before);
      await context.close();
    });
  }

  for (const locale of ['th', 'ar', 'de']) {
    test(`speaks ${locale}`, async () => {
      const { context, page, panel, log, box } = await phone(320, 640, locale);
      // The demo page chooses the language.
      await page.evaluate((lang) => window.Deskbell('setLanguage', lang), locale);
      await page.locator(`[role=dialog][lang=${locale}][dir=${locale === 'ar' ? 'rtl' : 'ltr'}]`).waitFor();
      await box.fill('human');
      await box.press('Enter');
      await log.locator('.row.visitor').first().waitFor();
      await page.waitForTimeout(600);
      assert.equal(await log.evaluate((list) => list.scrollWidth > list.clientWidth), false);
      await page.screenshot({ path: shot(`phone-${locale}`) });
      await accessible(page, locale);
      await context.close();
    });
  }
});
