// The stand-in desks refuse what the real ones refuse; a test of the relay that passes against a desk that takes anything would say little.

import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { Chatwoot } from './chatwoot.mjs';
import { LiveDesk } from './livedesk.mjs';
import { OpenAi } from './openai.mjs';
import { red_dot, until } from './support.mjs';
import { TencentDesk } from './tencent_desk.mjs';

const { WebSocket } = createRequire(new URL('../../web/package.json', import.meta.url))('ws');

const call = async (url, { method = 'POST', body, headers = {} } = {}) => {
  const is_form = body instanceof FormData;
  const response = await fetch(url, { method, body: is_form || typeof body === 'string' ? body : body && JSON.stringify(body), headers: { ...(body && !is_form && { 'content-type': 'application/json' }), ...headers } });
  const text = await response.text();
  let json;
  try { json = JSON.parse(text); } catch { json = text; }
  return { status: response.status, body: json };
};

/** A place for webhooks. */
async function listener(t) {
  const heard = [];
  const server = createServer(async (request, response) => {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    heard.push({ url: request.url, headers: request.headers, text: Buffer.concat(pieces).toString() });
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return { heard, url: `http://127.0.0.1:${server.address().port}/hook` };
}

describe('LiveDesk', () => {
  let desk;
  let at;
  const key = { authorization: `Basic ${Buffer.from('key:secret').toString('base64')}` };
  const ask = (path, options = {}) => call(at + path, { headers: key, ...options });
  before(async () => {
    desk = await new LiveDesk().start();
    at = `${desk.url}/api/v2/accounts`;
  });
  after(() => desk.stop());

  test('refuses wrong keys, fields, ids and lengths', async () => {
    assert.equal((await call(`${at}/contacts`, { body: { inbox_id: 407 } })).status, 401);
    assert.equal((await ask('/contacts', { body: {} })).status, 422);
    assert.equal((await ask('/contacts', { body: { inbox_id: 1 } })).status, 404);
    assert.equal((await ask('/contacts', { body: { inbox_id: 407, email: 'nonsense' } })).status, 422);
    assert.equal((await ask('/contacts', { body: '{' })).status, 400);
    assert.equal((await ask('/nothing', { body: {} })).status, 404);
    assert.equal((await ask('/conversations', { body: { inbox_id: 407, contact_id: 5 } })).status, 404);
    const { contact } = (await ask('/contacts', { body: { inbox_id: 407, identifier: 'v1' } })).body.payload;
    assert.equal((await ask('/contacts', { body: { inbox_id: 407, identifier: 'v1' } })).status, 422);
    assert.equal((await ask('/contacts/search?q=v1', { method: 'GET' })).body.payload[0].id, contact.id);
    const { id } = (await ask('/conversations', { body: { inbox_id: 407, contact_id: contact.id } })).body;
    const say = (body) => ask(`/conversations/${id}/messages`, { body });
    assert.equal((await say({ message_type: 'incoming' })).status, 422);
    assert.equal((await say({ content: 'x', message_type: 'wrong' })).status, 422);
    assert.equal((await say({ content: 'x'.repeat(150_001), message_type: 'incoming' })).status, 422);
    assert.equal((await ask('/conversations/9999/messages', { body: { content: 'x' } })).status, 404);
    assert.equal((await ask(`/conversations/${id}/toggle_status`, { body: {} })).status, 422);
    assert.equal((await say({ content: 'x', message_type: 'incoming' })).status, 200);
    desk.refuse({ status: 503 });
    assert.equal((await say({ content: 'y', message_type: 'incoming' })).status, 503);
  });

  test('takes files, tells of everything by signed webhooks, and an agent answers', async (t) => {
    const hook = await listener(t);
    desk.hook = hook.url;
    const { contact } = (await ask('/contacts', { body: { inbox_id: 407, identifier: 'v2' } })).body.payload;
    const { id } = (await ask('/conversations', { body: { inbox_id: 407, contact_id: contact.id } })).body;
    await ask(`/conversations/${id}/messages`, { body: { content: 'a person, please', message_type: 'incoming' } });
    const events = () => hook.heard.map(({ text }) => JSON.parse(text));
    await until(() => events().find((event) => event.content?.startsWith('Hello, this is Anna')));
    const form = new FormData();
    form.set('message_type', 'incoming');
    form.set('attachments[]', new Blob([red_dot], { type: 'image/png' }), 'dot.png');
    assert.equal((await ask(`/conversations/${id}/messages`, { body: form })).body.attachments[0].file_type, 'image');
    const back = await until(() => events().find((event) => event.attachments && event.message_type === 'outgoing'));
    assert.deepEqual(Buffer.from(await (await fetch(back.attachments[0].data_url)).arrayBuffer()), red_dot);
    const { headers, text } = hook.heard[0];
    const expected = createHmac('sha256', 'whisper').update(`${headers['x-chatwoot-timestamp']}.${text}`).digest('hex');
    assert.equal(headers['x-chatwoot-signature'], `sha256=${expected}`);
    assert.ok(events().some((event) => event.private), 'notes among agents are told too, and are the client’s to keep back');
    desk.hook = '';
  });
});

describe('Chatwoot', () => {
  let desk;
  let at;
  before(async () => {
    desk = await new Chatwoot({ hmac_token: 'salt' }).start();
    at = `${desk.url}/public/api/v1/inboxes/inboxId`;
  });
  after(() => desk.stop());

  test('refuses wrong inboxes, capabilities, hashes and answers', async () => {
    assert.equal((await call(`${desk.url}/public/api/v1/inboxes/other/contacts`, { body: {} })).status, 404);
    assert.equal((await call(`${at}/contacts`, { body: { identifier: 'v', identifier_hash: 'wrong' } })).status, 500);
    const identifier_hash = createHmac('sha256', 'salt').update('v').digest('hex');
    assert.equal((await call(`${at}/contacts`, { body: { identifier: 'v', identifier_hash } })).status, 200);
    const { source_id } = (await call(`${at}/contacts`, { body: {} })).body;
    assert.equal((await call(`${at}/contacts/guess/conversations`, { body: {} })).status, 404);
    const { id } = (await call(`${at}/contacts/${source_id}/conversations`, { body: {} })).body;
    const other = (await call(`${at}/contacts`, { body: {} })).body.source_id;
    assert.equal((await call(`${at}/contacts/${other}/conversations/${id}/messages`, { method: 'GET' })).status, 404);
    const messages = `${at}/contacts/${source_id}/conversations/${id}/messages`;
    assert.equal((await call(messages, { body: {} })).status, 422);
    await call(messages, { body: { content: 'choose', echo_id: 'e1' } });
    const question = await until(async () => (await call(messages, { method: 'GET' })).body.find((one) => one.content_type === 'input_select'));
    const answer = (submitted_values) => call(`${messages}/${question.id}`, { method: 'PATCH', body: { submitted_values } });
    assert.equal((await answer('wrong')).status, 500);
    assert.equal((await answer({ csat_survey_response: { rating: 5 } })).status, 500);
    assert.equal((await answer([{ title: 'A return', value: 'return' }])).status, 200);
    assert.equal((await call(`${messages}/1`, { method: 'PATCH', body: { submitted_values: [] } })).status, 404);
  });

  test('the socket tells those who know the token, and no notes', async () => {
    const contact = (await call(`${at}/contacts`, { body: {} })).body;
    const { id } = (await call(`${at}/contacts/${contact.source_id}/conversations`, { body: {} })).body;
    const open = async (pubsub_token) => {
      const socket = new WebSocket(`${desk.url.replace('http', 'ws')}/cable`);
      const frames = [];
      socket.on('message', (bytes) => frames.push(JSON.parse(bytes.toString())));
      await once(socket, 'open');
      socket.send(JSON.stringify({ command: 'subscribe', identifier: JSON.stringify({ channel: 'RoomChannel', pubsub_token }) }));
      return { socket, frames };
    };
    const wrong = await open('guess');
    await until(() => wrong.frames.find((frame) => frame.type === 'reject_subscription'));
    const right = await open(contact.pubsub_token);
    await until(() => right.frames.find((frame) => frame.type === 'confirm_subscription'));
    await call(`${at}/contacts/${contact.source_id}/conversations/${id}/messages`, { body: { content: 'a person', echo_id: 'e1' } });
    await until(() => right.frames.find((frame) => frame.message?.data?.content?.startsWith('Hello, this is Anna')));
    const events = right.frames.filter((frame) => frame.message);
    assert.equal(events.find(({ message }) => message.data.message_type === 0).message.data.echo_id, 'e1');
    assert.ok(events.some(({ message }) => message.event === 'conversation.typing_on'));
    assert.ok(!events.some(({ message }) => message.data.private));
    assert.ok(!wrong.frames.some((frame) => frame.message));
    desk.cut();
    await once(right.socket, 'close');
  });
});

describe('the model', () => {
  test('streams, and refuses wrong keys, models and messages', async (t) => {
    const model = await new OpenAi().start();
    t.after(() => model.stop());
    const at = `${model.url}/v1/chat/completions`;
    const headers = { authorization: 'Bearer sk-1' };
    const body = { model: 'small', messages: [{ role: 'user', content: 'Hi' }], stream: true };
    assert.equal((await call(at, { body })).status, 401);
    assert.equal((await call(at, { headers, body: { ...body, model: 'big' } })).status, 404);
    assert.equal((await call(at, { headers, body: { ...body, messages: [] } })).status, 400);
    assert.equal((await call(at, { headers, body: { ...body, messages: [{ role: 'me', content: 'x' }] } })).status, 400);
    const { body: text } = await call(at, { headers, body });
    const said = [...text.matchAll(/^data: (\{.*)$/gm)].map(([, json]) => JSON.parse(json).choices[0].delta.content ?? '').join('');
    assert.match(said, /^You asked: \*\*Hi\*\*/);
    assert.ok(text.endsWith('data: [DONE]\n\n'));
    assert.match((await call(at, { headers, body: { ...body, stream: false } })).body.choices[0].message.content, /^You asked/);
  });
});

describe('Tencent', () => {
  let desk;
  const sig = (id, secret = desk.secret, time = Math.floor(Date.now() / 1000)) => {
    const text = `TLS.identifier:${id}\nTLS.sdkappid:${desk.app}\nTLS.time:${time}\nTLS.expire:600\n`;
    const json = { 'TLS.ver': '2.0', 'TLS.identifier': id, 'TLS.sdkappid': desk.app, 'TLS.time': time, 'TLS.expire': 600, 'TLS.sig': createHmac('sha256', secret).update(text).digest('base64') };
    return deflateSync(JSON.stringify(json)).toString('base64').replace(/[+/=]/g, (letter) => ({ '+': '*', '/': '-', '=': '_' })[letter]);
  };
  const ask = async (name, body, { identifier = 'administrator', usersig = sig(identifier) } = {}) =>
    (await call(`${desk.url}/v4/desk_http_svc/${name}?sdkappid=${desk.app}&identifier=${identifier}&usersig=${encodeURIComponent(usersig)}&random=7&contenttype=json`, { body })).body;
  before(async () => { desk = await new TencentDesk().start(); });
  after(() => desk.stop());

  test('refuses wrong signatures, users, sessions and bodies with the documented codes', async () => {
    const { id: SessionId } = await desk.visitor_opens('u1');
    const MsgBody = [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'Hi' } }];
    const code = async (...args) => (await ask(...args)).ErrorCode;
    assert.equal(await code('send_msg', { SessionId, MsgRandom: 1, MsgBody }, { usersig: 'nonsense' }), 70003);
    assert.equal(await code('send_msg', { SessionId, MsgRandom: 1, MsgBody }, { usersig: sig('administrator', 'wrong') }), 70003);
    assert.equal(await code('send_msg', { SessionId, MsgRandom: 1, MsgBody }, { usersig: sig('administrator', desk.secret, 1) }), 70001);
    assert.equal(await code('send_msg', { SessionId, MsgRandom: 1, MsgBody }, { identifier: 'u1' }), 90009);
    assert.equal(await code('send_msg', { SessionId, MsgBody }), 90005);
    assert.equal(await code('send_msg', { SessionId, MsgRandom: 1, MsgBody: {} }), 90007);
    assert.equal(await code('send_msg', { SessionId, MsgRandom: 1, MsgBody: [{ MsgType: 'x' }] }), 90010);
    assert.equal(await code('send_msg', { SessionId: 'x', MsgRandom: 1, MsgBody }), 141005);
    assert.equal(await code('send_msg', { SessionId, MsgRandom: 1, MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'x'.repeat(13_000) } }] }), 93000);
    assert.equal(await code('send_stream_msg', { SessionId, Chunk: '' }), 141004);
    assert.equal(await code('send_stream_msg', { SessionId, Chunk: 'x', MsgKey: 'guess' }), 141004);
    assert.equal(await code('end_session', { SessionId }), 141005);
    assert.equal(await code('send_msg', { SessionId, MsgRandom: 1, MsgBody }), 0);
    assert.equal(await code('send_msg', { SessionId, MsgRandom: 1, MsgBody }), 0);
    const { MsgKey } = await ask('send_stream_msg', { SessionId, Chunk: 'Hel' });
    assert.equal(await code('send_stream_msg', { SessionId, Chunk: 'lo', MsgKey, Finish: 1 }), 0);
    assert.equal(await code('send_stream_msg', { SessionId, Chunk: '!', MsgKey }), 141004);
    assert.deepEqual(desk.read(desk.sessions.get(SessionId)), [['robot', 'Hi', true], ['robot', 'Hello', true]]);
    desk.staffed = false;
    assert.equal(await code('transfer_to_human', { SessionId }), 141001);
    desk.staffed = true;
    assert.equal(await code('transfer_to_human', { SessionId }), 0);
    assert.equal(await code('transfer_to_human', { SessionId }), 141003);
    assert.equal((await ask('get_session_state', { SessionId })).CurrentState, 'Agent');
    assert.equal(await code('end_session', { SessionId }), 0);
    assert.equal(await code('send_msg', { SessionId, MsgRandom: 2, MsgBody }), 141005);
  });

  test('calls back in order, signed', async (t) => {
    const hook = await listener(t);
    desk.hook = hook.url;
    const session = await desk.visitor_opens('u2');
    await desk.visitor_says(session, 'Hello');
    assert.deepEqual(hook.heard.map(({ text }) => JSON.parse(text).Event), ['SessionBegin', 'ChatBot.UserSendMsg', 'ChatBot.UserSendMsg']);
    const query = new URL(hook.heard[0].url, hook.url).searchParams;
    assert.equal(query.get('Sign'), createHash('sha256').update(`callback-token${query.get('RequestTime')}`).digest('hex'));
    desk.hook = '';
  });
});
