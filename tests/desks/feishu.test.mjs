// The stand-ins for Feishu's desks refuse what the platform refuses.

import assert from 'node:assert/strict';
import { createDecipheriv, createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { Aily } from './aily.mjs';
import { FeishuHelpdesk } from './feishu_helpdesk.mjs';
import { red_dot, until } from './support.mjs';

async function call(url, { method = 'POST', body, headers = {} } = {}) {
  const is_form = body instanceof FormData;
  const response = await fetch(url, { method, body: is_form ? body : body && JSON.stringify(body), headers });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, code: json.code, data: json.data, json };
}

async function token_of(desk) {
  const { json } = await call(`${desk.url}/open-apis/auth/v3/tenant_access_token/internal`, { body: { app_id: 'cli_test', app_secret: 'app secret' } });
  return { authorization: `Bearer ${json.tenant_access_token}` };
}

describe('Feishu Helpdesk', () => {
  let desk;
  let head;
  let helpdesk;
  const ask = (path, options = {}) => call(`${desk.url}/open-apis/${path}`, { headers: helpdesk, ...options });
  before(async () => {
    desk = await new FeishuHelpdesk({ pace: 5, users: { ou_visitor: { name: 'V', token: 'u-1' }, ou_hidden: { name: 'H', hidden: true } } }).start();
    head = await token_of(desk);
    helpdesk = { ...head, 'x-lark-helpdesk-authorization': Buffer.from('6626871355780366330:ht-secret').toString('base64') };
  });
  after(() => desk.stop());

  test('tokens: wrong secrets, none, an old one', async () => {
    const at = `${desk.url}/open-apis/auth/v3/tenant_access_token/internal`;
    assert.equal((await call(at, { body: { app_id: 'cli_test', app_secret: 'x' } })).code, 10014);
    assert.equal((await ask('helpdesk/v1/start_service', { body: {}, headers: {} })).code, 99991661);
    assert.equal((await ask('helpdesk/v1/start_service', { body: {}, headers: { authorization: 'Bearer t-old' } })).code, 99991663);
    assert.equal((await ask('helpdesk/v1/start_service', { body: {}, headers: head })).code, 154001);
  });

  test('start_service: each rule of its page', async () => {
    const start = (body) => ask('helpdesk/v1/start_service', { body });
    for (const body of [{}, { open_id: '' }, { open_id: 'ou_visitor', human_service: 'yes' }, { open_id: 'ou_visitor', appointed_agents: ['ou_a'] }, { open_id: 'ou_visitor', customized_info: '试'.repeat(1025) }]) {
      const refused = await start(body);
      assert.deepEqual([refused.status, refused.code], [400, 154000], JSON.stringify(body));
    }
    assert.deepEqual(await start({ open_id: 'ou_nobody' }).then((got) => [got.status, got.code]), [404, 154004]);
    assert.deepEqual(await start({ open_id: 'ou_hidden' }).then((got) => [got.status, got.code]), [401, 154402]);
    const robot = await start({ open_id: 'ou_visitor', customized_info: '试'.repeat(1024) });
    assert.equal(robot.code, 0);
    assert.ok(robot.data.chat_id && !robot.data.ticket_id);
    const human = await start({ open_id: 'ou_visitor', human_service: true, appointed_agents: ['ou_anna'] });
    assert.equal(human.data.chat_id, robot.data.chat_id);
    assert.ok(human.data.ticket_id);
  });

  test('messages: ids, kinds, content, pages, a closed ticket, the pace of a chat', async () => {
    const { data } = await ask('helpdesk/v1/start_service', { body: { open_id: 'ou_visitor', human_service: true } });
    const at = `helpdesk/v1/tickets/${data.ticket_id}/messages`;
    const text = (words) => ({ msg_type: 'text', content: JSON.stringify({ text: words }) });
    assert.equal((await ask('helpdesk/v1/tickets/1/messages', { body: text('x') })).code, 154004);
    assert.equal((await ask(at, { body: { ...text('x'), msg_type: 'image' } })).code, 154000);
    assert.equal((await ask(at, { body: { msg_type: 'text', content: { text: 'x' } } })).code, 154000);
    assert.equal((await ask(at, { body: text('http://bad.example') })).code, 154403);
    assert.ok((await ask(at, { body: text('hello') })).data.message_id);
    assert.equal((await ask(`${at}?page_size=201`, { method: 'GET' })).code, 154000);
    assert.ok((await ask(at, { method: 'GET' })).data.messages.some((one) => one.content.includes('hello')));
    assert.equal((await ask('im/v1/messages?receive_id_type=chat_id', { body: {}, headers: head })).code, 99991668);
    const own = { authorization: 'Bearer u-1' };
    const chat = (words, uuid) => ask('im/v1/messages?receive_id_type=chat_id', { headers: own, body: { receive_id: data.chat_id, uuid, ...text(words) } });
    const first = await chat('once', 'u1');
    assert.equal((await chat('once', 'u1')).data.message_id, first.data.message_id);
    const pace = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => chat(`n${n}`, `n${n}`)));
    const limited = pace.find((one) => one.status === 429);
    assert.equal(limited?.code, 99991400);
    assert.equal(limited.headers.get('x-ogw-ratelimit-reset'), '1');
    desk.close(desk.tickets[0]);
    assert.deepEqual(await ask(at, { body: text('late') }).then((got) => [got.status, got.code]), [401, 154401]);
  });

  test('events are sealed and signed, and come again when they are not taken', async (t) => {
    // One of its own: what is still going on in the tickets of the other tests is told too.
    const another = await new FeishuHelpdesk({ pace: 5 }).start();
    t.after(() => another.stop());
    const heard = [];
    const server = createServer(async (request, response) => {
      const pieces = [];
      for await (const piece of request) pieces.push(piece);
      heard.push({ headers: request.headers, text: Buffer.concat(pieces).toString() });
      response.statusCode = heard.length === 1 ? 503 : 200;
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    another.hook = `http://127.0.0.1:${server.address().port}/`;
    await another.send_event('helpdesk.ticket.updated_v1', { object: { ticket_id: '1' } }, 'event-1');
    assert.equal(heard.length, 2);
    const opened = heard.map(({ headers, text }) => {
      const sum = createHash('sha256').update(headers['x-lark-request-timestamp'] + headers['x-lark-request-nonce'] + 'seal me' + text).digest('hex');
      assert.equal(headers['x-lark-signature'], sum);
      const bytes = Buffer.from(JSON.parse(text).encrypt, 'base64');
      const decipher = createDecipheriv('aes-256-cbc', createHash('sha256').update('seal me').digest(), bytes.subarray(0, 16));
      return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]));
    });
    assert.deepEqual(opened.map((one) => one.header.event_id), ['event-1', 'event-1']);
  });
});

describe('Aily', () => {
  let desk;
  let head;
  const ask = (path, options = {}) => call(`${desk.url}/open-apis/aily/v1/${path}`, { headers: head, ...options });
  before(async () => {
    desk = await new Aily({ word: 5 }).start();
    head = await token_of(desk);
  });
  after(() => desk.stop());

  test('sessions and messages: each limit of their pages', async () => {
    assert.equal((await ask('sessions', { body: {}, headers: {} })).code, 99991661);
    assert.equal((await ask('sessions', { body: { metadata: 'x'.repeat(256) } })).code, 2700001);
    const { session } = (await ask('sessions', { body: { metadata: '{}' } })).data;
    const send = (body) => ask(`sessions/${session.id}/messages`, { body });
    const good = { idempotent_id: 'a', content_type: 'TEXT', content: 'hi' };
    for (const wrong of [{ idempotent_id: 'x'.repeat(65) }, { idempotent_id: '' }, { content_type: 'HTML' }, { content: undefined }, { file_ids: ['file_none'] }, { quote_message_id: 'x'.repeat(33) }, { mentions: Array(33).fill({}) }]) {
      const refused = await send({ ...good, ...wrong });
      assert.deepEqual([refused.status, refused.code], [400, 2700001], JSON.stringify(wrong).slice(0, 60));
    }
    const first = await send(good);
    assert.equal((await send({ ...good, content: 'again' })).data.message.id, first.data.message.id);
    assert.equal((await ask('sessions/session_none/messages', { body: good })).code, 2700001);
  });

  test('a run: the assistant alone, one at a time, and an answer that grows', async () => {
    const { session } = (await ask('sessions', { body: {} })).data;
    await ask(`sessions/${session.id}/messages`, { body: { idempotent_id: 'a', content_type: 'TEXT', content: 'hours?' } });
    assert.equal((await ask(`sessions/${session.id}/runs`, { body: { app_id: 'another' } })).code, 2700001);
    const { run } = (await ask(`sessions/${session.id}/runs`, { body: { app_id: 'spring_test__c' } })).data;
    assert.equal((await ask(`sessions/${session.id}/runs`, { body: { app_id: 'spring_test__c' } })).code, 2700001);
    const lengths = new Set();
    await until(async () => {
      const { messages } = (await ask(`sessions/${session.id}/messages?run_id=${run.id}&with_partial_message=true`, { method: 'GET' })).data;
      lengths.add(messages[0].content.length);
      return messages[0].status === 'COMPLETED';
    });
    assert.ok(lengths.size > 2, [...lengths].join());
    assert.equal((await ask(`sessions/${session.id}/runs/${run.id}`, { method: 'GET' })).data.run.status, 'COMPLETED');
  });

  test('files go up and are seen by their address', async () => {
    const form = new FormData();
    form.append('file', new Blob([red_dot], { type: 'image/png' }), 'dot.png');
    const { files } = (await ask('files', { body: form })).data;
    assert.match(files[0].id, /^file_/);
    assert.equal((await fetch(`${desk.url}/preview/${files[0].id}`)).status, 200);
    assert.equal((await ask('files', { body: new FormData() })).status, 400);
  });
});
