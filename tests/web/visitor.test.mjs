// What a visitor does, in a browser, against the real relay over a real socket. Everything is found by role and accessible name, as a screen reader finds it.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessible } from './access.mjs';
import { launch_browser, shot, start_relay, watch } from './support.mjs';

let relay;
let browser;
let page;
let faults;

before(async () => {
  relay = await start_relay({ speed: 2 });
  browser = await launch_browser();
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, locale: 'en-GB', colorScheme: 'light' });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  faults = await watch(page);
});

after(async () => {
  await browser?.close();
  await relay?.stop();
});

const dialog = () => page.getByRole('dialog', { name: 'Support' });
const log = () => page.getByRole('log', { name: 'Messages' });
const box = () => page.getByRole('textbox', { name: 'Message', exact: true });
const see = (words) => log().getByText(words).last().waitFor();
const button = (name) => log().getByRole('button', { name, exact: true }).last();

async function say(words) {
  await box().fill(words);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await see(words);
}

async function choose_in_menu(name) {
  await page.getByRole('button', { name: 'More options' }).click();
  await page.getByRole('menuitem', { name }).click();
}

const picture = async (name, pause = 300) => {
  await page.waitForTimeout(pause);
  await page.screenshot({ path: shot(`visitor-${name}`) });
  if (pause) await accessible(page, name);
};

describe('a visit', () => {
  test('opens the launcher and sees the welcome card', async () => {
    await page.goto(relay.url);
    await page.getByRole('button', { name: 'Open chat' }).click();
    await dialog().waitFor();
    await see('Welcome to Fernweh Supply');
    await button('What are your opening hours?').waitFor();
    assert.equal(await box().evaluate((field) => field.getRootNode().activeElement === field), true);
    await picture('01-welcome');
  });

  test('asks and reads an answer while it is being written', async () => {
    await say('How do I care for linen?');
    await log().getByRole('heading', { name: 'Caring for linen' }).waitFor();
    const writing = log().getByRole('article').filter({ has: page.getByRole('heading', { name: 'Caring for linen' }) });
    assert.equal(await writing.getAttribute('aria-busy'), 'true');
    assert.equal(await log().getByText('the creases belong to linen').count(), 0);
    await picture('02-streaming', 0);
    await see('the creases belong to linen');
    await page.waitForFunction(() => !document.querySelector('deskbell-widget').shadowRoot.querySelector('[role=article][aria-busy]'));
    await log().getByRole('cell', { name: 'Candle wax' }).waitFor();
    // Told once, as a whole.
    await page.getByRole('status').filter({ hasText: 'the creases belong to linen' }).waitFor({ state: 'attached' });
    await picture('03-streamed');
  });

  test('picks a branch', async () => {
    await say('Help me choose');
    await see('What can I help you with?');
    await button('I have a wish for the shop').click();
    await log().getByRole('button', { name: 'I have a wish for the shop', pressed: true }).waitFor();
    await see('What should we add to the shop?');
    await picture('04-branch');
  });

  test('fills the form with a free answer', async () => {
    await button('Submit').click();
    await see('Please fill this in');
    const answer = log().getByRole('textbox').last();
    assert.equal(await answer.evaluate((field) => field.getRootNode().activeElement === field), true);
    await answer.fill('A blanket for the dog');
    await answer.press('Enter');
    await see('I have noted “A blanket for the dog” for our buyers');
  });

  test('fills the form of a task', async () => {
    await say('Where is my order?');
    const number = log().getByRole('textbox', { name: 'Order number' });
    await number.waitFor();
    await log().getByRole('textbox', { name: 'E-mail address' }).fill('visitor@shop.example');
    await button('Submit').click();
    await log().getByText('Please fill this in').first().waitFor();
    assert.equal(await number.getAttribute('aria-invalid'), 'true');
    assert.equal(await log().getByRole('textbox', { name: 'E-mail address' }).inputValue(), 'visitor@shop.example');
    await picture('05-form-incomplete');
    await number.fill('FW-2041');
    await log().getByRole('combobox', { name: 'What would you like to know?' }).selectOption('When it arrives');
    await button('Submit').click();
    await see('Order FW-2041 left our warehouse this morning');
    await picture('06-form-sent');
  });

  test('asks about a product and sends an order from the page', async () => {
    await page.getByRole('button', { name: 'Ask about this', exact: true }).click();
    await see('A good choice: Reading lamp “Lise”. What would you like to know about it?');
    await page.getByRole('button', { name: 'Ask about this order: FW-2041' }).click();
    await see('I see your order: Order FW-2041');
    await picture('07-order');
  });

  test('asks for a human and waits through the queue', async () => {
    await choose_in_menu('Talk to a person');
    await dialog().getByText(/^Number \d in the queue$/).waitFor();
    await picture('08-queue');
    await see('Hello, this is Anna. How can I help you?');
    await dialog().getByText('Anna is with you', { exact: true }).waitFor();
  });

  test('chats, and sends a picture', async () => {
    await say('Is the lamp in stock?');
    await see('Good question');
    await dialog().locator('input[type=file]').setInputFiles({ name: 'corner.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') });
    await log().getByRole('img', { name: /corner\.png|Image/ }).last().waitFor();
    await see('Thank you for the picture');
    await picture('09-agent');
  });

  test('rates five stars', async () => {
    await say('I would like to rate you');
    const stars = log().getByRole('radiogroup', { name: 'How did we do?' });
    await stars.getByRole('radio', { name: 'Very satisfied', exact: true }).click();
    await log().getByRole('radio', { name: 'Very satisfied', checked: true }).waitFor();
    await picture('10-rating');
    await button('Submit').click();
    await see('Thank you for telling us.');
    await picture('11-rated');
  });

  test('ends the session', async () => {
    await choose_in_menu('End conversation');
    await see('End this conversation?');
    await button('End conversation').click();
    await see('Conversation ended');
    await picture('12-ended');
  });

  test('in the dark and on a phone', async () => {
    await page.getByRole('combobox', { name: 'Theme' }).selectOption('Dark');
    await picture('13-dark');
    await page.setViewportSize({ width: 390, height: 800 });
    await picture('14-phone-dark');
    await log().getByRole('button', { name: 'Start again' }).waitFor();
    assert.ok(await log().evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight) < 2, 'the end stays in view');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1360, height: 860 });
    await page.getByRole('combobox', { name: 'Theme' }).selectOption('Light');
  });

  test('switches to 简体中文', async () => {
    await page.getByRole('combobox', { name: 'Language' }).selectOption('简体中文');
    const catalogue = await (await fetch(new URL('lang/zh_cn.json', relay.url))).json();
    assert.equal(catalogue.lang, 'zh_cn');
    const panel = page.getByRole('dialog');
    await panel.getByRole('button', { name: '发送', exact: true }).waitFor();
    assert.equal(await panel.getAttribute('lang'), 'zh-cn');
    await picture('15-chinese');
  });

  test('reloads and finds the history', async () => {
    await page.reload();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^打开/ }).click();
    const panel = page.getByRole('dialog');
    await panel.getByRole('button', { name: '发送', exact: true }).waitFor();
    const list = page.getByRole('log');
    await list.getByText('Is the lamp in stock?').waitFor();
    await picture('16-history');
    for (let pages = 0; pages < 6 && (await list.getByText('How do I care for linen?').count()) === 0; pages += 1) {
      const rows = await list.getByRole('article').count();
      await list.evaluate((element) => (element.scrollTop = 0));
      await list.getByRole('article').nth(rows).waitFor();
    }
    await list.getByText('the creases belong to linen').waitFor();
    await list.getByRole('radio', { name: 'Very satisfied', checked: true }).waitFor();
    await page.setViewportSize({ width: 390, height: 800 });
    await picture('17-phone-chinese');
  });

  test('no error and no violation of the policies in all of it', () => {
    assert.deepEqual(faults, []);
  });
});

const png = 'iVBORw0KGgoAAAANSUhEUgAAAKAAAAB4CAIAAAD6wG44AAACJ0lEQVR42u3Rt5HYQBBEUYTdkVBrrdVRK/syYBBMgj69tqYW+6ra/sDsO/7++V3t8kqq6c/2Dw8EGMBWwFdTTX+2DxgwgL2Ar6Wa/mwfMGAAewFfTzX92T5gwAD2Ar6RavqzfcCAAewFfDPV9Gf7hwc9dx/w6YFvpVp9gP5oHzBgAGsD3061+gD90T5gwADWBr6TavUB+qN9wIABrA18N9XqA/RH+4ABA1gb+F6q1Qfoj/YBnx3Yg5673wPfTzX92T5gwAD2An6QavqzfcCAAewF/DDV9Gf7gAED2Av4Uarpz/YBAwawF/DjVNOf7QMGDGBp4MsnqVb/kP5oHzBgAGsDP021+gD90T5gwADWBn6WavUB+qN9wIABrA38PNXqA/RH+4ABA1gb+EWq1Qfoj/YBAwawNvDLVKsP0B/tHx703H3AgP/7wKtU05/tAwYMYC/g16mmP9sHDBjAXsBvUk1/tg8YMIC9gN+mmv5sHzBgAHsBv0s1/dk+4LMDe9Bz94/L96lWH6A/2gcMGMDawB9SrT5Af7QPGDCAtYEvUq0+QH+0DxgwgLWBP6ZafYD+aB8wYABrA39KtfoA/dE+YMAAlgauf+hzqunP9gEDBrAX8JdU05/tAwYMYC/gr6mmP9sHDBjAXsDfUk1/tg8YMIC9gL+nmv5sHzBgAHsB/0g1/dn+4UHP3Qd8euCfqVYfoD/aBwwYwNrAv1KtPkB/tA8YMICV+/8AkJd97BEr8LIAAAAASUVORK5CYII=';
