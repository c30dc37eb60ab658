// The channel "tencent" with the real package, its WebSocket replaced by a scripted one. The script answers what the SDK asks as the service does: that goes from signing in over history,
// sending, receiving and modifying to being signed out. What it cannot show is the service itself: whether its answers are these. `Worker` is taken away, in which the SDK
// would open its socket where no script reaches it; the code on both sides of it is the same.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { from_web, web } from './support.mjs';
import { boot, box, log, open_site, say } from './tencent/site.mjs';

let site;

before(async () => {
  site = await open_site();
});
after(() => site?.close());

const ok = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' };
const peer = '@customer_service_account';
const text_of = (words) => [{ MsgType: 'TIMTextElem', MsgContent: { Text: words } }];

/** The service: answers by command, keeps what it was asked. */
class Service {
  asked = [];
  sockets = [];
  logins = [];
  history = [];

  async prepare(page) {
    await page.addInitScript(() => delete window.Worker);
    await page.route(/^https:/, (route) => route.abort());
    await page.routeWebSocket(/^wss:/, (socket) => {
      this.sockets.push(socket);
      socket.onMessage((bytes) => this.answer(socket, JSON.parse(Buffer.from(bytes).toString())));
    });
  }

  answer(socket, { head, body }) {
    this.asked.push({ command: head.servcmd, head, body });
    const reply = this[head.servcmd.split('.')[1]]?.(body, head) ?? ok;
    socket.send(Buffer.from(JSON.stringify({ head, body: reply })));
  }

  push(event) {
    this.sockets.at(-1).send(Buffer.from(JSON.stringify({ head: { servcmd: 'im_open_push.msg_push', seq: 1 }, body: { Flag: 0, EventArray: [event] } })));
  }

  sign_out(type) {
    this.sockets.at(-1).send(Buffer.from(JSON.stringify({ head: { servcmd: 'im_open_status.stat_forceoffline', seq: 1 }, body: { EventArray: [{ C2cNotifyMsgArray: [{ KickoutMsgNotify: { KickType: type } }] }] } })));
  }

  of(command) {
    return this.asked.filter((one) => one.command === command).map(({ body }) => body);
  }

  async see(command, test = () => true) {
    for (let tries = 0; tries < 200; tries += 1) {
      const found = this.of(command).find(test);
      if (found) return found;
      await new Promise((wait) => setTimeout(wait, 25));
    }
    throw new Error(`${command} was not asked; asked: ${this.asked.map((one) => one.command)}`);
  }

  wslogin(_, head) {
    const refused = this.logins.shift();
    if (refused) return { ActionStatus: 'FAIL', ErrorCode: refused, ErrorInfo: 'refused by the script' };
    return { ...ok, A2Key: 'a2', TinyId: '144115', InstId: 1, HelloInterval: 120, TimeStamp: Math.floor(Date.now() / 1000), user: head.identifier };
  }
  page_get() {
    return { ...ok, CompleteFlag: 1, TimeStamp: 0, StartIndex: 0, TopTimeStamp: 0, TopStartIndex: 0, SessionItem: [] };
  }
  portrait_get_all(body) {
    return { ...ok, CurrentStandardSequence: 0, UserProfileItem: body.UserItem.map(({ To_Account }) => ({ To_Account, ProfileItem: [{ Tag: 'Tag_Profile_IM_Nick', Value: To_Account === peer ? 'Lin' : '' }] })) };
  }
  sendmsg() {
    return { ...ok, MsgTime: Math.floor(Date.now() / 1000), MsgKey: '1_2_3' };
  }
  getroammsg() {
    return { ...ok, MsgCnt: this.history.length, MsgList: this.history, Complete: 1, LastMsgTime: 0, MsgKey: '' };
  }
}

const errors = (page) => page.evaluate(() => heard.filter(([name]) => name === 'error').map(([, { message }]) => message));

async function started(service, options) {
  const visit = await site.visit((page) => service.prepare(page));
  await boot(visit.page, options);
  await box(visit.page).waitFor();
  return visit;
}

test('signs in, asks for history, triggers the session, sends and receives', async () => {
  const service = new Service();
  service.history = [{ From_Account: peer, To_Account: 'ada', MsgSeq: 5, MsgRandom: 77, MsgTimeStamp: 1765000000, MsgClientTime: 1765000000, MsgBody: text_of('From last week'), CloudCustomData: '', IsPeerRead: 0 }];
  const { page, context, thrown } = await started(service);
  await log(page).getByText('From last week').waitFor();

  const address = new URL(service.sockets[0].url());
  assert.match(address.host, /^1400000000\w+\.my-imcloud\.com$/);
  assert.equal(address.searchParams.get('sdkappid'), '1400000000');
  const login = service.asked.find(({ command }) => command === 'im_open_status.wslogin');
  assert.deepEqual([login.head.identifier, login.head.usersig, login.head.sdkappid], ['ada', 'sig-1', 1400000000]);

  const trigger = await service.see('openim.sendmsg', ({ MsgBody }) => MsgBody[0].MsgType === 'TIMCustomElem');
  assert.deepEqual([trigger.From_Account, trigger.To_Account, trigger.MsgLifeTime], ['ada', peer, 0], 'online only: kept for no time');
  assert.equal(JSON.parse(trigger.MsgBody[0].MsgContent.Data).src, '7');

  await say(page, 'Is the lamp in stock?');
  await log(page).getByText('Sent', { exact: true }).waitFor();
  const sent = await service.see('openim.sendmsg', ({ MsgBody }) => MsgBody[0].MsgType === 'TIMTextElem');
  assert.equal(sent.MsgBody[0].MsgContent.Text, 'Is the lamp in stock?');
  assert.equal(sent.MsgLifeTime, undefined);
  assert.ok(JSON.parse(sent.CloudCustomData).deskbellId);

  const stream = (words, done) => ({ From_Account: peer, To_Account: 'ada', MsgSeq: 9, MsgRandom: 99, MsgTimeStamp: 1765000100, ClientTime: 1765000100, MsgBody: [{ MsgType: 'TIMCustomElem', MsgContent: { Data: JSON.stringify({ customerServicePlugin: 0, src: '31', chunks: words, isFinished: done }), Desc: '', Ext: '' } }] });
  service.push({ Event: 9, C2cMsgArray: [stream(['It'], 0)] });
  await log(page).getByText('It', { exact: true }).waitFor();
  assert.deepEqual([await errors(page), thrown], [[], []]);
  await context.close();
});

test('a signature that has run out is renewed from its address, with the real codes', async () => {
  let asked = 0;
  site.sign = (response) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ userSig: `sig-new-${++asked}` }));
  const service = new Service();
  service.logins = [70001];
  const { page, context } = await started(service, { userSigUrl: '/sig' });
  await service.see('openim.sendmsg');
  const signatures = service.asked.filter(({ command }) => command === 'im_open_status.wslogin').map(({ head }) => head.usersig);
  assert.deepEqual(signatures, ['sig-1', 'sig-new-1']);
  assert.ok((await errors(page)).some((message) => message.includes('70001')));
  await context.close();
});

test('signed out by the service: several devices, and a sign-in that is refused', async () => {
  const service = new Service();
  const { page, context } = await started(service);
  await service.see('openim.sendmsg');
  service.sign_out(2);
  await log(page).getByText('You went on with this chat in another window or on another device').waitFor();
  service.logins = [70398];
  await log(page).getByRole('button', { name: 'Try again' }).click();
  await log(page).getByText('This chat is not available to you right now').waitFor();
  assert.ok((await errors(page)).some((message) => message.includes('70398')));
  await context.close();
});

test('a shutdown leaves no listener, timer or socket, and the next conversation starts afresh', async () => {
  const service = new Service();
  const visit = await site.visit(async (page) => {
    await page.addInitScript(() => {
      window.held = new Map();
      for (const [name, target] of Object.entries({ window, document })) {
        const { addEventListener, removeEventListener } = target;
        // What the test's own tool listens to is there before and after.
        target.addEventListener = function (type, listener, ...more) {
          if (/lite-chat|tencent\.js/.test(new Error().stack)) held.set(listener, `${name} ${type}`);
          return addEventListener.call(this, type, listener, ...more);
        };
        target.removeEventListener = function (type, listener, ...more) {
          held.delete(listener);
          return removeEventListener.call(this, type, listener, ...more);
        };
      }
      const { setInterval, clearInterval, setTimeout, clearTimeout } = window;
      const timers = (window.timers = new Set());
      const ours = () => /tencent\.js/.test(new Error().stack);
      window.setInterval = (...all) => { const id = setInterval(...all); if (ours()) timers.add(id); return id; };
      window.setTimeout = (call, ...all) => { const mine = ours(); const id = setTimeout((...given) => { timers.delete(id); call(...given); }, ...all); if (mine) timers.add(id); return id; };
      window.clearInterval = (id) => { timers.delete(id); clearInterval(id); };
      window.clearTimeout = (id) => { timers.delete(id); clearTimeout(id); };
    });
    await service.prepare(page);
  });
  const { page, context } = visit;
  await boot(page);
  await box(page).waitFor();
  await service.see('openim.sendmsg');
  assert.ok((await page.evaluate(() => [...held.values()])).length > 0, 'the SDK listens to the page while it runs');
  let closed = 0;
  service.sockets[0].onClose(() => (closed += 1));
  await page.evaluate(() => Deskbell('shutdown'));
  await service.see('im_open_status.wslogout');
  await page.waitForFunction(() => held.size === 0);
  await page.waitForFunction(() => timers.size === 0, undefined, { timeout: 8000 });
  assert.equal(closed, 1);

  await boot(page);
  await box(page).waitFor();
  for (let tries = 0; service.of('im_open_status.wslogin').length < 2 && tries < 200; tries += 1) await page.waitForTimeout(25);
  assert.equal(service.sockets.length, 2);
  await context.close();
});

test('the stand-in of the other tests refuses what the real package refuses', async () => {
  const { build } = from_web('esbuild');
  const questions = async ({ sdk, plugins, chat }) => {
    const told = {};
    const ask = async (name, call) => {
      try {
        await call();
        told[name] = 'taken';
      } catch (error) {
        told[name] = error instanceof TypeError ? 'no such method' : `refused ${error.code ?? ''}`.trim();
      }
    };
    const to = { to: 'x', conversationType: 'C2C' };
    const file = new File(['x'], 'a.png', { type: 'image/png' });
    await ask('a message before signing in', () => chat.sendMessage(chat.createTextMessage({ ...to, payload: { text: 'a' } })));
    await ask('reading before signing in', () => chat.setMessageRead({ conversationID: 'C2Cx' }));
    await ask('history without its plugin', () => chat.getMessageList({ conversationID: 'C2Cx' }));
    for (const plugin of plugins.slice(0, 2)) chat.use(plugin);
    await ask('history before signing in', () => chat.getMessageList({ conversationID: 'C2Cx' }));
    await ask('a text without text', () => chat.createTextMessage({ ...to, payload: {} }));
    await ask('a text to nobody', () => chat.createTextMessage({ conversationType: 'C2C', payload: { text: 'a' } }));
    await ask('a text that is made before signing in', () => chat.createTextMessage({ ...to, payload: { text: 'a' } }));
    await ask('a custom message that is made before signing in', () => chat.createCustomMessage({ ...to, payload: { data: '{}' } }));
    await ask('a text for some that is made before signing in', () => chat.createTextAtMessage({ ...to, conversationType: 'GROUP', payload: { text: 'a', atUserList: ['b'] } }));
    await ask('taking a message back before signing in', () => chat.revokeMessage({ ID: 'x' }));
    await ask('a profile before signing in', () => chat.updateMyProfile({ nick: 'A' }));
    await ask('signing in without a signature', () => chat.login({ userID: 'ada' }));
    await ask('a custom message whose payload is no object', () => chat.createCustomMessage({ ...to, payload: 'x' }));
    await ask('a picture without its plugin', () => chat.createImageMessage({ ...to, payload: { file } }));
    chat.use(plugins[2]);
    await ask('a picture without a file', () => chat.createImageMessage({ ...to, payload: { file: 'a.png' } }));
    await ask('sending what is no message', () => chat.sendMessage({}));
    await ask('one for all', () => {
      if (sdk.create({ SDKAppID: 1400000000 }) !== chat) throw new TypeError();
    });
    return told;
  };
  const answers = [];
  for (const fake of [false, true]) {
    const redirect = { name: 'fake', setup: (context) => context.onResolve({ filter: /^@tencentcloud\/lite-chat/ }, ({ path }) => (fake ? { path: join(import.meta.dirname, 'tencent/fake', `${path.split('/').pop()}.ts`) } : undefined)) };
    const contents = "export { default as sdk } from '@tencentcloud/lite-chat/basic'; import a from '@tencentcloud/lite-chat/plugins/message-enhancer'; import b from '@tencentcloud/lite-chat/plugins/conversation'; import c from '@tencentcloud/lite-chat/plugins/rich-media-message'; export const plugins = [a, b, c];";
    const bundle = await build({ stdin: { contents, resolveDir: web }, bundle: true, format: 'iife', globalName: 'both', target: 'es2022', write: false, plugins: [redirect], absWorkingDir: web });
    const { page, context } = await site.visit((page) => new Service().prepare(page));
    await page.addScriptTag({ content: `${bundle.outputFiles[0].text}; window.both = both;` });
    answers.push(await page.evaluate(`(async () => { const chat = both.sdk.create({ SDKAppID: 1400000000 }); chat.setLogLevel(4); return (${questions})({ ...both, sdk: both.sdk, plugins: both.plugins, chat }); })()`));
    await context.close();
  }
  assert.deepEqual(answers[1], answers[0]);
  assert.equal(answers[0]['a message before signing in'], 'refused 2024');
});
