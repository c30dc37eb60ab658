// Who a visitor is, and what the relay tells about itself, over real sockets.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { inflateSync } from 'node:zlib';
import { Client, startRelay, temporaryFolder } from './relay.mjs';

const secret = 'a secret of at least thirty-two bytes';
const url64 = (text) => Buffer.from(text).toString('base64url');
const user_token = (claims, key = secret) => {
    const text = `${url64('{"alg":"HS256","typ":"JWT"}')}.${url64(JSON.stringify({ exp: Math.floor(Date.now() / 1000) + 600, ...claims }))}`;
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
};
const usersig_key = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e';

function configured(t, text) {
    const file = join(temporaryFolder(t), 'relay.toml');
    writeFileSync(file, text);
    return ['--config', file];
}

const signed_in = (t) => startRelay(t, {
    args: configured(t, `[identity]\njwt_secret = "${secret}"\n[usersig]\nsdk_app_id = 1400000000\nkey = "${usersig_key}"\n[metrics]\ntoken = "look"\n`),
});

test('a user finds their conversation from anywhere, and nobody else does', async (t) => {
    const relay = await signed_in(t);
    const first = await Client.hello(relay, { user: { token: user_token({ sub: 'u-7', name: 'Wei' }) } });
    assert.equal(first.welcome.user, 'u-7');
    first.say('c1', 'thanks');
    await first.next((frame) => frame.event === 'sent');
    const elsewhere = await Client.hello(relay, { user: { token: user_token({ sub: 'u-7' }) } });
    elsewhere.send({ load_history: {} });
    const history = await elsewhere.next((frame) => frame.event === 'history');
    assert.equal(history.messages[0].payload.text, 'thanks');
    // The token that is left in the browser opens nothing without the user's proof, and nothing with another's.
    for (const user of [undefined, { token: user_token({ sub: 'u-8' }) }]) {
        const stranger = await Client.hello(relay, { token: first.token, user });
        assert.notEqual(stranger.welcome.user, 'u-7');
        assert.equal(stranger.welcome.seq, 0);
    }
    const forger = await Client.open(relay);
    forger.send({ hello: { user: { token: user_token({ sub: 'u-7' }, 'another secret of thirty-two bytes!!') } } });
    assert.equal((await forger.next((frame) => frame.error)).error.code, 'unknown_user');
    assert.equal(await forger.closed, 1008);
});

test('who signs in takes along what they began as a stranger', async (t) => {
    const relay = await signed_in(t);
    const stranger = await Client.hello(relay);
    stranger.send({ mark_read: { upto: 1 } });
    stranger.socket.close();
    await stranger.closed;
    const known = await Client.hello(relay, { token: stranger.token, user: { token: user_token({ sub: 'u-9' }) } });
    assert.equal(known.welcome.user, 'u-9');
    const again = await Client.hello(relay, { token: known.token, user: { token: user_token({ sub: 'u-9' }) } });
    assert.equal(again.welcome.user, 'u-9');
    assert.equal(again.token, known.token);
});

test('a visitor token cannot be guessed from another', async (t) => {
    const relay = await startRelay(t);
    const one = await Client.hello(relay);
    const two = await Client.hello(relay);
    const guess = one.token.replace(/^dv1\.\d+/, /^dv1\.\d+/.exec(two.token)[0]);
    const guessed = await Client.hello(relay, { token: guess });
    assert.notEqual(guessed.welcome.user, two.welcome.user);
});

test('a signed-in user gets a userSig, the administrator and strangers do not', async (t) => {
    const relay = await signed_in(t);
    const ask = (user) => fetch(`${relay.url}/v1/usersig`, { method: 'POST', body: JSON.stringify({ user }) });
    const answer = await ask({ token: user_token({ sub: 'xiaojun' }) });
    assert.equal(answer.status, 200);
    const { userSig, userId, sdkAppId } = await answer.json();
    assert.deepEqual([userId, sdkAppId], ['xiaojun', 1400000000]);
    const inside = JSON.parse(inflateSync(Buffer.from(userSig.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '='), 'base64')));
    const text = `TLS.identifier:xiaojun\nTLS.sdkappid:1400000000\nTLS.time:${inside['TLS.time']}\nTLS.expire:${inside['TLS.expire']}\n`;
    assert.equal(inside['TLS.sig'], createHmac('sha256', usersig_key).update(text).digest('base64'));
    assert.equal((await ask({ token: user_token({ sub: 'administrator' }) })).status, 403);
    assert.equal((await ask({ token: 'x' })).status, 401);
    assert.equal((await ask('nobody')).status, 400);
    assert.equal((await fetch(`${relay.url}/v1/usersig`, { method: 'POST', body: '{}', headers: { Origin: 'https://evil.example' } })).status, 403);
    const own = await fetch(`${relay.url}/v1/usersig`, { method: 'POST', body: JSON.stringify({ user: { token: user_token({ sub: 'xiaojun' }) } }), headers: { Origin: relay.url } });
    assert.equal(own.headers.get('access-control-allow-origin'), relay.url);
});

test('health, readiness and metrics', async (t) => {
    const relay = await signed_in(t);
    assert.equal((await fetch(`${relay.url}/healthz`)).status, 200);
    assert.equal((await fetch(`${relay.url}/readyz`)).status, 200);
    assert.equal((await fetch(`${relay.url}/metrics`)).status, 401);
    const client = await Client.hello(relay);
    client.say('c1', 'thanks');
    await client.next((frame) => frame.event === 'sent');
    const metrics = await (await fetch(`${relay.url}/metrics`, { headers: { Authorization: 'Bearer look' } })).text();
    assert.match(metrics, /^deskbell_clients 1$/m);
    assert.match(metrics, /^deskbell_messages_total 1$/m);
    // Each sample has its help and type, in this order, and nobody's name or words (the text format of Prometheus).
    const lines = metrics.trimEnd().split('\n');
    assert.equal(lines.length % 3, 0);
    for (let i = 0; i < lines.length; i += 3) {
        const [, name] = /^# HELP (deskbell_[a-z_]+) [A-Z].*\.$/.exec(lines[i]) ?? [];
        assert.ok(name, lines[i]);
        assert.match(lines[i + 1], new RegExp(`^# TYPE ${name} (${name.endsWith('_total') ? 'counter' : 'gauge'})$`));
        assert.match(lines[i + 2], new RegExp(`^${name} \\d+$`));
    }
    assert.doesNotMatch(metrics, /thanks/);
});

test('an address that asks too much is answered 429, and others are not', async (t) => {
    const relay = await startRelay(t, { args: configured(t, '[relay]\nbehind_proxy = true\n[limits]\nrequests_of_address = 1\n') });
    const ask = (address) => fetch(`${relay.url}/healthz`, { headers: { 'X-Forwarded-For': `1.1.1.1, ${address}` } });
    let refused = 0;
    for (let i = 0; i < 15; i += 1) refused += (await ask('203.0.113.7')).status === 429 ? 1 : 0;
    assert.ok(refused >= 4 && refused <= 5, `${refused} of 15 were refused`);
    assert.equal((await ask('203.0.113.8')).status, 200);
});
