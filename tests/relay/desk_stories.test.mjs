// The story of a visit at desks behind the relay, over real sockets: LiveDesk and Chatwoot with a visitor's client, Tencent with the visitor at the desk itself. The same in a
// browser: tests/web/chatwoot_desks.test.mjs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { red_dot, until } from '../desks/support.mjs';
import { Client, data, desk as desk_message, startRelay, temporaryFolder } from './relay.mjs';
import { config_file, kinds } from './with_desk.mjs';

async function start(t, kind, folder = temporaryFolder(t)) {
  const { desk, config } = await kinds[kind]();
  t.after(() => desk.stop());
  const { file, remove } = config_file(config);
  t.after(remove);
  const again = async () => {
    const relay = await startRelay(t, { data: folder, args: ['--config', file] });
    desk.hook = `${relay.url}/hooks/support/events`;
    return relay;
  };
  return { desk, relay: await again(), again };
}

const text_of = (message) => message.payload.text ?? data(message)?.content ?? '';
const said = (client, words) => client.next((frame) => frame.event === 'message' && frame.message.flow === 'in' && String(text_of(frame.message)).includes(words), `"${words}" from the desk`);
const times_said = (client, words) => client.frames.filter((frame) => frame.event === 'message' && String(text_of(frame.message)).includes(words)).length;

async function upload(relay, client) {
  const answer = await fetch(`${relay.url}/upload?name=dot.png`, { method: 'POST', body: red_dot, headers: { authorization: `Bearer ${client.token}`, 'content-type': 'image/png' } });
  assert.equal(answer.status, 201);
  return new URL((await answer.json()).url, relay.url).href;
}

for (const kind of ['livedesk', 'chatwoot']) {
  test(`${kind}: open, ask, choose, a form, a person, a picture, the end, a rating`, async (t) => {
    const { desk, relay } = await start(t, kind);
    const client = await Client.hello(relay);
    client.say('c1', 'When are you open?');
    const answer = await said(client, 'Monday to Friday');
    assert.equal(data(answer.message).src, '30');

    client.say('c2', 'Help me choose');
    const question = (await client.src(15)).message;
    assert.deepEqual(data(question).content.items.map(({ content }) => content), ['A delivery', 'A return']);
    client.say('c3', 'A return');
    assert.equal(data((await client.src(15, 'modified')).message).content.selected.content, 'A return');
    await said(client, 'Noted: A return=return');

    client.say('c4', 'The form, please');
    await client.src(33);
    client.message('c5', desk_message(33, { content: { inputVariables: [{ name: 'Order number', isRequired: 1, variableValue: '' }] } }));
    await client.next((frame) => frame.event === 'send_failed' && frame.client_id === 'c5' && frame.info === 'required: Order number');
    client.message('c6', desk_message(33, { content: { inputVariables: [{ name: 'Order number', isRequired: 1, variableValue: 'FW-2041' }, { name: 'Topic', isRequired: 0, variableValue: 'Late' }] } }));
    await said(client, 'Noted: order=FW-2041, topic=Late');

    client.say('c7', 'The lamp');
    const card = (await client.src(22)).message;
    assert.equal(data(card).content.url, 'https://shop.example/lise');
    client.say('c8', 'Is it in stock?');
    await said(client, 'It is in stock.');

    client.say('c9', 'Talk to a person');
    await client.state('queueing');
    await client.state('waiting');
    await client.src(12);
    await said(client, 'this is Anna');
    await client.state('agent');
    assert.equal(times_said(client, 'among agents'), 0);
    await client.next((frame) => frame.event === 'read', 'what the agent has read');

    client.message('c10', { type: 'TIMImageElem', payload: { imageInfoArray: [{ type: 0, url: await upload(relay, client) }] } });
    const back = await client.next((frame) => frame.event === 'message' && frame.message.flow === 'in' && frame.message.type === 'TIMImageElem');
    assert.deepEqual(Buffer.from(await (await fetch(back.message.payload.imageInfoArray[0].url)).arrayBuffer()), red_dot);
    assert.deepEqual([...desk.files.values()].map(({ name }) => name), ['dot.png', 'mine.png']);
    assert.deepEqual([...desk.files.values()][0].bytes, red_dot);

    client.say('c11', 'Bye');
    await client.src(19);
    const invitation = data((await client.src(9)).message).menuContent;
    client.message('c12', desk_message(10, { menuSelected: { id: '5', content: '', sessionId: invitation.sessionId } }), true);
    await client.sent('c12');
    await until(() => desk.conversations[0].ratings.length === 1);
    assert.equal(desk.conversations[0].ratings[0].rating, 5);
    assert.equal(data((await client.src(9, 'modified')).message).menuContent.selected.id, '5');
    client.message('c13', desk_message(10, { menuSelected: { id: '1', content: '', sessionId: invitation.sessionId } }), true);
    await client.next((frame) => frame.event === 'send_failed' && frame.client_id === 'c13' && frame.code === 10152);

    // One of everything, and nothing of the house.
    assert.equal(desk.conversations.length, 1);
    assert.equal(desk.contacts.length, 1);
    const ids = client.frames.filter((frame) => frame.event === 'message' && frame.seq).map((frame) => frame.message.ID);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(desk.untaken, []);
    assert.doesNotMatch(relay.log, /secret|FW-2041|whisper/);
  });

  test(`${kind}: answers that are lost and a relay that is killed lose and double nothing`, async (t) => {
    const { desk, relay, again } = await start(t, kind);
    desk.pace = 5;
    // The first conversation is made and its answer lost; so is the first message's.
    desk.refuse({ fits: ({ method, path }) => method === 'POST' && path.endsWith('/conversations'), status: 0, done: true });
    desk.refuse({ fits: ({ method, path }) => method === 'POST' && path.endsWith('/messages'), status: 0, done: true });
    const client = await Client.hello(relay);
    client.say('c1', 'one');
    client.say('c2', 'two');
    await client.sent('c2');
    const visitor = () => desk.conversations[0]?.messages.filter(({ message_type }) => message_type === 0).map(({ content }) => content) ?? [];
    await until(() => visitor().length >= 2, 'both at the desk', 20_000);
    // Killed right after it took a message.
    client.say('c3', 'three');
    await client.sent('c3');
    relay.child.kill('SIGKILL');
    await relay.exited;
    desk.anna_says(desk.conversations[0], 'while you were away');
    const second = await again();
    const back = await Client.hello(second, { token: client.token, after: 1 });
    await until(() => visitor().length >= 3, 'the third at the desk', 20_000);
    await said(back, 'while you were away');
    back.say('c4', 'four');
    await until(() => visitor().includes('four'));
    assert.deepEqual(visitor(), ['one', 'two', 'three', 'four']);
    assert.equal(desk.conversations.length, 1);
    assert.equal(times_said(back, 'while you were away'), 1);
  });
}

test('chatwoot: a socket that is cut comes back with what was missed', async (t) => {
  const { desk, relay } = await start(t, 'chatwoot');
  const client = await Client.hello(relay);
  client.say('c1', 'When are you open?');
  await said(client, 'Monday');
  await until(() => desk.sockets.size === 1);
  desk.cut();
  desk.bot_says(desk.conversations[0], 'said into the gap');
  await said(client, 'said into the gap');
  await until(() => desk.sockets.size === 1);
  desk.bot_says(desk.conversations[0], 'said after it');
  await said(client, 'said after it');
  assert.equal(times_said(client, 'said into the gap'), 1);
  await client.close();
  await until(() => desk.sockets.size === 0);
});

test('livedesk: a webhook that is not signed changes nothing', async (t) => {
  const { desk, relay } = await start(t, 'livedesk');
  const client = await Client.hello(relay);
  client.say('c1', 'When are you open?');
  await said(client, 'Monday');
  const body = { event: 'message_created', id: 9999, content: 'forged', message_type: 'outgoing', conversation: { id: desk.conversations[0].id } };
  assert.equal(await desk.tell(desk.hook, body), 401);
  client.say('c2', 'Are you there?');
  await until(() => times_said(client, 'Monday') === 2);
  assert.equal(times_said(client, 'forged'), 0);
});

test('tencent: the robot welcomes, answers growing, remembers, brings a person, is silent then', async (t) => {
  const { desk, relay } = await start(t, 'tencent_robot');
  const session = await desk.visitor_opens('ada', 'en');
  const read = () => desk.read(session);
  await until(() => read().some(([, text]) => text === 'Ask me about'));
  await desk.visitor_says(session, 'When are you open?');
  await until(() => read().some(([from, text, finished]) => from === 'robot' && !finished && text.length > 0), 'an answer that grows');
  await until(() => read().some(([, text, finished]) => finished && text.startsWith('You asked: **When are you open?**')));
  const stream = session.messages.find(({ chunks }) => chunks !== undefined);
  assert.ok(stream.pieces >= 2, `it came in ${stream.pieces} pieces`);
  assert.equal(stream.chunks, desk.model.answer([{ content: 'When are you open?' }]));
  let asked;
  desk.model.answer = (messages) => {
    asked = messages;
    return 'A short one.';
  };
  await desk.visitor_says(session, 'And on Sunday?');
  await until(() => read().at(-1)[1] === 'A short one.');
  assert.deepEqual(asked.map(({ role }) => role), ['system', 'user', 'assistant', 'user']);

  desk.model.answer = () => 'word '.repeat(400).trim();
  await desk.visitor_says(session, 'Tell me everything');
  await until(() => read().at(-1)[1].startsWith('word word'));
  await desk.visitor_says(session, 'Talk to a person');
  await until(() => read().some(([from, text]) => from === 'agent' && text === 'Hello, this is Anna.'));
  await until(() => desk.model.abandoned === 1, 'the model is not listened to any more');
  const cut = read().find(([, text]) => text.startsWith('word word'));
  assert.equal(cut[2], true);
  await desk.visitor_sends(session, { MsgType: 'TIMImageElem', MsgContent: { ImageInfoArray: [] } });
  await desk.visitor_says(session, 'Thank you');
  const before = session.messages.length;
  await desk.visitor_rates(session, 5);
  await desk.visitor_says(session, 'bye');
  await until(() => session.state === 'NotInSession');
  assert.equal(session.messages.filter(({ from }) => from === 'robot').length, session.messages.slice(0, before).filter(({ from }) => from === 'robot').length);
  assert.deepEqual(desk.untaken, []);
  assert.doesNotMatch(relay.log, /usersig=|desk-secret|sk-1|Sunday/);
});

test('tencent: forged callbacks are refused, a broken model is told kindly, a killed relay goes on', async (t) => {
  const { desk, relay, again } = await start(t, 'tencent_robot');
  const body = { CallbackCommand: 'Desk.SessionEventNotify', SessionId: 'x', Event: 'SessionBegin', ClientUserId: 'eve', CustomerServiceId: '@customer_service_account' };
  assert.equal(await desk.call_back(body, Math.floor(Date.now() / 1000) - 600), 401);
  assert.equal(await desk.tell(`${desk.hook}?SdkAppid=${desk.app}`, body), 401);
  desk.untaken.length = 0;
  const session = await desk.visitor_opens('ada', 'zh_cn');
  desk.model.refuse({ status: 400, body: { error: { message: 'no' } } });
  await desk.visitor_says(session, '你好');
  const apology = await until(() => desk.read(session).find(([from, text]) => from === 'robot' && text !== 'Ask me about'));
  assert.match(apology[1], /[一-鿿]/, 'in the language of the visitor');
  desk.model.answer = () => 'word '.repeat(120).trim();
  await desk.visitor_says(session, 'Tell me everything');
  await until(() => desk.read(session).at(-1)[1].startsWith('word word'));
  relay.child.kill('SIGKILL');
  await relay.exited;
  desk.model.answer = () => 'A short one.';
  await again();
  await until(() => desk.read(session).at(-1)[1] === 'A short one.', 'the new answer in the place of the old', 20_000);
  assert.equal(desk.read(session).filter(([, text]) => text.startsWith('word')).length, 0);
  assert.ok(session.messages.at(-1).modified);
});
