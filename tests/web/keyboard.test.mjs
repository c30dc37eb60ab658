// The visitor's story with nothing but the keyboard: everything can be reached and done, the focus is always somewhere and always seen.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessible, focus, focus_seen } from './access.mjs';
import { launch_browser, shot, start_relay, watch } from './support.mjs';

let relay;
let browser;
let page;
let faults;

before(async () => {
  relay = await start_relay({ speed: 10 });
  browser = await launch_browser();
  page = await (await browser.newContext({ viewport: { width: 1200, height: 800 }, locale: 'en-GB', reducedMotion: 'reduce' })).newPage();
  page.setDefaultTimeout(15_000);
  faults = await watch(page);
  await page.goto(relay.url);
});

after(async () => {
  await browser?.close();
  await relay?.stop();
});

const log = () => page.getByRole('log', { name: 'Messages' });
const see = (words) => log().getByText(words).last().waitFor();

/** Presses a key until the focus is where it is wanted, and looks at every stop on the way. */
async function go(wanted, key = 'Tab', most = 60) {
  for (let presses = 0; presses < most; presses += 1) {
    const at = await focus(page);
    if (wanted.test(at)) return;
    await page.keyboard.press(key);
    const next = await focus(page);
    if (next) assert.ok(await focus_seen(page), `the focus is not seen on ${next}`);
  }
  assert.fail(`${wanted} is not reached by ${key}; the focus is on ${await focus(page)}`);
}

/** Types into the composer and sends. */
async function say(words) {
  await go(/^textarea Message/);
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
  await see(words);
  assert.match(await focus(page), /^textarea Message/, 'the focus stays in the composer');
}

describe('with the keyboard alone', () => {
  test('opens the chat and asks', async () => {
    await page.locator('deskbell-widget').waitFor({ state: 'attached' });
    for (let presses = 0; presses < 80 && !/Open chat/.test(await focus(page)); presses += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.waitForFunction(() => document.querySelector('deskbell-widget').shadowRoot.activeElement?.matches('textarea'));
    await see('Welcome to Fernweh Supply');
    await say('Help me choose');
  });

  test('picks a choice; the focus is not lost when the choices close', async () => {
    await see('What can I help you with?');
    await go(/^button I have a wish for the shop/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await see('What should we add to the shop?');
    assert.notEqual(await focus(page), '');
  });

  test('fills a form, with an error and without', async () => {
    await go(/^button Submit/, 'Tab');
    await page.keyboard.press('Enter');
    await see('Please fill this in');
    const field = await page.evaluate(() => {
      const at = document.querySelector('deskbell-widget').shadowRoot.activeElement;
      return { invalid: at.getAttribute('aria-invalid'), told: at.getRootNode().getElementById(at.getAttribute('aria-describedby') ?? '')?.textContent };
    });
    assert.deepEqual(field, { invalid: 'true', told: 'Please fill this in' });
    await accessible(page, 'form with an error');
    await page.keyboard.type('A blanket for the dog');
    await page.keyboard.press('Enter');
    await see('I have noted “A blanket for the dog” for our buyers');
    assert.notEqual(await focus(page), '');
  });

  test('asks for a person in the menu, and closes it with Escape first', async () => {
    await go(/More options/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem').first().waitFor();
    await page.keyboard.press('Escape');
    assert.match(await focus(page), /More options/);
    await page.keyboard.press('ArrowDown');
    await go(/^menuitem Talk to a person/, 'ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('Anna is with you', { exact: true }).waitFor();
    assert.notEqual(await focus(page), '');
  });

  test('rates as among radio buttons', async () => {
    await say('I would like to rate you');
    await log().getByRole('radiogroup', { name: 'How did we do?' }).waitFor();
    await go(/^radio /, 'Shift+Tab');
    const first = await focus(page);
    await page.keyboard.press('ArrowRight');
    assert.notEqual(await focus(page), first);
    await page.keyboard.press('End');
    assert.equal(await focus(page), 'radio Very satisfied');
    await page.keyboard.press('Space');
    await log().getByRole('radio', { name: 'Very satisfied', checked: true }).waitFor();
    await go(/^button Submit/);
    await page.keyboard.press('Enter');
    await see('Thank you for telling us.');
    assert.notEqual(await focus(page), '');
  });

  test('ends the session, and the focus is not lost with the question', async () => {
    await go(/More options/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await go(/^menuitem End conversation/, 'ArrowDown');
    await page.keyboard.press('Enter');
    await see('End this conversation?');
    await go(/^button End conversation/);
    await page.keyboard.press('Enter');
    await see('Conversation ended');
    assert.notEqual(await focus(page), '');
    await go(/^button Start again/);
  });

  test('closes it, and the focus is on the launcher', async () => {
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('deskbell-widget').shadowRoot.querySelector('.panel').hidden);
    assert.match(await focus(page), /Open chat/);
    assert.deepEqual(faults, []);
  });
});

describe('seen otherwise', () => {
  test('in forced colours every control has an edge or a text, and the focus is seen', async () => {
    await page.emulateMedia({ forcedColors: 'active' });
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.waitForTimeout(300);
    await page.screenshot({ path: shot('access-forced-colours') });
    for (let stop = 0; stop < 12; stop += 1) {
      await page.keyboard.press('Tab');
      if (await focus(page)) assert.ok(await focus_seen(page), `forced colours: ${await focus(page)}`);
    }
    await page.emulateMedia({ forcedColors: 'none' });
  });

  test('at 400 % nothing is lost: 320 px wide, no second direction to scroll in', async () => {
    await page.setViewportSize({ width: 320, height: 256 });
    await page.waitForTimeout(300);
    await page.screenshot({ path: shot('access-400-percent') });
    const seen = await page.evaluate(() => {
      const { shadowRoot } = document.querySelector('deskbell-widget');
      const wide = [...shadowRoot.querySelectorAll('.panel *')].filter((element) => element.checkVisibility() && !element.closest('.hidden, pre, .table, [hidden]') && element.getBoundingClientRect().right > innerWidth + 1 && element.getBoundingClientRect().width > 0);
      const log = shadowRoot.querySelector('.log');
      const area = shadowRoot.querySelector('textarea').getBoundingClientRect();
      return { wide: wide.map((element) => element.className || element.tagName), scrolls: log.scrollWidth > log.clientWidth, log: log.clientHeight, composer: area.bottom <= innerHeight && area.top >= 0 };
    });
    assert.deepEqual(seen.wide, []);
    assert.equal(seen.scrolls, false);
    assert.ok(seen.log >= 80, `the log has ${seen.log} px`);
    assert.ok(seen.composer);
    await accessible(page, '400 %');
  });

  test('nothing moves when the visitor wants it still', async () => {
    const moving = await page.evaluate(() => document.querySelector('deskbell-widget').shadowRoot.getAnimations().filter(({ effect }) => effect.getComputedTiming().duration > 1).map((animation) => animation.animationName ?? animation.transitionProperty ?? 'animation'));
    assert.deepEqual(moving, []);
  });
});
