// Several relays on one Redis: a visitor comes by any of them, webhooks land at any of them, and what a dead one was doing goes on at another.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { until } from '../desks/support.mjs';
import { Client, binary, pause, startRelay, temporaryFolder } from './relay.mjs';
import { startRedis } from './redis.mjs';
import { livedesk, says } from './with_desk.mjs';

const numbers = (client) => client.frames.map(({ seq }) => seq).filter(Boolean);
const last = (client) => Math.max(0, ...numbers(client), client.welcome.seq);

/** Two relays that share a Redis and a data folder; `desks` is the rest of their configuration. */
async function two_relays(t, desks = '', speed = 10) {
    const redis = await startRedis(t);
    const data = temporaryFolder(t);
    const config = join(temporaryFolder(t), 'relay.toml');
    writeFileSync(config, `[store]\nredis = "${redis.url}"\nlease_seconds = 1\n${desks}`);
    const start = () => startRelay(t, { data, speed, args: ['--config', config] });
    return { redis, start, first: await start(), second: await start() };
}

/** A client that comes back, as the widget does, after what it has seen; the relay may need a moment. */
async function come_back(relay, client, options = {}) {
    for (let tries = 0; ; ++tries) {
        try {
            return await Client.hello(relay, { token: client.token, after: last(client), ...options });
        } catch (error) {
            if (tries === 5) throw error;
            await pause(300);
        }
    }
}

test('a visitor who comes to the other relay in the middle of a stream misses nothing and doubles nothing', async (t) => {
    const { first, second } = await two_relays(t, '', 3);
    const tab = await Client.hello(first);
    tab.say('c1', 'stream');
    await tab.next((frame) => frame.event === 'modified', 'a stream that grows');
    tab.socket.terminate();
    await tab.closed;
    const moved = await Client.hello(second, { token: tab.token, after: last(tab) });
    assert.equal(moved.welcome.user, tab.welcome.user);
    await moved.next((frame) => frame.event === 'modified' && frame.seq, 'the end of the stream');
    // What was said before is answered as before, whichever relay is asked.
    moved.say('c1', 'stream');
    const again = await moved.sent('c1');
    assert.equal(again.seq, (await tab.sent('c1')).seq);
    const page = await moved.history();
    assert.equal(page.messages.filter(({ flow }) => flow === 'out').length, 1);
    const seen = [...numbers(tab), ...numbers(moved)].filter((seq) => seq !== again.seq);
    assert.equal(new Set(seen).size, seen.length, `each number once: ${seen}`);
    assert.deepEqual([...seen, again.seq].sort((a, b) => a - b).at(-1), new Set([...seen, again.seq]).size, `and none left out: ${seen}`);

    // Two tabs at two relays see the same.
    const other = await come_back(first, moved);
    other.say('c2', 'What are your opening hours?');
    await Promise.all([other, moved].map((client) => client.next(says('Saturday'))));
    await moved.next((frame) => frame.event === 'message' && frame.message.clientId === 'c2', 'the words of the other tab');
    assert.equal((await fetch(`${second.url}/metrics`).then((answer) => answer.text())).match(/^deskbell_relays (\d+)/m)[1], '2');
});

test('webhooks that land at the other relay reach the visitor, each once', async (t) => {
    const { desk, config } = await livedesk(t);
    const { first, second } = await two_relays(t, config);
    desk.hook = `${second.url}/hooks/support/events`;
    const client = await Client.hello(first, { desk: 'support' });
    client.say('c1', 'When are you open?');
    await client.sent('c1');
    await client.next(says('Monday to Friday'), 'the bot answers', 10_000);
    assert.deepEqual(desk.untaken, []);
    // The same request of the desk once more, at the first relay.
    const heard = client.frames.length;
    desk.hook = `${first.url}/hooks/support/events`;
    const conversation = desk.conversations[0];
    const bot = conversation.messages.find((one) => one.content?.includes('Monday to Friday'));
    assert.ok(bot);
    client.say('c2', 'And on holidays?');
    await client.next((frame) => frame.event === 'message' && frame.seq > last({ frames: client.frames.slice(0, heard), welcome: client.welcome }), 'the next answer');
    assert.equal((await client.history()).messages.filter((message) => (message.payload.text ?? '').includes('And on holidays?')).length, 1);
});

test('a relay that is killed loses nothing that it acknowledged, and the other goes on with what it was doing', async (t) => {
    const { desk, config } = await livedesk(t);
    const { first, second } = await two_relays(t, config);
    desk.hook = `${second.url}/hooks/support/events`;
    let broken = true;
    desk.refuse({ fits: () => broken, status: 503, times: Infinity });
    const client = await Client.hello(first, { desk: 'support' });
    const watching = await Client.hello(second, { desk: 'support', token: client.token, after: 0 });
    client.say('c1', 'Not lost');
    await client.sent('c1');
    await watching.next((frame) => frame.event === 'message' && frame.message.clientId === 'c1');
    first.child.kill('SIGKILL');
    await first.exited;
    broken = false;
    // Nobody does anything: the other relay delivers the message when the dead one's lease has ended, once.
    await until(() => desk.conversations[0]?.messages.some((one) => one.content === 'Not lost'), 10_000);
    assert.equal(await watching.closed, 1013);
    const again = await come_back(second, client, { desk: 'support' });
    assert.equal(again.welcome.user, client.welcome.user);
    assert.equal((await again.history()).messages.filter(({ clientId }) => clientId === 'c1').length, 1);
    again.say('c2', 'When are you open?');
    await again.next(says('Monday to Friday'), 'the bot answers', 10_000);
    assert.equal(desk.conversations.length, 1);
    assert.equal(desk.conversations[0].messages.filter((one) => one.content === 'Not lost').length, 1);
});

test('a stream that a killed relay was playing comes to its end at the other', async (t) => {
    const { first, second } = await two_relays(t, '', 2);
    const client = await Client.hello(first);
    client.say('c1', 'stream');
    await client.next((frame) => frame.event === 'modified', 'a stream that grows');
    first.child.kill('SIGKILL');
    await client.closed;
    const again = await come_back(second, client);
    const whole = await again.next((frame) => frame.event === 'modified' && frame.seq, 'the end of the stream', 15_000).catch(async () => {
        // It may have ended before the visitor was back; then the history has it whole.
        const other = await come_back(second, again);
        return other.next((frame) => frame.event === 'modified' && frame.seq, 'the end of the stream', 15_000);
    });
    assert.ok(JSON.stringify(whole.message).length > 100);
});

test('while Redis is away nothing is acknowledged, the relay says so, and it comes back by itself', async (t) => {
    const { redis, first } = await two_relays(t);
    const client = await Client.hello(first);
    client.say('c1', 'Kept');
    await client.sent('c1');
    assert.equal((await fetch(`${first.url}/readyz`)).status, 200);
    await redis.kill();
    client.say('c2', 'While it was away');
    await client.error('store_failed');
    assert.equal(await client.closed, 1013);
    assert.ok(!client.frames.some((frame) => frame.event === 'sent' && frame.client_id === 'c2'));
    assert.equal((await fetch(`${first.url}/readyz`)).status, 503);
    assert.equal((await fetch(`${first.url}/healthz`)).status, 200);
    await redis.start();
    await until(async () => (await fetch(`${first.url}/readyz`)).status === 200, 10_000);
    const again = await come_back(first, client);
    again.say('c2', 'While it was away');
    await again.sent('c2');
    const texts = (await again.history()).messages.map((message) => message.payload.text);
    assert.equal(texts.filter((text) => text === 'Kept').length, 1);
    assert.equal(texts.filter((text) => text === 'While it was away').length, 1);
});

test('a mistake in the address of Redis is told with its line', async (t) => {
    const config = join(temporaryFolder(t), 'relay.toml');
    writeFileSync(config, '[store]\nlease_seconds = 5\nredis = "rediss://redis.example/0"\n');
    const told = await promisify(execFile)(binary, ['check-config', config]).catch((error) => error);
    assert.equal(told.code, 1);
    assert.match(told.stderr, /relay\.toml:3: redis: rediss:\/\/ is not supported/);
});

test('a relay that stops in peace leaves its conversations to the other at once', async (t) => {
    const { first, second } = await two_relays(t, '', 3);
    const client = await Client.hello(first);
    client.say('c1', 'stream');
    await client.sent('c1');
    assert.equal(await first.stop(), 0);
    const again = await come_back(second, client);
    await again.next((frame) => frame.event === 'modified' && frame.seq, 'the end of the stream', 15_000);
});
