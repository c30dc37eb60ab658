// A conversation of several: who says what, mentioning with the keyboard and with the pointer, and a robot that answers when it is mentioned.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start_drawing } from './drawing.mjs';
import { row } from './samples.mjs';
import { launch_browser, shot, start_relay, watch } from './support.mjs';

let relay;
let browser;
let page;
let faults;

before(async () => {
  relay = await start_relay({ speed: 5 });
  browser = await launch_browser();
  page = await (await browser.newContext({ viewport: { width: 1200, height: 860 }, locale: 'en-GB' })).newPage();
  page.setDefaultTimeout(10_000);
  faults = await watch(page);
  await page.goto(relay.url);
  await page.getByRole('button', { name: 'Open chat' }).click();
  await log().getByText('Welcome to Fernweh Supply').waitFor();
});
after(async () => {
  await browser?.close();
  await relay?.stop();
});

const log = () => page.getByRole('log');
const box = () => page.getByRole('textbox', { name: 'Message', exact: true });
const people = () => page.getByRole('listbox', { name: 'People in this chat' });
const option = (name) => people().getByRole('option', { name, exact: true });
const names = () => people().getByRole('option').evaluateAll((options) => options.map(({ lastElementChild }) => lastElementChild.textContent));
const chosen = () => box().evaluate((field) => {
  const id = field.getAttribute('aria-activedescendant');
  return id && field.getRootNode().getElementById(id).lastElementChild.textContent;
});

test('before there is a group an @ is a letter, and nothing is loaded for it', async () => {
  const loaded = () => page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('mentions')).length);
  await box().pressSequentially('@');
  assert.equal(await people().count(), 0);
  assert.equal(await loaded(), 0);
  let come;
  const coming = new Promise((done) => { come = done; });
  await page.route(/lazy\/mentions/, async (route) => {
    await coming;
    await route.continue();
  });
  await box().fill('Bring me into a group');
  await box().press('Enter');
  for (const words of ['Hello! I look after your orders.', 'Hi, I buy for the same café.', 'In a group I answer when I am mentioned']) await log().getByText(words).waitFor();
  // Who is faster than the list sees it when it is there.
  await box().pressSequentially('@');
  assert.equal(await people().count(), 0);
  come();
  await people().waitFor();
  await box().fill('');
  await people().waitFor({ state: 'hidden' });
  assert.equal(await loaded(), 1);
  for (const name of ['Ben', 'Mia', 'Bell']) assert.ok(await log().getByText(name, { exact: true }).count(), name);
});

test('with the keyboard: arrows choose, Enter mentions and does not send, Escape closes the list and not the chat', async () => {
  await box().pressSequentially('Hello @');
  await people().waitFor();
  assert.deepEqual(await names(), ['Ben', 'Mia', 'Bell']);
  assert.equal(await chosen(), 'Ben');
  await page.screenshot({ path: shot('group-mention') });
  await box().press('ArrowDown');
  assert.equal(await chosen(), 'Mia');
  assert.equal(await option('Mia').getAttribute('aria-selected'), 'true');
  await box().press('Enter');
  assert.equal(await box().inputValue(), 'Hello @Mia ');
  assert.equal(await people().count(), 0);
  assert.equal(await chosen(), null);
  await box().pressSequentially('@x');
  assert.equal(await people().count(), 0, 'nobody is called so');
  await box().press('Backspace');
  await people().waitFor();
  await box().press('Escape');
  assert.equal(await people().count(), 0);
  assert.ok(await page.getByRole('dialog').isVisible());
  await box().pressSequentially('b');
  assert.equal(await people().count(), 0, 'the visitor has said that it is no mention');
});

test('an address is no mention', async () => {
  await box().fill('');
  await box().pressSequentially('me@b');
  assert.equal(await people().count(), 0);
});

test('with the pointer; what is typed narrows the list; the robot answers when it is mentioned, and only then', async () => {
  await box().fill('');
  await box().pressSequentially('@be');
  await people().waitFor();
  assert.deepEqual(await names(), ['Ben', 'Bell']);
  await option('Bell').click();
  assert.equal(await box().inputValue(), '@Bell ');
  assert.ok(await box().evaluate((field) => field.getRootNode().activeElement === field), 'the field keeps the focus');
  await box().pressSequentially('opening hours');
  await box().press('Enter');
  await log().getByRole('cell', { name: 'Saturday' }).waitFor();
  await page.screenshot({ path: shot('group-answer') });

  const answers = () => log().getByRole('article').count();
  await box().fill('Thank you, all of you');
  await box().press('Enter');
  // The mark of the row itself: the one before has its own.
  await log().locator('.row', { hasText: 'Thank you, all of you' }).getByText('Read', { exact: true }).waitFor();
  const before_waiting = await answers();
  await page.waitForTimeout(1200);
  assert.equal(await answers(), before_waiting);

  await box().fill('@Ben please look after it');
  await box().press('Enter');
  await log().getByText('I will look into it').waitFor();
});

test('no error and no violation of the policies in all of it', () => assert.deepEqual(faults, []));

test('of two names that begin alike the longer one is meant, and who has another name now is mentioned by that', async () => {
  const drawing = await start_drawing();
  const said = (key, id, name) => row(key, [{ kind: 'paragraph', children: [{ kind: 'text', text: 'Hello' }] }], { author: { name, role: 'agent', id } });
  const { page: plain } = await drawing.open([said('a', 'an', 'An'), said('b', 'anna', 'Anna Weber'), said('c', 'an', 'Anna')]);
  await plain.waitForFunction(() => panel.composer.mentioned('@Anna') !== undefined);
  const mentioned = (text) => plain.evaluate((words) => panel.composer.mentioned(words), text);
  assert.deepEqual(await mentioned('@Anna Weber and @Anna, but not mail@nobody.example'), ['anna', 'an']);
  assert.deepEqual(await mentioned('@Anna @Anna'), ['an']);
  assert.equal(await mentioned('@Bob and @ Anna'), undefined);
  await drawing.stop();
});
