// What QA relies on: the exit codes, the messages and the files of deskbell-replay. DESKBELL_REPLAY names the program; without it the one of ./dev test is taken.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../..', import.meta.url));
const program = process.env.DESKBELL_REPLAY ?? join(top, 'build/asan-ubsan/bin/deskbell-replay');
const folder = mkdtempSync(join(tmpdir(), 'deskbell-replay-'));
after(() => rmSync(folder, { recursive: true }));

function run(...parameters) {
  const { status, stdout, stderr } = spawnSync(program, parameters, { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '' } });
  return { status, stdout, stderr };
}

/** A corpus of its own: two fixtures of the repository with fresh goldens. */
function corpus() {
  rmSync(join(folder, 'fixtures'), { recursive: true, force: true });
  rmSync(join(folder, 'golden'), { recursive: true, force: true });
  for (const name of ['message/text', 'send/text']) {
    mkdirSync(join(folder, 'fixtures', name, '..'), { recursive: true });
    cpSync(join(top, 'tests/fixtures', `${name}.jsonl`), join(folder, 'fixtures', `${name}.jsonl`));
  }
  assert.equal(run('--rebaseline', 'fixtures').status, 0);
}

test('printing one fixture, and several under their names', () => {
  corpus();
  const one = run('fixtures/send/text.jsonl');
  assert.equal(one.status, 0);
  assert.match(one.stdout, /^== Support/);
  const two = run('fixtures');
  assert.match(two.stdout, /^### fixtures\/message\/text\.jsonl\n== Support[^]*\n### fixtures\/send\/text\.jsonl\n== Support/);
});

test('a corpus that is as expected: exit 0', () => {
  corpus();
  const { status, stdout } = run('--check', 'fixtures');
  assert.equal(status, 0);
  assert.equal(stdout, '2 passed, 0 failed\n');
});

test('a difference: exit 1 and a unified diff', () => {
  corpus();
  const golden = join(folder, 'golden/send/text.txt');
  writeFileSync(golden, readFileSync(golden, 'utf8').replace('Hello', 'Goodbye'));
  const { status, stdout } = run('--check', '--junit', 'out/junit.xml', 'fixtures');
  assert.equal(status, 1);
  assert.match(stdout, /^--- golden\/send\/text\.txt\n\+\+\+ fixtures\/send\/text\.jsonl\n@@ -\d+,\d+ \+\d+,\d+ @@\n/);
  assert.match(stdout, /\n- {2}Goodbye\n\+ {2}Hello\n/);
  assert.match(stdout, /\n1 passed, 1 failed\n$/);
  const junit = readFileSync(join(folder, 'out/junit.xml'), 'utf8');
  assert.match(junit, /tests="2" failures="1"/);
  assert.match(junit, /<testcase classname="replay" name="fixtures\/send\/text\.jsonl"[^>]*>\n +<failure message="differs">/);
});

test('a golden that is missing or belongs to nothing: exit 1; --rebaseline puts both right', () => {
  corpus();
  rmSync(join(folder, 'golden/send/text.txt'));
  writeFileSync(join(folder, 'golden/send/gone.txt'), 'x');
  const { status, stdout } = run('--check', 'fixtures');
  assert.equal(status, 1);
  assert.match(stdout, /golden\/send\/text\.txt: is missing; --rebaseline writes it\n/);
  assert.match(stdout, /golden\/send\/gone\.txt: belongs to no fixture\n/);
  assert.equal(run('--rebaseline', 'fixtures').status, 0);
  assert.ok(!existsSync(join(folder, 'golden/send/gone.txt')));
  assert.equal(run('--check', 'fixtures').status, 0);
});

test('a form that has a golden is checked whatever was asked for', () => {
  corpus();
  assert.equal(run('--as', 'effects', '--rebaseline', 'fixtures/send/text.jsonl').status, 0);
  const golden = join(folder, 'golden/send/text.effects.jsonl');
  writeFileSync(golden, readFileSync(golden, 'utf8') + '{}\n');
  const { status, stdout } = run('--check', 'fixtures');
  assert.equal(status, 1);
  assert.match(stdout, /\n-\{\}\n/);
});

test('unusable input: exit 2 and file, line, column, reason', () => {
  corpus();
  writeFileSync(join(folder, 'fixtures/broken.jsonl'), '{"deskbell":1,"start":0}\n{"at":0,"event":"open"}\n{"at":0,"event":"open",}\n');
  const broken = run('fixtures/broken.jsonl');
  assert.deepEqual(broken, { status: 2, stdout: '', stderr: 'fixtures/broken.jsonl:3:24: not_json: the text is not JSON\n' });
  writeFileSync(join(folder, 'fixtures/broken.jsonl'), '{"deskbell":1,"start":0}\n{"at":0,"event":"dance"}\n');
  assert.equal(run('--check', 'fixtures').status, 2);
  assert.match(run('--check', 'fixtures').stderr, /^fixtures\/broken\.jsonl:2:1: unknown_event: no event has this name \(dance\)\n/);
  assert.deepEqual(run('nowhere'), { status: 2, stdout: '', stderr: 'nowhere: no such file or folder\n' });
  mkdirSync(join(folder, 'nothing'), { recursive: true });
  assert.equal(run('nothing').status, 2);
  for (const wrong of [[], ['--as', 'song', 'fixtures'], ['--width', '3', 'fixtures'], ['--check', '--rebaseline', 'fixtures'], ['--dance', 'fixtures']]) {
    assert.equal(run(...wrong).status, 2, wrong.join(' '));
  }
});

test('a fixture outside a folder called fixtures can be printed, not checked', () => {
  writeFileSync(join(folder, 'loose.jsonl'), '{"deskbell":1,"start":0}\n');
  assert.equal(run('loose.jsonl').status, 0);
  assert.match(run('--check', 'loose.jsonl').stderr, /loose\.jsonl: lies in no folder called "fixtures"/);
});

const header = '{"deskbell":1,"start":1765000000000,"ids":"page7-","user":{"id":"customer-4711","name":"Ada Lovelace"}}';
const said = (at, id, text) => JSON.stringify({ at, event: 'message', message: { ID: id, type: 'TIMTextElem', payload: { text }, flow: 'in', from: 'agent-9', time: 1765000000, nick: 'Grace Hopper' } });
const conversation = [header, '{"at":0,"event":"net","state":"connected"}', '{"at":0,"event":"open"}', said(1, 'm1', 'one'), said(2, 'm2', 'two'), said(3, 'm3', 'three')].join('\n') + '\n';

test('--minimise keeps the events that a line needs, and no other', () => {
  const path = join(folder, 'long.jsonl');
  writeFileSync(path, conversation);
  assert.deepEqual(run('--minimise', '--keep', '/two$/', path).stdout, `${header}\n${said(2, 'm2', 'two')}\n`);
  assert.deepEqual(run('--minimise', '--keep', '/t.*e$/', '--without', 'four', path).stdout, `${header}\n${said(3, 'm3', 'three')}\n`);
  const never = run('--minimise', '--keep', 'four', path);
  assert.equal(never.status, 2);
  assert.match(never.stderr, /the whole fixture does not show what is to be kept/);
  for (const wrong of [['--minimise'], ['--minimise', '--keep', '/(/'], ['--keep', 'x'], ['--minimise', '--keep', 'x', '--check']]) assert.equal(run(...wrong, path).status, 2, wrong.join(' '));
});

test('--redact replaces who took part, the same everywhere, and the rest replays alike', () => {
  const path = join(folder, 'real.jsonl');
  writeFileSync(path, conversation + said(4, 'm4', 'Ada, call Grace at +49 170 1234567, ada@example.org, order 20417, https://shop.example/a.pdf?u=4711') + '\n');
  const { status, stdout } = run('--redact', '--out', 'redacted.jsonl', path);
  assert.deepEqual([status, stdout], [0, '']);
  const text = readFileSync(join(folder, 'redacted.jsonl'), 'utf8');
  for (const secret of ['Ada', 'Lovelace', 'Grace', 'Hopper', '4711', '1234567', 'ada@', '20417', 'shop.example', 'agent-9', 'page7']) assert.ok(!text.includes(secret), secret);
  assert.match(text, /"event":"net","state":"connected"/);
  const lines = (file) => run('--width', '200', file).stdout.split('\n').length;
  assert.equal(lines('redacted.jsonl'), lines(path));
});

test('several files and folders in one call, in the order given; what cannot be used is told and the rest goes on', () => {
  corpus();
  writeFileSync(join(folder, 'fixtures/send/broken.jsonl'), 'nonsense\n');
  const { status, stdout, stderr } = run('fixtures/send/text.jsonl', 'fixtures/message', 'fixtures/send');
  assert.equal(status, 2);
  assert.deepEqual(stdout.match(/^### .*$/gm), ['### fixtures/send/text.jsonl', '### fixtures/message/text.jsonl', '### fixtures/send/text.jsonl']);
  assert.match(stderr, /^fixtures\/send\/broken\.jsonl:1:\d+: not_json: the text is not JSON\n$/);
  const check = run('--check', '--junit', 'junit.xml', 'fixtures');
  assert.equal(check.status, 2);
  assert.match(check.stdout, /^2 passed, 1 failed\n$/);
  assert.match(readFileSync(join(folder, 'junit.xml'), 'utf8'), /name="fixtures\/send\/broken\.jsonl"[^>]*>\n +<failure/);
});

test('a difference and a broken fixture together: exit 2, and both are told', () => {
  corpus();
  writeFileSync(join(folder, 'golden/send/text.txt'), 'x\n');
  writeFileSync(join(folder, 'fixtures/broken.jsonl'), '{}\n');
  const { status, stdout, stderr } = run('--check', 'fixtures');
  assert.equal(status, 2);
  assert.match(stdout, /\n-x\n/);
  assert.match(stderr, /^fixtures\/broken\.jsonl:1:1: the first line of a fixture has "deskbell":1\n$/);
});

test('--as: effects and patches are JSON lines, the state is one object; without it, text', () => {
  corpus();
  const of = (form) => run('--as', form, 'fixtures/send/text.jsonl').stdout;
  const effects = of('effects').trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(effects.filter(({ effect }) => effect === 'send').map(({ message }) => message.type), ['TIMCustomElem', 'TIMTextElem']);
  for (const line of of('patches').trim().split('\n')) assert.deepEqual(Object.keys(JSON.parse(line)), ['at', 'event', 'patches']);
  const state = JSON.parse(of('state'));
  assert.deepEqual([state.state, state.open, state.messages.length], ['triggered', true, 1]);
  assert.equal(of('text'), run('fixtures/send/text.jsonl').stdout);
});

test('--lang overrules the fixture, --width the eighty columns', () => {
  corpus();
  const longest = (text) => Math.max(...text.split('\n').map((line) => [...line].length));
  assert.match(run('--lang', 'de', 'fixtures/send/text.jsonl').stdout, /^== Kundendienst/);
  assert.equal(run('--lang', 'zh-Hans', 'fixtures/send/text.jsonl').stdout, run('--lang', 'zh_cn', 'fixtures/send/text.jsonl').stdout);
  assert.ok(longest(run('--width', '24', 'fixtures/send/text.jsonl').stdout) <= 24);
  assert.ok(longest(run('fixtures/send/text.jsonl').stdout) > 24);
});

test('--coverage: a hole fails, unless it is excused; an excuse that is not needed fails as well', () => {
  corpus();
  const holes = run('--coverage', 'fixtures');
  assert.equal(holes.status, 1);
  assert.match(holes.stdout, /^protocol fields: \d+ of \d+\nsteps of the session: \d+ of \d+\nerrors: 0 of \d+\nno fixture touches: /);
  const names = holes.stdout.match(/(?<=^no fixture touches: ).*$/gm);
  writeFileSync(join(folder, 'excuses'), names.map((name) => `${name}: a test\n`).join(''));
  assert.deepEqual([run('--coverage', '--excuses', 'excuses', 'fixtures').status, run('--excuses', 'excuses', 'fixtures').status], [0, 2]);
  writeFileSync(join(folder, 'excuses'), `${readFileSync(join(folder, 'excuses'), 'utf8')}event open: not a hole\n`);
  const needless = run('--coverage', '--excuses', 'excuses', 'fixtures');
  assert.equal(needless.status, 1);
  assert.match(needless.stdout, /\nneeds no excuse: event open\n$/);
  writeFileSync(join(folder, 'excuses'), '# why\nerror too_large\n');
  assert.deepEqual(run('--coverage', '--excuses', 'excuses', 'fixtures').stderr, 'excuses:2: a line is "name: reason"\n');
});

/** Runs the program on a terminal; its streams come together there. */
function on_terminal(env, ...parameters) {
  const command = [program, ...parameters].map((word) => `'${word}'`).join(' ');
  return spawnSync('script', ['-qec', command, '/dev/null'], { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } }).stdout.replaceAll('\r\n', '\n');
}

test('on a terminal: a progress line that is taken away, and colours unless NO_COLOR says no', () => {
  corpus();
  writeFileSync(join(folder, 'golden/send/text.txt'), 'x\n');
  const coloured = on_terminal({ NO_COLOR: '' }, '--check', 'fixtures');
  assert.match(coloured, /\r\x1b\[K1\/2 fixtures\/message\/text\.jsonl\r\x1b\[K2\/2 fixtures\/send\/text\.jsonl\r\x1b\[K/);
  assert.match(coloured, /\x1b\[31m-x\x1b\[0m\n\x1b\[32m\+== Support/);
  assert.match(coloured, /Attach a file\]\x1b\[0m\n1 passed, 1 failed\n$/);
  assert.doesNotMatch(on_terminal({ NO_COLOR: '1' }, '--check', 'fixtures'), /\x1b\[3/);
  assert.doesNotMatch(run('--check', 'fixtures').stdout, /\x1b/);
  assert.equal(run('--check', 'fixtures').stderr, '');
  // What a terminal shows in colour is plain in a file.
  on_terminal({ NO_COLOR: '' }, '--check', '--junit', 'junit.xml', 'fixtures');
  assert.match(readFileSync(join(folder, 'junit.xml'), 'utf8'), /\n-x\n\+== Support/);
});
