// Who would harm the relay or another visitor, and what comes of it. docs/security.md names each of these attacks.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import test from 'node:test';
import { Client, desk, pause, startRelay } from './relay.mjs';

/** A bare connection; `said` is what the relay answered, `gone` when it closed. */
function bare(relay) {
    const socket = net.connect(Number(new URL(relay.url).port), '127.0.0.1');
    const connection = { socket, said: '', gone: new Promise((done) => socket.once('close', done)) };
    socket.on('error', () => {});
    socket.on('data', (bytes) => { connection.said += bytes.toString('latin1'); });
    return connection;
}

/** A visitor is answered, so the relay is well. */
async function answers(relay) {
    const client = await Client.hello(relay);
    client.say('well', 'opening hours');
    await client.src(30);
    await client.close();
}

test('log injection: whatever a stranger sends, a line of the log is a line', async (t) => {
    const relay = await startRelay(t, { args: ['--origin', 'https://shop.example'] });
    const client = await Client.hello(relay);
    const evil = ['x\n2026-01-01T00:00:00.000Z stop', 'x\r\nstart web=/', '\u001b[2J\u001b]0;owned\u0007', 'x\u0085y\u2028z\u2029', '\u202egnp.exe', 'a" b="c', '\u009b31m'];
    for (const [index, text] of evil.entries()) {
        client.message(`${text}${index}`, { type: 'TIMTextElem', payload: 'no object' });
        client.send({ [text]: true });
        // Refused by the desk, since nobody was asked to rate; the relay tells its log which message it was.
        client.message(`${text}${index}-rating`, desk(10, { menuSelected: { id: '105', content: 'x', sessionId: 'none' } }), true);
    }
    await client.next(() => client.frames.filter((frame) => frame.error).length >= evil.length, 'refusals');
    await assert.rejects(Client.open(relay, { headers: { Origin: 'https://evil.example\u0085stop' } }));
    await client.next(() => client.frames.filter((frame) => frame.event === 'send_failed').length >= evil.length, 'refusals of the desk');
    const lines = relay.log.split('\n').slice(0, -1);
    assert.ok(lines.length > evil.length);
    for (const line of lines) assert.match(line, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [a-z_]+( [a-z_]+=("([^"]*)"|[^ "]*))*$/);
    assert.doesNotMatch(relay.log, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
    assert.equal(lines.filter((line) => / stop( |$)/.test(line.replace(/"[^"]*"/g, ''))).length, 0);
});

test('the log has no token, no message and no file name', async (t) => {
    const relay = await startRelay(t);
    const client = await Client.hello(relay);
    client.say('c1', 'my card is 4929 1234 5678 9012');
    await client.sent('c1');
    client.message('c2', { type: 'TIMTextElem', payload: { text: 17, note: 'my card is 4929 1234 5678 9012' } });
    client.send(`{"send":{"client_id":"c3","message":{"type":"TIMTextElem","payload":{"text":"my card is 4929`);
    await client.error('not_json');
    const response = await fetch(`${relay.url}/upload?name=passport-of-ada.png`, { method: 'POST', headers: { Authorization: `Bearer ${client.token}`, 'Content-Type': 'image/png' }, body: 'x' });
    assert.equal(response.status, 201);
    await fetch(`${relay.url}/upload?name=passport-of-ada.png`, { method: 'POST', headers: { Authorization: `Bearer ${client.token}x`, 'Content-Type': 'image/png' }, body: 'x' });
    await relay.stop();
    for (const secret of [client.token, '4929', 'passport']) assert.ok(!relay.log.includes(secret), `${secret} in\n${relay.log}`);
});

test('guessing: what belongs to another visitor is not found by its id', async (t) => {
    const relay = await startRelay(t);
    const [ada, eve] = [await Client.hello(relay), await Client.hello(relay)];
    ada.say('c1', 'mine alone');
    const { message } = await ada.sent('c1');
    await ada.src(30);
    const before = await eve.history(message.ID, 100);
    assert.ok(!JSON.stringify(before).includes('mine alone'));
    // The same client id of another visitor is another message.
    eve.say('c1', 'of Eve');
    assert.equal((await eve.sent('c1')).message.payload.text, 'of Eve');
    eve.send({ mark_read: { upto: 4_000_000_000 } });
    await pause(100);
    assert.ok(!JSON.stringify(eve.frames).includes('mine alone'));
    assert.ok(!JSON.stringify(ada.frames).includes('of Eve'));
    for (const token of [ada.token.slice(0, -1), `${ada.token}A`, ada.token.toLowerCase(), ada.welcome.user, '1', `${ada.token}\u0000`, { $ne: null }, [ada.token]]) {
        const guess = await Client.open(relay);
        guess.send({ hello: { token, after: 0, lang: 'en' } });
        const frame = await guess.next((each) => each.welcome || each.error);
        if (frame.welcome) assert.notEqual(frame.welcome.user, ada.welcome.user, JSON.stringify(token));
        await guess.close();
    }
});

test('JSON bombs: depth, width and odd numbers cost nothing and harm nobody', async (t) => {
    const relay = await startRelay(t);
    const neighbour = await Client.hello(relay);
    const client = await Client.hello(relay);
    const deep = (open, close, inner = '') => open.repeat(30_000) + inner + close.repeat(30_000);
    const bombs = [
        deep('[', ']'), '[[[['.repeat(15_000), `{"send":${deep('[', ']')}}`, `{"hello":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`,
        `{${Array.from({ length: 6000 }, (_, index) => `"k${index}":1`).join()}}`, `{"typing":1e${'9'.repeat(60_000)}}`, `{"typing":${'9'.repeat(60_000)}}`,
        `{"mark_read":{"upto":-9223372036854775809}}`, `{"load_history":{"limit":1e308}}`, `{"load_history":{"limit":-5,"before":""}}`, `"${'\\ud83d'.repeat(10_000)}"`,
    ];
    for (const bomb of bombs) client.send(bomb);
    neighbour.say('c1', 'opening hours');
    await neighbour.src(30);
    await client.next(() => client.frames.filter((frame) => frame.error).length >= 7, 'refusals');
    client.say('after', 'opening hours');
    await client.src(30);
});

test('decompression bombs: nothing is inflated', async (t) => {
    const relay = await startRelay(t);
    const client = await Client.open(relay, { perMessageDeflate: true });
    assert.equal(client.socket.extensions, '');
    client.send({ hello: { token: null, after: null, lang: 'en' } });
    const { welcome } = await client.next((frame) => frame.welcome);
    const bytes = Buffer.from('1f8b0800000000000003', 'hex');
    const response = await fetch(`${relay.url}/upload?name=a.bin`, { method: 'POST', headers: { Authorization: `Bearer ${welcome.token}`, 'Content-Type': 'application/gzip', 'Content-Encoding': 'gzip' }, body: bytes });
    if (response.status === 201) {
        const { url } = await response.json();
        const kept = await fetch(new URL(url, relay.url));
        assert.equal(kept.headers.get('content-encoding'), null);
        assert.deepEqual(Buffer.from(await kept.arrayBuffer()), bytes);
    } else {
        assert.ok(response.status >= 400 && response.status < 500, String(response.status));
    }
});

test('headers without end, requests in requests and odd methods are refused', async (t) => {
    const relay = await startRelay(t);
    const huge = bare(relay);
    huge.socket.write('GET / HTTP/1.1\r\nHost: x\r\n');
    for (let i = 0; i < 200 && !huge.socket.destroyed; ++i) huge.socket.write(`X-${i}: ${'a'.repeat(1000)}\r\n`);
    await huge.gone;
    assert.match(huge.said, /^(HTTP\/1\.1 4\d\d|$)/);
    // Two lengths are how a request is smuggled past a proxy (RFC 9112, section 6.3).
    for (const lengths of ['Content-Length: 3\r\nContent-Length: 30', 'Content-Length: 3\r\nTransfer-Encoding: chunked', 'Content-Length: +3', 'Content-Length: -1']) {
        const smuggler = bare(relay);
        smuggler.socket.write(`POST /upload?name=a HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\n${lengths}\r\n\r\nabcGET /secret HTTP/1.1\r\nHost: x\r\n\r\n`);
        await smuggler.gone;
        assert.ok((smuggler.said.match(/HTTP\/1\.1 /g) ?? []).length <= 1, `${lengths}: ${smuggler.said}`);
        assert.doesNotMatch(smuggler.said, /HTTP\/1\.1 2/);
    }
    for (const method of ['TRACE', 'CONNECT', 'PUT', 'DELETE', 'PROPFIND']) {
        const odd = bare(relay);
        odd.socket.write(`${method} /files/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
        await odd.gone;
        assert.match(odd.said, /^(HTTP\/1\.1 (4\d\d|501)|$)/, method);
    }
    await answers(relay);
});

test('slow clients: those who never finish are let go, and others do not notice', async (t) => {
    const relay = await startRelay(t);
    const began = Date.now();
    const slow = Array.from({ length: 40 }, () => bare(relay));
    for (const { socket } of slow) socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    const dripping = setInterval(() => slow.forEach(({ socket }) => !socket.destroyed && socket.write('a')), 500);
    t.after(() => clearInterval(dripping));
    // A socket that never says hello.
    const silent = await Client.open(relay);
    await answers(relay);
    assert.ok([1006, 1008].includes(await silent.closed));
    assert.ok(Date.now() - began > 5000, 'a slow phone has time for its hello');
    await Promise.all(slow.map(({ gone }) => gone));
    await answers(relay);
});

test('a token is not guessed: one that is made up is a new visitor with a token and a history of its own', async (t) => {
    const relay = await startRelay(t);
    const victim = await Client.hello(relay);
    victim.say('c1', 'my address is 5 Secret Street');
    await victim.sent('c1');
    const flipped = victim.token.slice(0, -2) + (victim.token.endsWith('A') ? 'BB' : 'AA');
    for (const token of ['', 'a', 'visitor-1', '1', flipped, victim.token.toLowerCase(), `${victim.token} `, `${victim.token}\0`, "' OR 1=1 --", '../../etc/passwd', 'x'.repeat(5000)]) {
        const thief = await Client.hello(relay, { token });
        assert.notEqual(thief.token, victim.token);
        const page = await thief.history(undefined, 100);
        assert.doesNotMatch(JSON.stringify(page), /Secret Street/);
        await thief.close();
    }
});

test('the database holds no token, so that a stolen one lets nobody in', async (t) => {
    const relay = await startRelay(t);
    const client = await Client.hello(relay);
    client.say('c1', 'hello');
    await client.sent('c1');
    await relay.stop();
    const files = readdirSync(relay.data).filter((name) => /\.(db|sqlite|db-wal|sqlite-wal)/.test(name));
    assert.ok(files.length > 0, readdirSync(relay.data).join(' '));
    for (const name of files) assert.ok(!readFileSync(join(relay.data, name)).includes(client.token), name);
});
