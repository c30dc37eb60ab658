// A visitor whom the website has signed in as a Feishu user, at the helpdesk: they speak in their own name, to the robot first.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { FeishuHelpdesk } from '../desks/feishu_helpdesk.mjs';
import { Client, data, startRelay, temporaryFolder } from './relay.mjs';

const secret = 'a secret of at least thirty-two bytes';
const url64 = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
function user_token(claims) {
    const text = `${url64({ alg: 'HS256', typ: 'JWT' })}.${url64({ exp: Math.floor(Date.now() / 1000) + 600, ...claims })}`;
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

async function helpdesk(t, users) {
    const desk = await new FeishuHelpdesk({ pace: 20, users }).start();
    t.after(() => desk.stop());
    const file = join(temporaryFolder(t), 'relay.toml');
    writeFileSync(file, `[identity]
jwt_secret = "${secret}"
[[desk]]
name = "helpdesk"
kind = "feishu_helpdesk"
base = "${desk.url}"
app_id = "cli_test"
app_secret = "app secret"
verification_token = "verify me"
encrypt_key = "seal me"
helpdesk_id = "6626871355780366330"
helpdesk_token = "ht-secret"
`);
    const relay = await startRelay(t, { args: ['--config', file] });
    desk.hook = `${relay.url}/hooks/helpdesk/events`;
    return { desk, relay };
}

const says = (words) => (frame) => frame.event === 'message' && JSON.stringify(frame.message.payload).includes(words);

test('a Feishu user asks the robot, then a person, in their own name', async (t) => {
    const { desk, relay } = await helpdesk(t, { ou_wei: { name: 'Wei', token: 'u-wei' } });
    const client = await Client.hello(relay, { user: { token: user_token({ sub: 'wei', feishu_open_id: 'ou_wei', feishu_user_access_token: 'u-wei' }) } });
    client.say('c1', 'How do I get the VPN?');
    await client.sent('c1');
    await client.state('robot');
    const answer = await client.next(says('guide'));
    assert.equal(data(answer.message).content, '**VPN**\n\nOpen the [guide](https://example.com/vpn)\n**and sign in.**');
    client.say('c2', 'Talk to a person');
    await client.state('queueing');
    const hello = await client.next(says('Anna here'));
    assert.equal(hello.message.nick, 'Anna');
    client.say('c3', 'It does not start');
    await client.next(says('Anna has read: It does not start'));
    // What the visitor said stands in the ticket as theirs, once; the wish for a person is no message.
    assert.deepEqual(desk.tickets[0].messages.filter((one) => one.sender === 'guest').map((one) => one.content.text), ['How do I get the VPN?', 'It does not start']);
    // What they write in the Feishu app comes to the widget.
    desk.say(desk.tickets[0], 'guest', 'text', { text: 'from my phone' });
    const phone = await client.next(says('from my phone'));
    assert.equal(phone.message.flow, 'out');
    assert.doesNotMatch(relay.log, /u-wei|app secret|ht-secret|VPN/);
});

test('nobody becomes a Feishu user by saying so, and a stranger is told that they are not served', async (t) => {
    const { desk, relay } = await helpdesk(t, { ou_wei: { name: 'Wei' } });
    const stranger = await Client.hello(relay);
    stranger.say('c1', 'Hello?');
    const refused = await stranger.next((frame) => frame.event === 'send_failed');
    assert.equal(refused.code, 400);
    assert.equal(desk.tickets.length, 0);
});

test('a helpdesk that its user cannot see: a kind for the visitor, the reason for the operator', async (t) => {
    const { relay } = await helpdesk(t, { ou_wei: { name: 'Wei', hidden: true } });
    const client = await Client.hello(relay, { user: { token: user_token({ sub: 'wei', feishu_open_id: 'ou_wei' }) } });
    client.say('c1', 'Hello?');
    await client.src(37);
    assert.match(relay.log, /154402 the helpdesk is not visible to this user/);
});
