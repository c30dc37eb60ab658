// The visitor's story at Feishu's two desks, in a browser through a real relay: open, ask, get an answer, get a human, send a picture, rate where the desk can, end.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Aily } from '../desks/aily.mjs';
import { FeishuHelpdesk } from '../desks/feishu_helpdesk.mjs';
import { red_dot, until } from '../desks/support.mjs';
import { launch_browser, shot, start_relay, watch } from './support.mjs';

let browser;
before(async () => { browser = await launch_browser(); });
after(async () => { await browser?.close(); });

/** A page with the chat open, and what a visitor does there. */
async function visit(relay) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 860 }, locale: 'en-GB', colorScheme: 'light' });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const faults = await watch(page);
  await page.goto(relay.url);
  await page.getByRole('button', { name: /^Open chat/ }).click();
  const log = () => page.getByRole('log', { name: 'Messages' });
  const see = (words) => log().getByText(words).last().waitFor();
  return {
    page,
    faults,
    log,
    see,
    async say(words) {
      await page.getByRole('textbox', { name: 'Message', exact: true }).fill(words);
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await see(words);
    },
    async send_picture(name) {
      await page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'image/png', buffer: red_dot });
    },
    async choose_in_menu(name) {
      await page.getByRole('button', { name: 'More options' }).click();
      await page.getByRole('menuitem', { name }).click();
    },
    async picture(name) {
      await page.waitForTimeout(300);
      await page.screenshot({ path: shot(`feishu-${name}`) });
    },
    count: (words) => log().getByText(words, { exact: true }).count(),
  };
}

describe('Feishu Helpdesk', () => {
  let desk;
  let relay;
  let visitor;
  before(async () => {
    desk = await new FeishuHelpdesk({ pace: 150 }).start();
    relay = await start_relay({
      config: `[[desk]]
name = "helpdesk"
kind = "feishu_helpdesk"
base = "${desk.url}"
app_id = "cli_test"
app_secret = "app secret"
verification_token = "verify me"
encrypt_key = "seal me"
helpdesk_id = "6626871355780366330"
helpdesk_token = "ht-secret"
open_id = "ou_visitor"
customized_info = "the shop's website"
`,
    });
    desk.hook = `${relay.url}hooks/helpdesk/events`;
    visitor = await visit(relay);
  });
  after(async () => {
    await relay?.stop();
    await desk?.stop();
  });

  test('the relay answers the challenge, and nobody else', async () => {
    assert.equal(await desk.verify_hook(), true);
    const forged = await fetch(desk.hook, { method: 'POST', body: JSON.stringify({ schema: '2.0', header: { token: 'guess' }, event: {} }) });
    assert.equal(forged.status, 401);
  });

  test('asks, waits in the queue and gets a person', async () => {
    await visitor.say('My parcel is late');
    await visitor.page.getByText('In the queue').first().waitFor();
    await visitor.picture('helpdesk-queue');
    await visitor.see('Anna here. How can I help?');
    await visitor.page.getByText('Anna is with you').first().waitFor();
    assert.equal(desk.tickets.length, 1);
    assert.equal(desk.tickets[0].customized_info, "the shop's website");
    await visitor.say('It was to come on Monday');
    await visitor.see('Anna has read: It was to come on Monday');
    assert.equal(await visitor.count('My parcel is late'), 1);
  });

  test('sends a picture and gets one', async () => {
    await visitor.send_picture('parcel.png');
    await visitor.see('Thank you for the picture.');
    await visitor.say('Have you a picture of it?');
    await visitor.log().getByRole('img', { name: /Image/ }).nth(1).waitFor();
    const shown = await visitor.log().getByRole('img', { name: /Image/ }).nth(1).evaluate(async (image) => ((await image.decode?.()), image.naturalWidth));
    assert.equal(shown, 1);
    await visitor.picture('helpdesk-pictures');
  });

  test('a desk that refuses for a while gets everything, once and in order', async () => {
    desk.refuse({ fits: (one) => one.method === 'POST' && one.path.endsWith('/messages'), status: 429, times: 1, body: { code: 99991400, msg: 'request trigger frequency limit' } });
    desk.refuse({ fits: (one) => one.method === 'POST' && one.path.endsWith('/messages'), status: 0, times: 1, done: true });
    await visitor.say('First this');
    await visitor.say('then that');
    await visitor.see('Anna has read: then that');
    const words = desk.tickets[0].messages.filter((one) => one.sender === 'robot' && one.type === 'text').map((one) => one.content.text);
    assert.deepEqual(words.slice(-2), ['First this', 'then that']);
    assert.equal(await visitor.count('First this'), 1);
  });

  test('a relay that is killed and comes back has lost nothing', async () => {
    await relay.crash();
    desk.say(desk.tickets[0], 'agent', 'text', { text: 'Are you still there?' });
    await visitor.see('Are you still there?');
    await visitor.say('Yes, I am');
    await visitor.see('Anna has read: Yes, I am');
    assert.equal(await visitor.count('Are you still there?'), 1);
  });

  test('ends; the rating that was given in Feishu is shown', async () => {
    await visitor.choose_in_menu('End conversation');
    await visitor.log().getByRole('button', { name: 'End conversation' }).click();
    await visitor.see('Conversation ended');
    await until(() => desk.tickets[0].status === 51, 'the agent closes the ticket');
    desk.rate(desk.tickets[0], 3);
    await visitor.see('Thank you for your rating');
    await visitor.log().getByRole('radio', { name: '3/3', checked: true }).waitFor();
    await visitor.picture('helpdesk-rated');
    assert.equal(await visitor.count('Conversation ended'), 1);
    assert.deepEqual(desk.untaken.filter((one) => one.status === 401), []);
  });

  test('no error and no violation of the policies in all of it', () => assert.deepEqual(visitor.faults.filter((fault) => !/ERR_CONNECTION_REFUSED/.test(fault)), []));
});

describe('Aily', () => {
  let desk;
  let relay;
  let visitor;
  before(async () => {
    desk = await new Aily({ word: 60 }).start();
    relay = await start_relay({
      config: `[[desk]]
name = "assistant"
kind = "aily"
base = "${desk.url}"
app_id = "cli_test"
app_secret = "app secret"
aily_app_id = "spring_test__c"
`,
    });
    visitor = await visit(relay);
  });
  after(async () => {
    await relay?.stop();
    await desk?.stop();
  });

  test('asks, and reads the answer while it grows', async () => {
    desk.pause_at = 7;
    await visitor.say('When are you open?');
    await visitor.see('every day');
    const row = visitor.log().getByRole('article').filter({ hasText: 'every day' });
    assert.equal(await row.getAttribute('aria-busy'), 'true');
    assert.equal(await visitor.log().getByText('See you soon').count(), 0);
    desk.pause_at = Infinity;
    await visitor.see('is looking forward to it');
    await visitor.log().getByRole('cell', { name: 'Mon–Fri' }).waitFor();
    await visitor.log().getByText('const open = true;').waitFor();
    assert.equal(await row.count(), 1);
    await visitor.page.waitForFunction(() => !document.querySelector('deskbell-widget').shadowRoot.querySelector('[role=article][aria-busy]'));
    assert.equal(await visitor.log().getByText('<').count(), 0);
    await visitor.picture('aily-answer');
  });

  test('is not offered a person, as the desk has none', async () => {
    await visitor.see('is looking forward to it');
    await visitor.page.getByRole('button', { name: 'More options' }).click();
    assert.deepEqual(await visitor.page.getByRole('menuitem').allTextContents(), ['End conversation']);
    await visitor.page.keyboard.press('Escape');
  });

  test('sends a picture and gets one', async () => {
    await visitor.send_picture('receipt.png');
    await visitor.see('A fine picture, thank you.');
    await visitor.say('Show me a picture');
    await visitor.see('Here it is:');
    await visitor.log().getByRole('img', { name: /Image/ }).nth(1).waitFor();
    await visitor.picture('aily-pictures');
  });

  test('is asked back, and a card comes in plain words', async () => {
    await visitor.say('What will the weather be?');
    await visitor.see('Of which city?');
    await visitor.say('Shenzhen');
    await visitor.see('The weather in Shenzhen');
    await visitor.say('A card, please');
    await visitor.see('A card in plain words');
  });

  test('is told when the assistant fails, and goes on', async () => {
    await visitor.say('Please fail');
    await visitor.see('Something went wrong on our side');
    await visitor.picture('aily-failed');
    assert.match(relay.log(), /sp_ec_sm_900101/);
    await visitor.say('A card again');
    await visitor.log().getByText('A card in plain words').nth(1).waitFor();
  });

  test('a relay that is killed while an answer grows goes on with it, in one row', async () => {
    desk.pause_at = 7;
    await visitor.say('And when are you open?');
    await visitor.log().getByText('every day').nth(1).waitFor();
    await relay.crash();
    desk.pause_at = Infinity;
    await visitor.log().getByText('is looking forward to it').nth(1).waitFor();
    assert.equal(await visitor.log().getByText('every day').count(), 2);
    assert.equal([...desk.sessions.values()].flatMap((one) => one.runs).length, 8);
  });

  test('ends it in the middle of an answer; the next question begins anew', async () => {
    desk.pause_at = 7;
    await visitor.say('Once more, when are you open?');
    await visitor.log().getByText('every day').nth(2).waitFor();
    await visitor.choose_in_menu('End conversation');
    await visitor.log().getByRole('button', { name: 'End conversation' }).click();
    await visitor.see('Conversation ended');
    const runs = () => [...desk.sessions.values()].flatMap((one) => one.runs);
    await until(() => runs().at(-1).cancelled, 'the run is cancelled');
    await visitor.page.waitForFunction(() => !document.querySelector('deskbell-widget').shadowRoot.querySelector('[role=article][aria-busy]'));
    assert.equal(await visitor.count('Conversation ended'), 1);
    await visitor.picture('aily-ended');
    desk.pause_at = Infinity;
    assert.equal(desk.sessions.size, 1);
    await visitor.say('A last card');
    await visitor.log().getByText('A card in plain words').nth(2).waitFor();
    assert.equal(desk.sessions.size, 2);
  });

  test('no error and no violation of the policies in all of it', () => assert.deepEqual(visitor.faults.filter((fault) => !/ERR_CONNECTION_REFUSED/.test(fault)), []));
});
