// A relay that is told to stop: whom it lets go, what it waits for, and for how long.

import assert from 'node:assert/strict';
import test from 'node:test';
import { until } from '../desks/support.mjs';
import { Client, startRelay, temporaryFolder } from './relay.mjs';
import { config_file, kinds } from './with_desk.mjs';

/** A relay with a desk that has taken a message and does not answer until `release` is called. */
async function in_the_middle(t, drain_seconds) {
    const { desk, config } = await kinds.livedesk();
    t.after(() => desk.stop());
    const { file, remove } = config_file(`[relay]\ndrain_seconds = ${drain_seconds}\n${config}`);
    t.after(remove);
    const data = temporaryFolder(t);
    const start = () => startRelay(t, { data, args: ['--config', file] });
    const relay = await start();
    const client = await Client.hello(relay);
    client.say('c1', 'Good morning');
    await client.sent('c1');
    await until(() => desk.log.some(({ body, status }) => body?.content === 'Good morning' && status === 200), 'the desk has taken the first one');
    let release;
    desk.hold = new Promise((done) => { release = done; });
    client.say('c2', 'Are you there?');
    await client.sent('c2');
    const asked = () => desk.log.filter(({ body }) => body?.content === 'Are you there?').length;
    await until(() => asked() === 1, 'the desk has the message');
    return { desk, relay, client, start, asked, release };
}

test('SIGTERM: visitors are told to come back, and what a desk has not answered yet is waited for', async (t) => {
    const { desk, relay, client, start, asked, release } = await in_the_middle(t, 60);
    relay.child.kill('SIGTERM');
    assert.equal(await client.closed, 1001);
    await assert.rejects(fetch(`${relay.url}/healthz`), 'nobody is let in any more');
    assert.equal(relay.child.exitCode, null, 'it waits for the desk');
    release();
    assert.equal((await relay.exited)[0], 0);
    // The answer was heard: nothing is asked again.
    const again = await start();
    const back = await Client.hello(again, { token: client.token });
    back.say('c3', 'Thank you');
    await back.sent('c3');
    await until(() => desk.log.some(({ body }) => body?.content === 'Thank you'));
    assert.equal(asked(), 1);
    assert.match(relay.log, / stop\n/);
});

test('SIGTERM: a desk that does not answer in time is asked again by the next relay, and has the message once', async (t) => {
    const { desk, relay, start, asked, release } = await in_the_middle(t, 0);
    assert.equal(await relay.stop(), 0);
    assert.equal(asked(), 1);
    release();
    await start();
    await until(() => desk.log.filter(({ method, path }) => method === 'GET' && path.endsWith('/messages')).length > 0, 'the desk is asked whether it has it');
    const { messages } = desk.conversations[0];
    await until(() => messages.some(({ content }) => content === 'Are you there?'));
    assert.equal(messages.filter(({ content }) => content === 'Are you there?').length, 1);
});
