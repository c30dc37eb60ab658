// The channel "tencent" over a stand-in for its SDK, which a test can make do what the service does: everything that the visitor sees and the operator is told.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { shot } from './support.mjs';
import { boot, box, log, open_site, say } from './tencent/site.mjs';

let site;

before(async () => {
  site = await open_site({ fake: join(import.meta.dirname, 'tencent/fake') });
});
after(() => site?.close());

const tell = (page, what, ...given) => page.evaluate(([name, all]) => window.tencent[name](...all), [what, given]);
const set = (page, values) => page.evaluate((given) => void Object.assign(window.tencent, given), values);
const calls = (page, name) => page.evaluate((wanted) => window.tencent.calls.filter(([called]) => called === wanted).map(([, given]) => given), name);
const errors = (page) => page.evaluate(() => heard.filter(([name]) => name === 'error').map(([, { message }]) => message));
const until = (page, condition, given) => page.waitForFunction(condition, given, { polling: 20 });
const text = (words, more) => ({ payload: { text: words }, ...more });
const desk = (page) => page.getByRole('dialog');
const triggered = (page) => until(page, () => window.tencent?.calls.some(([name, given]) => name === 'sendMessage' && given.payload.data?.includes('"src":"7"')));

async function started(options, prepare) {
  const visit = await site.visit(prepare);
  await boot(visit.page, options);
  await box(visit.page).waitFor();
  await triggered(visit.page);
  return visit;
}

test('signs in, triggers the session online-only, sends text, and shows what comes', async () => {
  const { page, context, thrown } = await started({ nickName: 'Ada', avatar: 'https://shop.example/ada.png' });
  assert.deepEqual(await calls(page, 'login'), [{ userID: 'ada', userSig: 'sig-1' }]);
  assert.deepEqual(await calls(page, 'updateMyProfile'), [{ nick: 'Ada', avatar: 'https://shop.example/ada.png' }]);
  const [trigger] = await calls(page, 'sendMessage');
  assert.deepEqual([trigger.type, trigger.options, trigger.to, trigger.conversationType], ['TIMCustomElem', { onlineUserOnly: true }, '@customer_service_account', 'C2C']);
  assert.deepEqual(JSON.parse(trigger.payload.data), { customerServicePlugin: 0, src: '7', triggeredContent: { language: 'en' } });
  assert.equal(trigger.cloudCustomData, '');

  await say(page, 'Is the lamp in stock?');
  await log(page).getByText('Sent', { exact: true }).waitFor();
  const sent = (await calls(page, 'sendMessage')).at(-1);
  assert.deepEqual([sent.type, sent.payload, sent.options], ['TIMTextElem', { text: 'Is the lamp in stock?' }, undefined]);
  assert.ok(JSON.parse(sent.cloudCustomData).deskbellId);

  await tell(page, 'bring', text('It is.', { nick: 'Anna' }));
  await log(page).getByText('It is.').waitFor();
  await tell(page, 'bring', text('Not for this conversation', { conversationID: 'C2C@shop_two', from: '@shop_two' }));
  await tell(page, 'emit', 'onMessageReadByPeer', await page.evaluate(() => window.tencent.kept.get('C2C@customer_service_account').filter(({ flow }) => flow === 'out')));
  await log(page).getByText('Read', { exact: true }).waitFor();
  assert.equal(await log(page).getByText('Not for this conversation').count(), 0);
  await until(page, () => window.tencent.calls.some(([name, given]) => name === 'setMessageRead' && given === 'C2C@customer_service_account'));
  assert.deepEqual([await errors(page), thrown], [[], []]);
  await context.close();
});

test('a message that changes, and one that is taken back', async () => {
  const { page, context } = await started();
  const chunks = (words, done) => ({ type: 'TIMCustomElem', payload: { data: JSON.stringify({ customerServicePlugin: 0, src: '31', chunks: words, isFinished: done }), description: '', extension: '' } });
  const id = await tell(page, 'bring', chunks(['The lamp'], 0));
  await log(page).getByText('The lamp', { exact: true }).waitFor();
  await page.evaluate(([id, fields]) => window.tencent.emit('onMessageModified', [{ ...window.tencent.find(id), ...fields, isModified: true }]), [id, chunks(['The lamp', ' is here.'], 1)]);
  await log(page).getByText('The lamp is here.').waitFor();
  const other = await tell(page, 'bring', text('A mistake'));
  await log(page).getByText('A mistake').waitFor();
  await page.evaluate((id) => window.tencent.emit('onMessageRevoked', [{ ...window.tencent.find(id), isRevoked: true }]), other);
  await log(page).getByText('This message was taken back').waitFor();
  await context.close();
});

test('history comes page by page, with the directions put right', async () => {
  const { page, context } = await started({}, (visit) => visit.addInitScript(() => {
    const keep = () => {
      for (const [words, from] of [['one', 'ada'], ['two', '@customer_service_account'], ['three', 'ada'], ['four', '@customer_service_account'], ['five', 'ada']]) {
        window.tencent.keep(window.tencent.message({ payload: { text: words }, from }));
      }
    };
    let service;
    Object.defineProperty(window, 'tencent', { get: () => service, set: (made) => { service = made; keep(); } });
  }));
  await log(page).getByText('five').waitFor();
  const side = (words) => log(page).getByRole('article').filter({ hasText: words }).first().getByText('You').count();
  assert.equal(await log(page).getByText('three').count(), 0);
  await log(page).getByRole('button', { name: 'Show earlier messages' }).click();
  await log(page).getByText('two').waitFor();
  await log(page).getByRole('button', { name: 'Show earlier messages' }).click();
  await log(page).getByText('one').waitFor();
  assert.equal(await log(page).getByRole('button', { name: 'Show earlier messages' }).count(), 0);
  assert.deepEqual((await calls(page, 'getMessageList')).map(({ nextReqMessageID }) => nextReqMessageID), [undefined, 'anchor-3', 'anchor-1']);
  assert.ok(await side('one'), 'a message of the visitor is on the visitor’s side');
  await context.close();
});

test('what could not be carried is sent again as the same message; what is refused says so', async () => {
  const { page, context } = await started();
  await set(page, { refuseSend: [2801] });
  await say(page, 'Once only');
  await log(page).getByText('Sent', { exact: true }).waitFor();
  const [first] = (await calls(page, 'sendMessage')).filter(({ payload }) => payload.text === 'Once only');
  const again = await calls(page, 'resendMessage');
  assert.deepEqual(again.map(({ ID }) => ID), [first.ID]);

  await set(page, { refuseSend: [80001] });
  await say(page, 'Something rude');
  await log(page).getByText('Not sent: the desk did not accept it').waitFor();
  assert.ok((await errors(page)).some((message) => message.includes('80001')), 'the operator is told the code');
  await log(page).getByRole('button', { name: 'Try again' }).click();
  await until(page, () => window.tencent.calls.filter(([name, given]) => name === 'sendMessage' && given.payload.text === 'Something rude').length === 2);
  await context.close();
});

test('a message that an earlier visit sent, without seeing it arrive, is not sent again', async () => {
  const first = await started();
  await set(first.page, { holding: true });
  await say(first.page, 'Did this arrive?');
  await until(first.page, () => window.tencent.calls.some(([name, given]) => name === 'sendMessage' && given.payload.text === 'Did this arrive?'));
  const [sent] = (await calls(first.page, 'sendMessage')).filter(({ payload }) => payload.text);
  await first.page.close();

  const page = (await site.visit((visit) => visit.addInitScript((cloudCustomData) => {
    let service;
    Object.defineProperty(window, 'tencent', { get: () => service, set: (made) => { service = made; made.keep(made.message({ payload: { text: 'Did this arrive?' }, from: 'ada', cloudCustomData })); } });
  }, sent.cloudCustomData), first.context)).page;
  await boot(page);
  await triggered(page);
  await log(page).getByText('Did this arrive?').first().waitFor();
  await say(page, 'And this?');
  await log(page).getByText('Sent', { exact: true }).last().waitFor();
  assert.deepEqual((await calls(page, 'sendMessage')).map(({ payload }) => payload.text).filter(Boolean), ['And this?']);
  await until(page, () => [...document.querySelector('deskbell-widget').shadowRoot.querySelectorAll('[role=log] p')].filter(({ textContent }) => textContent === 'Did this arrive?').length === 1);
  await first.context.close();
});

test('a signature that has run out is renewed once from its address', async () => {
  let asked = 0;
  site.sign = (response) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ userSig: `sig-new-${++asked}` }));
  const { page, context } = await started({ userSigUrl: '/sig' });
  assert.equal(asked, 0, 'the one that was given comes first');
  await tell(page, 'emit', 'kickedOut', { type: 'userSigExpired' });
  await until(page, () => window.tencent.calls.filter(([name]) => name === 'login').length === 2);
  assert.deepEqual((await calls(page, 'login')).at(-1), { userID: 'ada', userSig: 'sig-new-1' });
  await say(page, 'Still here');
  await log(page).getByText('Sent', { exact: true }).waitFor();

  // One that is refused although it is new is the operator's to mend.
  await set(page, { refuseLogin: [70001, 70001, 70001] });
  await tell(page, 'emit', 'kickedOut', { type: 'userSigExpired' });
  await log(page).getByText('Your sign-in has run out. Please reload the page').waitFor();
  assert.ok((await errors(page)).some((message) => message.includes('70001')));
  assert.equal(asked, 2);
  await page.screenshot({ path: shot('tencent-expired') });
  await set(page, { refuseLogin: [] });
  await log(page).getByRole('button', { name: 'Try again' }).click();
  await log(page).getByText('Your sign-in has run out').waitFor({ state: 'detached' });
  assert.equal(asked, 3);
  await context.close();
});

test('a user with a proof gets the signature by it, as from a relay', async () => {
  const asked = [];
  site.sign = async (response, request) => {
    asked.push([request.method, Buffer.concat(await request.toArray()).toString()]);
    response.setHeader('content-type', 'application/json').end('{"userSig":"sig-of-ada"}');
  };
  const user = { id: 'ada', hash: 'feed'.repeat(16) };
  const { page, context } = await started({ userSig: undefined, userSigUrl: '/sig', user });
  assert.deepEqual(asked, [['POST', JSON.stringify({ user })]]);
  assert.deepEqual(await calls(page, 'login'), [{ userID: 'ada', userSig: 'sig-of-ada' }]);
  await context.close();
});

test('without an address for signatures, one that has run out is said; so is an address that has none', async () => {
  site.sign = (response) => response.writeHead(403).end();
  for (const [options, operator] of [[{}, /70001/], [{ userSig: undefined, userSigUrl: '/sig' }, /userSigUrl answers 403/]]) {
    const { page, context } = await site.visit((visit) => visit.addInitScript(() => {
      let service;
      Object.defineProperty(window, 'tencent', { get: () => service, set: (made) => { service = made; made.refuseLogin = [70001]; } });
    }));
    await boot(page, options);
    await log(page).getByText('Your sign-in has run out. Please reload the page').waitFor();
    assert.ok((await errors(page)).some((message) => operator.test(message)), String(await errors(page)));
    await context.close();
  }
});

for (const [type, words] of [
  ['multipleDevice', 'You went on with this chat in another window or on another device'],
  ['multipleAccount', 'You went on with this chat in another window or on another device'],
  ['REST_API_Kick', 'This chat is not available to you right now'],
]) {
  test(`signed out: ${type}`, async () => {
    const { page, context } = await started();
    await tell(page, 'emit', 'kickedOut', { type });
    await log(page).getByText(words).waitFor();
    assert.ok((await errors(page)).some((message) => message.includes(type)));
    await say(page, 'For later');
    await log(page).getByText('We’ll send this when you’re back online').waitFor();
    if (type === 'multipleDevice') await page.screenshot({ path: shot('tencent-elsewhere') });
    await log(page).getByRole('button', { name: 'Try again' }).click();
    await log(page).getByText('Sent', { exact: true }).waitFor();
    assert.equal(await log(page).getByText(words).count(), 0);
    await context.close();
  });
}

test('the network goes and comes back: said, kept, and what came meanwhile is asked for', async () => {
  const { page, context } = await started();
  await tell(page, 'emit', 'netStateChange', { state: 'disconnected' });
  await desk(page).getByText('Offline: your messages are kept').waitFor();
  await say(page, 'Written offline');
  await tell(page, 'emit', 'netStateChange', { state: 'connecting' });
  await desk(page).getByText('Connecting…').waitFor();
  await page.evaluate(() => window.tencent.keep(window.tencent.message({ payload: { text: 'You missed this' } })));
  await tell(page, 'emit', 'netStateChange', { state: 'connected' });
  await log(page).getByText('You missed this').waitFor();
  await log(page).getByText('Sent', { exact: true }).waitFor();
  await context.close();
});

test('files: the plugin at the first one, progress, the message once, a cancelled one taken back', async () => {
  const requests = [];
  const { page, context } = await started({}, async (visit) => void visit.on('request', (request) => requests.push(new URL(request.url()).pathname)));
  assert.ok(!requests.includes('/lazy/tencent_upload.js'));
  const choose = (name, mimeType) => desk(page).locator('input[type=file]').setInputFiles({ name, mimeType, buffer: Buffer.from('not really') });
  await choose('notes.pdf', 'application/pdf');
  await log(page).getByText('Sent', { exact: true }).waitFor();
  assert.ok(requests.includes('/lazy/tencent_upload.js'));
  await log(page).getByRole('link', { name: /notes\.pdf/ }).waitFor();
  assert.deepEqual((await calls(page, 'sendMessage')).filter(({ payload }) => payload.file).map(({ type, payload }) => [type, payload.file]), [['TIMFileElem', 'notes.pdf']]);

  await set(page, { holding: true });
  await choose('photo.png', 'image/png');
  await log(page).getByRole('button', { name: 'Cancel' }).click();
  await tell(page, 'release');
  await until(page, () => window.tencent.calls.some(([name]) => name === 'revokeMessage'));
  await log(page).getByText('photo.png').waitFor({ state: 'detached' });

  await set(page, { refuseSend: [2352] });
  await choose('clip.mp4', 'video/mp4');
  await log(page).getByText('Not sent: the file could not be uploaded').waitFor();
  assert.ok((await errors(page)).some((message) => message.includes('2352')));
  await log(page).getByRole('button', { name: 'Try again' }).click();
  await log(page).getByText('Sent', { exact: true }).nth(1).waitFor();
  await context.close();
});

test('two service accounts are two conversations: other messages, other storage, one sign-in', async () => {
  const { page, context } = await started({ serviceAccount: '@shop_one' });
  await say(page, 'To the first shop');
  await log(page).getByText('Sent', { exact: true }).waitFor();
  await box(page).fill('a draft for the first');
  await until(page, () => Object.keys(localStorage).some((key) => key.startsWith('deskbell:tencent:1400000000:ada:@shop_one#')));
  await page.evaluate(() => Deskbell('shutdown'));
  await until(page, () => window.tencent.calls.some(([name]) => name === 'destroy'));
  await boot(page, { serviceAccount: '@shop_two' });
  await box(page).waitFor();
  await until(page, () => window.tencent.calls.some(([name, given]) => name === 'sendMessage' && given.to === '@shop_two'));
  assert.equal(await box(page).inputValue(), '');
  assert.equal(await log(page).getByText('To the first shop').count(), 0);
  await say(page, 'To the second');
  await tell(page, 'bring', text('From the first', { conversationID: 'C2C@shop_one' }));
  await tell(page, 'bring', text('From the second', { conversationID: 'C2C@shop_two' }));
  await log(page).getByText('From the second').waitFor();
  assert.equal(await log(page).getByText('From the first').count(), 0);
  await page.evaluate(() => Deskbell('shutdown'));
  await boot(page, { serviceAccount: '@shop_one' });
  await until(page, () => document.querySelector('deskbell-widget').shadowRoot.querySelector('textarea')?.value === 'a draft for the first');
  await context.close();
});

test('a shutdown signs out, destroys the SDK and leaves no handler', async () => {
  const { page, context } = await started();
  assert.notDeepEqual(await page.evaluate(() => window.tencent.listening), []);
  await page.evaluate(() => Deskbell('shutdown'));
  await until(page, () => window.tencent.calls.some(([name]) => name === 'destroy'));
  assert.deepEqual(await page.evaluate(() => window.tencent.listening), []);
  assert.deepEqual((await page.evaluate(() => window.tencent.calls.map(([name]) => name))).slice(-2), ['logout', 'destroy']);
  await context.close();
});

test('an option that is missing is told by name', async () => {
  const { page, context } = await site.visit();
  await boot(page, { userSig: undefined, sdkAppId: undefined });
  await until(page, () => heard.some(([name]) => name === 'error'));
  assert.match((await errors(page))[0], /needs the option sdkAppId and userSig or userSigUrl/);
  await context.close();
});

test('in a group: people by their names in it, an @ offers them, and who is mentioned is told to the service', async () => {
  const { page, context, thrown } = await started({ groupId: 'vip-1' });
  const group = { conversationID: 'GROUPvip-1', conversationType: 'GROUP', to: 'vip-1' };
  await tell(page, 'bring', text('I look after your orders.', { ...group, from: 'ben', nick: 'benedikt_84', nameCard: 'Ben' }));
  await tell(page, 'bring', text('Mention me and I answer.', { ...group, from: 'robot-1', nick: 'Bell' }));
  await log(page).getByText('Mention me and I answer.').waitFor();
  assert.equal(await log(page).getByText('Ben', { exact: true }).count(), 1);
  await box(page).pressSequentially('@be');
  const people = page.getByRole('listbox', { name: 'People in this chat' });
  await people.waitFor();
  assert.deepEqual(await people.getByRole('option').evaluateAll((options) => options.map(({ lastElementChild }) => lastElementChild.textContent)), ['Ben', 'Bell']);
  await box(page).press('ArrowDown');
  await box(page).press('Enter');
  await box(page).pressSequentially('when are you open?');
  await box(page).press('Enter');
  await log(page).getByText('Sent', { exact: true }).waitFor();
  const sent = (await calls(page, 'sendMessage')).at(-1);
  assert.deepEqual([sent.payload, sent.conversationType, sent.to, sent.atUserList], [{ text: '@Bell when are you open?' }, 'GROUP', 'vip-1', ['robot-1']]);
  assert.deepEqual([await errors(page), thrown], [[], []]);
  await context.close();
});
