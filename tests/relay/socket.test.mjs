// The relay's frames over a real socket: design.md, "Frames between widget and relay".

import assert from 'node:assert/strict';
import net from 'node:net';
import test from 'node:test';
import { Client, data, desk, pause, startRelay, temporaryFolder } from './relay.mjs';

const trigger = (language) => desk(7, { triggeredContent: { language } });

test('a visit: welcome, setting, seat, card, an answer', async (t) => {
    const relay = await startRelay(t);
    const client = await Client.hello(relay);
    assert.match(client.token, /^dv1\.\d+\.\d+\.[A-Za-z0-9_-]{43}$/);
    client.message('c1', trigger('en'), true);
    await client.sent('c1');
    await client.src(23);
    await client.src(26);
    const card = await client.src(29);
    assert.equal(card.message.flow, 'in');
    assert.equal(card.message.conversationID, 'C2C@customer_service_account');
    assert.ok(card.message.avatar.startsWith(relay.url + '/sandbox/'));
    client.say('c2', data(card.message).content.items[0].content);
    const answer = await client.src(30);
    assert.ok(answer.seq > card.seq);
    assert.ok(answer.message.sequence > card.message.sequence);
});

test('a stream grows by modification, in order', async (t) => {
    const relay = await startRelay(t);
    const client = await Client.hello(relay);
    client.say('c1', 'stream');
    await client.next((frame) => frame.event === 'modified' && data(frame.message)?.isFinished === 1, 'the end of the stream');
    const texts = client.frames.filter((frame) => Number(data(frame.message ?? {})?.src) === 31).map((frame) => data(frame.message).chunks.join(''));
    assert.ok(texts.length >= 20 && texts.length <= 41, `${texts.length} pieces`);
    texts.reduce((before, text) => { assert.ok(text.startsWith(before)); return text; });
});

test('the way to a person and back: queue, agent, end, rating', async (t) => {
    const relay = await startRelay(t);
    const client = await Client.hello(relay);
    client.message('t', trigger('en'), true);
    client.say('c1', 'Talk to a person');
    await client.state('agent');
    assert.deepEqual(client.frames.filter((frame) => frame.event === 'state' && frame.state === 'queueing').map((frame) => frame.position), [3, 2, 1]);
    client.say('c2', 'Hello');
    await client.next((frame) => frame.message?.nick === 'Anna' && frame.message.type === 'TIMTextElem', 'a word of Anna');
    client.message('c3', desk(24), true);
    const invitation = await client.src(9);
    const menu = data(invitation.message).menuContent;
    const answer = desk(10, { menuSelected: { ...menu.menu[4], sessionId: menu.sessionId } });
    client.message('c4', answer, true);
    await client.sent('c4');
    const rated = await client.src(9, 'modified');
    assert.equal(rated.message.ID, invitation.message.ID);
    assert.equal(data(rated.message).menuContent.selected.id, '105');
    client.message('c5', answer, true);
    const refused = await client.next((frame) => frame.event === 'send_failed', 'a refusal');
    assert.deepEqual([refused.client_id, refused.code], ['c5', 10152]);
    client.message('c6', desk(27), true);
    await client.src(19);
    await client.state('none');
});

test('the same client id gets the same answer and is kept once', async (t) => {
    const relay = await startRelay(t);
    const client = await Client.hello(relay);
    client.say('c1', 'opening hours');
    const first = await client.sent('c1');
    await client.src(30);
    client.say('c1', 'opening hours');
    await client.next(() => client.frames.filter((frame) => frame.event === 'sent').length === 2, 'a second answer');
    assert.deepEqual(client.frames.filter((frame) => frame.event === 'sent')[1].message.ID, first.message.ID);
    assert.equal((await client.history()).messages.filter((message) => message.flow === 'out').length, 1);
});

test('a reconnect replays what was missed; an unknown past is a gap', async (t) => {
    const relay = await startRelay(t);
    const client = await Client.hello(relay);
    client.say('c1', 'opening hours');
    const { seq } = await client.sent('c1');
    client.socket.terminate();
    await pause(200);
    const again = await Client.hello(relay, { token: client.token, after: seq });
    const answer = await again.src(30);
    assert.ok(answer.seq > seq);
    assert.equal(again.frames.filter((frame) => frame.event === 'sent').length, 0);
    const future = await Client.hello(relay, { token: client.token, after: 999 });
    await future.next((frame) => frame.event === 'gap');
    const stranger = await Client.hello(relay, { token: 'made up', after: 3 });
    await stranger.next((frame) => frame.event === 'gap');
    assert.notEqual(stranger.token, client.token);
});

test('history pages, oldest first, until it is complete', async (t) => {
    const relay = await startRelay(t);
    const client = await Client.hello(relay);
    for (let i = 0; i < 12; ++i) {
        client.say(`c${i}`, 'opening hours');
        await client.next(() => client.frames.filter((frame) => Number(data(frame.message ?? {})?.src) === 30).length > i, 'an answer');
    }
    const seen = [];
    let page = await client.history(undefined, 7);
    assert.equal(page.messages.length, 7);
    for (; ; page = await client.history(page.messages[0].ID, 7)) {
        seen.unshift(...page.messages.map((message) => message.sequence));
        if (page.complete) break;
    }
    assert.equal(seen.length, 24);
    assert.deepEqual(seen, [...seen].sort((a, b) => a - b));
    assert.equal(new Set(seen).size, 24);
});

test('two tabs stay in step', async (t) => {
    const relay = await startRelay(t);
    const one = await Client.hello(relay);
    const two = await Client.hello(relay, { token: one.token });
    one.say('c1', 'opening hours');
    const echo = await two.next((frame) => frame.event === 'message' && frame.message.flow === 'out', 'the other tab’s message');
    assert.equal(echo.message.ID, (await one.sent('c1')).message.ID);
    assert.equal((await two.src(30)).seq, (await one.src(30)).seq);
});

test('bad frames get names, the socket lives on, then closes', async (t) => {
    const relay = await startRelay(t);
    const client = await Client.open(relay);
    client.say('c0', 'too early');
    await client.error('hello_first');
    client.send({ hello: { token: null } });
    await client.next((frame) => frame.welcome);
    client.send('{"hello"');
    await client.error('not_json');
    client.send('[1,2]');
    await client.error('wrong_type');
    client.send({ dance: true });
    await client.error('unknown_frame');
    client.socket.send(Buffer.from('{}'), { binary: true });
    await client.next(() => client.frames.filter((frame) => frame.error?.code === 'wrong_type').length === 2, 'binary refused');
    client.send(JSON.stringify({ send: { client_id: 'big', message: { type: 'TIMTextElem', payload: { text: 'x'.repeat(70000) } } } }));
    await client.error('too_large');
    client.send(' '.repeat(65536));
    client.send('x'.repeat(3_000_000));
    client.message('c1', { type: 'TIMTextElem', payload: 'no object' });
    await client.next((frame) => frame.event === 'send_failed' && frame.client_id === 'c1', 'a refusal for c1');
    client.send('{"send":{"client_id":"c2","message":{"type":"TIMTextElem","payload":{"text":"lone \\ud83d surrogate"}}}}');
    assert.equal((await client.sent('c2')).message.payload.text, 'lone \ufffd surrogate');
    for (let i = 0; i < 25; ++i) client.send('[]');
    assert.equal(await client.closed, 1008);
    assert.match(relay.log, /frame_refused visitor=1 code=not_json/);
    assert.match(relay.log, /socket_closed visitor=1 reason="too many errors"/);
    const next = await Client.hello(relay);
    next.say('c1', 'opening hours');
    await next.src(30);
});

test('a flood of frames is refused, and a flood that goes on ends', async (t) => {
    const relay = await startRelay(t);
    const client = await Client.hello(relay);
    for (let i = 0; i < 45; ++i) client.send({ typing: true });
    await client.error('too_many');
    await pause(300);
    client.say('c1', 'hello');
    await client.sent('c1');
    for (let i = 0; i < 100; ++i) client.send({ typing: true });
    assert.equal(await client.closed, 1008);
});

test('broken WebSocket traffic ends that socket only', async (t) => {
    const relay = await startRelay(t);
    const port = Number(new URL(relay.url).port);
    const good = await Client.hello(relay);
    const raw = net.connect(port, '127.0.0.1');
    raw.on('error', () => {});
    raw.write(`GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`);
    await new Promise((resolve) => raw.once('data', resolve));
    raw.on('data', () => raw.end());
    raw.write(Buffer.alloc(32, 0xff));
    await new Promise((resolve) => raw.once('close', resolve));
    const junk = net.connect(port, '127.0.0.1');
    junk.on('error', () => {});
    junk.write('\x16\x03\x01 no HTTP at all\r\n\r\n');
    await new Promise((resolve) => junk.once('close', resolve));
    good.say('c1', 'hello');
    await good.sent('c1');
});

test('only pages of the own site and of listed ones connect', async (t) => {
    const relay = await startRelay(t, { args: ['--origin', 'https://shop.example'] });
    await (await Client.hello(relay, { origin: relay.url })).close();
    await (await Client.hello(relay, { origin: 'https://shop.example' })).close();
    for (const origin of ['https://evil.example', 'http://shop.example', 'null']) {
        await assert.rejects(Client.open(relay, { origin }), /403/);
    }
    assert.match(relay.log, /bad_origin origin=https:\/\/evil\.example/);
});

test('a visitor has eight tabs, the ninth is told so', async (t) => {
    const relay = await startRelay(t);
    const first = await Client.hello(relay);
    for (let i = 0; i < 7; ++i) await Client.hello(relay, { token: first.token });
    const ninth = await Client.open(relay);
    ninth.send({ hello: { token: first.token } });
    await ninth.error('too_many');
    assert.equal(await ninth.closed, 1013);
});

test('a restart keeps history, token and what was under way; SIGTERM ends cleanly', async (t) => {
    const data = temporaryFolder(t);
    const before = await startRelay(t, { data });
    const client = await Client.hello(before);
    client.say('c1', 'human');
    await client.state('queueing');
    assert.equal(await before.stop(), 0);
    assert.equal(await client.closed, 1001);
    assert.match(before.log, / stop\n$/);
    const after = await startRelay(t, { data });
    const again = await Client.hello(after, { token: client.token, after: 0 });
    await again.state('agent');
    assert.equal((await again.history()).messages[0].payload.text, 'human');
    again.say('c1', 'human');
    assert.equal((await again.sent('c1')).message.ID, (await client.sent('c1')).message.ID);
    after.child.kill('SIGINT');
    assert.equal((await after.exited)[0], 0);
});

test('killed in the middle, nothing that was answered is lost', async (t) => {
    const data = temporaryFolder(t);
    const before = await startRelay(t, { data });
    const client = await Client.hello(before);
    for (let i = 0; i < 20; ++i) client.say(`c${i}`, `line ${i}`);
    await client.sent('c19');
    before.child.kill('SIGKILL');
    await before.exited;
    const after = await startRelay(t, { data });
    const again = await Client.hello(after, { token: client.token });
    const lines = (await again.history(undefined, 100)).messages.filter((message) => message.flow === 'out').map((message) => message.payload.text);
    assert.deepEqual(lines, Array.from({ length: 20 }, (_, i) => `line ${i}`));
});

test('a port that is taken is said in words', async (t) => {
    const relay = await startRelay(t);
    await assert.rejects(startRelay(t, { args: ['--port', new URL(relay.url).port] }), /cannot listen|ended with 1/);
});
