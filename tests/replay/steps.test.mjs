// The fixtures state/steps-… go through every step that starts at one state, and end where others begin; the header shows each state on the way.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../..', import.meta.url));
const program = process.env.DESKBELL_REPLAY ?? join(top, 'build/asan-ubsan/bin/deskbell-replay');

const ways = {
  triggered: 'idle triggered robot agent triggered robot agent triggered queueing agent triggered waiting agent triggered agent triggered ended agent triggered ended',
  robot: 'idle triggered robot queueing robot waiting robot agent robot ended waiting robot ended',
  queueing: 'idle triggered queueing waiting queueing agent queueing robot queueing ended queueing ended queueing ended',
  waiting: 'idle triggered waiting queueing waiting agent queueing waiting robot waiting ended waiting ended waiting ended',
  agent: 'idle triggered agent triggered agent queueing agent robot agent ended agent ended agent ended',
  ended: 'idle triggered ended triggered ended queueing ended waiting ended agent',
};

for (const [from, way] of Object.entries(ways)) {
  test(`steps from ${from}`, () => {
    const { status, stdout } = spawnSync(program, ['--as', 'patches', `tests/fixtures/state/steps-${from}.jsonl`], { cwd: top, encoding: 'utf8' });
    assert.equal(status, 0);
    const headers = stdout.trim().split('\n').flatMap((line) => JSON.parse(line).patches).filter(({ op }) => op === 'header');
    const states = headers.map(({ header }) => header.state);
    assert.equal(states.filter((state, i) => state !== states[i - 1]).join(' '), way);
  });
}
