// Desks behind the relay: the whole way from a visitor's socket to a desk's API and back, against the stand-ins of ../desks.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { until } from '../desks/support.mjs';
import { Client, startRelay, temporaryFolder } from './relay.mjs';
import { livedesk, livedesk_config, says, text_of } from './with_desk.mjs';

function configure(t, desks) {
    const file = join(temporaryFolder(t), 'relay.toml');
    writeFileSync(file, desks);
    return ['--config', file];
}

const sandbox = '[[desk]]\nname = "play"\nkind = "sandbox"\n';

test('a visitor writes to a desk and hears its webhooks, each once', async (t) => {
    const { desk, config } = await livedesk(t);
    const relay = await startRelay(t, { args: configure(t, config) });
    desk.hook = `${relay.url}/hooks/support/events`;
    const client = await Client.hello(relay, { desk: 'support' });
    client.say('c1', 'When are you open?');
    await client.next((frame) => frame.event === 'sent' && frame.client_id === 'c1');
    await client.next(says('Monday to Friday'), 'the bot answers', 10_000);
    assert.deepEqual(desk.untaken, []);
    assert.equal(desk.conversations.length, 1);
    assert.equal(desk.conversations[0].messages.filter((one) => one.content === 'When are you open?').length, 1);
    assert.doesNotMatch(relay.log, /Monday|When are you open|secret/);
});

test('an answer that was lost is asked for again, and a message is not doubled by it', async (t) => {
    const { desk, config } = await livedesk(t);
    const relay = await startRelay(t, { args: configure(t, config) });
    desk.hook = `${relay.url}/hooks/support/events`;
    desk.refuse({ fits: (call) => call.path.endsWith('/contacts'), status: 429, times: 2, headers: { 'retry-after': '0' } });
    const client = await Client.hello(relay, { desk: 'support' });
    client.say('c1', 'Hello there');
    await until(() => desk.conversations[0]?.messages.some((one) => one.content === 'Hello there'));
    assert.equal(desk.conversations.length, 1);
});

test('a relay that is killed goes on with what it had promised', async (t) => {
    const { desk, config } = await livedesk(t);
    const data = temporaryFolder(t);
    const args = configure(t, config);
    const first = await startRelay(t, { args, data });
    let broken = true;
    desk.refuse({ fits: () => broken, status: 503, times: Infinity });
    const client = await Client.hello(first, { desk: 'support' });
    client.say('c1', 'Not lost');
    await client.next((frame) => frame.event === 'sent');
    first.child.kill('SIGKILL');
    await first.exited;
    broken = false;
    const second = await startRelay(t, { args, data });
    desk.hook = `${second.url}/hooks/support/events`;
    await until(() => desk.conversations[0]?.messages.some((one) => one.content === 'Not lost'));
    // The visitor comes back to what the desk said meanwhile.
    const again = await Client.hello(second, { desk: 'support', token: client.token, after: 0 });
    await again.next((frame) => frame.event === 'message' && text_of(frame) === 'Not lost');
});

test('a desk that the relay does not have is a named error, and webhooks for it are not taken', async (t) => {
    const { desk, config } = await livedesk(t);
    const relay = await startRelay(t, { args: configure(t, config + sandbox) });
    const client = await Client.open(relay);
    client.send({ hello: { desk: 'nobody' } });
    assert.equal((await client.next((frame) => frame.error)).error.code, 'unknown_desk');
    assert.equal(await client.closed, 1008);
    assert.equal((await fetch(`${relay.url}/hooks/nobody/events`, { method: 'POST', body: '{}' })).status, 404);
    assert.equal((await fetch(`${relay.url}/hooks/support/events`, { method: 'POST', body: '{}' })).status, 401);
    // Whoever goes to another desk is a new visitor there; without a name the one that they have is meant.
    const support = await Client.hello(relay, { desk: 'support' });
    const play = await Client.hello(relay, { desk: 'play', token: support.token });
    assert.notEqual(play.welcome.user, support.welcome.user);
    const back = await Client.hello(relay, { token: play.token });
    assert.equal(back.welcome.user, play.welcome.user);
});

test('a redirect is not followed', async (t) => {
    const asked = [];
    const server = createServer((request, response) => {
        asked.push(request.url);
        if (request.url.includes('contacts')) return void response.writeHead(302, { location: '/elsewhere' }).end();
        response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const relay = await startRelay(t, { args: configure(t, livedesk_config(`http://127.0.0.1:${server.address().port}`)) });
    const client = await Client.hello(relay, { desk: 'support' });
    client.say('c1', 'Hello');
    await until(() => asked.length > 0);
    await until(() => relay.log.includes('302'));
    assert.ok(asked.every((url) => !url.includes('elsewhere')), asked.join(' '));
});
