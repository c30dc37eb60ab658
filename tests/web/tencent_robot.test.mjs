// The story of a visit at a Tencent desk whose robot is the relay: the visitor's page talks to the desk by the SDK (a stand-in of it), the desk tells the relay by its callbacks, and the relay answers with a language
// model's words. Real: the page, the relay, and everything between relay, desk and model.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { red_dot, until } from '../desks/support.mjs';
import { kinds } from '../relay/with_desk.mjs';
import { shot, start_relay } from './support.mjs';
import { join_desk } from './tencent/desk_bridge.mjs';
import { boot, log, open_site, say } from './tencent/site.mjs';

const secret = 'a secret of at least thirty-two bytes';
const url64 = (text) => Buffer.from(text).toString('base64url');
function user_token(sub) {
  const text = `${url64('{"alg":"HS256","typ":"JWT"}')}.${url64(JSON.stringify({ sub, exp: Math.floor(Date.now() / 1000) + 600 }))}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

let site;
let desk;
let relay;
let page;
let thrown;
let bridge;
const see = (words) => log(page).getByText(words).last().waitFor();
const row = (words) => log(page).getByRole('article').filter({ hasText: words }).last();
const errors = () => page.evaluate(() => heard.filter(([name]) => name === 'error').map(([, { message }]) => message));
const robot_messages = () => bridge.session().messages.filter(({ from }) => from === 'robot').length;
const send_picture = () => page.locator('input[type=file]').first().setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: red_dot });
async function picture(name) {
  await page.waitForTimeout(500);
  await page.screenshot({ path: shot(`tencent-robot-${name}`) });
}
async function choose_in_menu(name) {
  await page.getByRole('button', { name: 'More options' }).click();
  await page.getByRole('menuitem', { name }).click();
}

before(async () => {
  site = await open_site({ fake: join(import.meta.dirname, 'tencent/fake') });
  const made = await kinds.tencent_robot();
  desk = made.desk;
  const origin = site.url.replace(/\/$/, '');
  const config = `[relay]\norigins = ["${origin}"]\n[identity]\njwt_secret = "${secret}"\n[usersig]\nsdk_app_id = ${desk.app}\nkey = "${desk.secret}"\n${made.config}media_text = "I cannot see pictures yet."\n`;
  relay = await start_relay({ config });
  desk.hook = `${relay.url}hooks/support/events`;
  const visit = await site.visit(async (fresh) => { bridge = await join_desk(fresh, desk, 'ada'); });
  ({ page, thrown } = visit);
  await boot(page, { sdkAppId: desk.app, userSig: undefined, userSigUrl: `${relay.url}v1/usersig`, user: { id: 'ada', token: user_token('ada') } });
});
after(async () => {
  await site?.close();
  await relay?.stop();
  await desk?.stop();
});

test('opens with a signature that the relay has made, and is welcomed', async () => {
  await see('Ask me about');
  const [login] = await page.evaluate(() => window.tencent.calls.filter(([name]) => name === 'login').map(([, given]) => given));
  // The desk checks it as it checks those of its REST API.
  assert.equal(login.userID, 'ada');
  const told = desk.read_sig(login.userSig);
  assert.deepEqual([told['TLS.identifier'], told['TLS.sdkappid']], ['ada', desk.app]);
  await picture('01-welcome');
});

test('asks, and reads the answer while it grows', async () => {
  const words = Array.from({ length: 120 }, (_, i) => `word${i}`).join(' ');
  desk.model.answer = () => `We are open **every day**. ${words}`;
  await log(page).getByRole('button', { name: 'Opening hours' }).click();
  await see('every day');
  await page.waitForFunction(() => document.querySelector('deskbell-widget').shadowRoot.querySelector('[role=article][aria-busy]'));
  await page.screenshot({ path: shot('tencent-robot-02-growing') });
  await see('word119');
  assert.equal(await log(page).locator('strong').getByText('every day').count(), 1);
  await page.waitForFunction(() => !document.querySelector('deskbell-widget').shadowRoot.querySelector('[role=article][aria-busy]'));
  assert.equal(await log(page).getByRole('article').filter({ hasText: 'every day' }).count(), 1, 'one row');
  const stream = bridge.session().messages.find(({ chunks }) => chunks !== undefined);
  assert.equal(stream.chunks, desk.model.answer());
  // 122 pieces of the model, fifteen milliseconds apart, in requests that are 150 ms apart.
  assert.ok(stream.pieces >= 2 && stream.pieces <= 122 / 5, `${stream.pieces} requests`);
});

test('a picture that the robot cannot see is said so', async () => {
  await send_picture();
  await see('I cannot see pictures yet.');
});

test('gets a person in the middle of an answer, and the robot is silent from then on', async () => {
  desk.model.answer = () => `Everything: ${'more '.repeat(400)}end`;
  await say(page, 'Tell me everything');
  await see('Everything: more');
  await choose_in_menu('Talk to a person');
  await see('Hello, this is Anna.');
  await until(() => desk.model.abandoned === 1, 'the model is not listened to any more');
  await until(() => bridge.session().messages.find(({ chunks }) => chunks?.startsWith('Everything')).finished, 'the cut answer is closed');
  // What has come flows on for a moment.
  await until(async () => await row('Everything: more').getAttribute('aria-busy') === null, 'the answer is shown as ended');
  const before_person = robot_messages();
  await say(page, 'My parcel is late');
  await desk.agent_says(bridge.session(), 'I will look at once.');
  await see('I will look at once.');
  await page.getByText('Anna is with you').first().waitFor();
  await send_picture();
  await until(() => bridge.session().messages.filter(({ body }) => body?.[0].MsgType === 'TIMImageElem').length === 2, 'the picture is at the desk');
  await desk.agent_says(bridge.session(), 'Thank you for the picture.');
  await see('Thank you for the picture.');
  assert.equal(robot_messages(), before_person);
  await picture('03-person');
});

test('ends it by a word that the robot knows, and rates', async () => {
  await say(page, 'bye');
  await until(() => bridge.session().state === 'NotInSession', 'end_session');
  await see('How was our service?');
  await log(page).getByRole('radio', { name: 'Very good' }).click();
  await log(page).getByRole('button', { name: 'Submit' }).click();
  await until(() => bridge.session().rating === 5);
  await see('Thank you, see you soon.');
  await picture('04-rated');
});

test('begins anew, with a robot that remembers nothing', async () => {
  const first = bridge.session();
  let asked;
  desk.model.answer = (messages) => {
    asked = messages;
    return 'A short one.';
  };
  await say(page, 'And on Sunday?');
  await see('A short one.');
  assert.notEqual(bridge.session().id, first.id);
  assert.deepEqual(asked.map(({ role, content }) => [role, content]), [['system', 'Be brief.'], ['user', 'And on Sunday?']]);
});

test('the desk took every word, and nobody else was told any', async () => {
  assert.deepEqual(desk.untaken, []);
  assert.deepEqual(desk.log.filter(({ status }) => status !== 200).map(({ path, status }) => [path, status]), []);
  assert.deepEqual([await errors(), thrown], [[], []]);
  assert.doesNotMatch(relay.log(), /usersig=|desk-secret|sk-1|Sunday|parcel/);
});
