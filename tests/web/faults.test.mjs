// The short form of ./dev fuzz page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { play } from './faults.mjs';

test('a network that breaks, pages that are loaded anew and a relay that is killed: nothing is lost, doubled or moved', async () => {
  const figures = await play({ messages: 60, cut: 1000, reloads: 4, kills: 2 });
  console.log(`# ${JSON.stringify(figures)}`);
  assert.deepEqual(figures.faults, []);
  assert.ok(figures.answers >= figures.messages, 'the desk answers each message');
  assert.ok(figures.cuts >= 3 && figures.reloads === 4 && figures.kills === 2, 'the faults happened');
});
