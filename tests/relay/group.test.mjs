// The sandbox's group over a real socket: several people with ids of their own, and answers of those who are mentioned.

import assert from 'node:assert/strict';
import test from 'node:test';
import { Client, pause, startRelay } from './relay.mjs';

const text = (words, ...mentioned) => ({ type: 'TIMTextElem', payload: { text: words }, atUserList: mentioned });
const of = (nick, words) => [(frame) => frame.event === 'message' && frame.message.nick === nick && (words === undefined || JSON.stringify(frame.message.payload).includes(words)), `${nick}: ${words}`];

test('a group: who is mentioned answers, nobody else does, and it can be left', async (t) => {
    const relay = await startRelay(t);
    const client = await Client.hello(relay);
    client.say('c1', 'Bring me into a group');
    const ben = await client.next(...of('Ben', 'I look after your orders'));
    const mia = await client.next(...of('Mia', 'Nice to meet you'));
    const bell = await client.next(...of('Bell', 'when I am mentioned'));
    assert.deepEqual([ben, mia, bell].map(({ message }) => message.from), ['ben', 'mia', '@customer_service_account']);
    for (const { message } of [ben, mia, bell]) assert.deepEqual([message.conversationID, message.conversationType, message.flow], ['GROUP@TGS#fernweh', 'GROUP', 'in']);

    const heard = client.frames.length;
    client.say('c2', 'What are your opening hours?');
    await client.sent('c2');
    await pause(400);
    assert.deepEqual(client.frames.slice(heard).filter(({ event }) => event === 'message'), [], 'nobody was asked');

    client.message('c3', text('@Bell, what are your opening hours?', '@customer_service_account'));
    await client.next(...of('Bell', 'Saturday'));
    client.message('c4', text('@Ben and @Mia: is the lamp in stock?', 'ben', 'mia'));
    await client.next(...of('Ben', 'look into it'));
    await client.next(...of('Mia', 'in our window'));

    client.say('c5', 'Leave the group');
    const left = await client.next(...of('Bell', 'left the group'));
    assert.equal(left.message.conversationType, 'C2C');
    client.say('c6', 'hours');
    await client.next((frame) => frame.event === 'message' && frame.message.ID > left.message.ID && JSON.stringify(frame.message.payload).includes('Saturday'), 'an answer without a mention');
});
