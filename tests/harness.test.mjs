// The harness as a program: a picture without a display, and what it says of unusable input. DESKBELL_HARNESS names the binary.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { inflateSync } from 'node:zlib';

const harness = process.env.DESKBELL_HARNESS;
const folder = mkdtempSync(join(tmpdir(), 'deskbell-harness-'));
after(() => rmSync(folder, { recursive: true }));

const without_display = { ...process.env };
delete without_display.DISPLAY;
delete without_display.WAYLAND_DISPLAY;
const run = (command, args) => spawnSync(command, args, { encoding: 'utf8', env: { ...without_display, LIBGL_ALWAYS_SOFTWARE: '1' } });

/** The size of a PNG and how many different bytes its picture data holds. */
function look_at(file) {
  const png = readFileSync(file);
  const parts = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), values: new Set(inflateSync(Buffer.concat(parts))).size };
}

test('a picture of a fixture is made without a display, and something is on it', () => {
  const picture = join(folder, 'out.png');
  const done = run('xvfb-run', ['-a', '-s', '-screen 0 1280x800x24', harness, 'tests/fixtures/language/zh-cn.jsonl', '--screenshot', picture]);
  assert.equal(done.status, 0, done.stderr);
  const { width, height, values } = look_at(picture);
  assert.deepEqual([width, height], [1280, 800]);
  assert.ok(values > 50, `only ${values} different bytes`);
});

test('a missing display is one clear line and exit code 2', () => {
  const done = run(harness, []);
  assert.equal(done.status, 2);
  assert.match(done.stderr, /^deskbell-harness: there is no display[^\n]*\n$/);
});

test('a broken fixture gives file, line, column and reason, and exit code 2', () => {
  const broken = join(folder, 'broken.jsonl');
  writeFileSync(broken, '{"deskbell":1,"lang":"en","start":1765000000000}\n{"at":1,"event":\n');
  const done = run(harness, [broken]);
  assert.equal(done.status, 2);
  assert.match(done.stderr, /broken\.jsonl:2:\d+: \S[^\n]*\n$/);
});

test('the inspector shows what was asked for, and another word is refused in one line', () => {
  const picture = join(folder, 'state.png');
  const arguments_ = ['-a', '-s', '-screen 0 1280x800x24', harness, 'tests/fixtures/language/zh-cn.jsonl', '--width', '1000', '--height', '600'];
  const done = run('xvfb-run', [...arguments_, '--tab', 'state', '--screenshot', picture]);
  assert.equal(done.status, 0, done.stderr);
  assert.equal(look_at(picture).width, 1000);
  const refused = run(harness, ['--tab', 'nonsense']);
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /--tab/);
});

test('settings are read and kept while the window is open; a broken file is told, and kept beside', async () => {
  const config = join(folder, 'config');
  const file = join(config, 'deskbell', 'harness.json');
  mkdirSync(join(config, 'deskbell'), { recursive: true });
  writeFileSync(file, '{"theme":');
  const fixture = resolve('tests/fixtures/language/zh-cn.jsonl');
  const child = spawn('xvfb-run', ['-a', '-s', '-screen 0 1280x800x24', harness, fixture, '--theme', 'dark'], {
    env: { ...without_display, LIBGL_ALWAYS_SOFTWARE: '1', XDG_CONFIG_HOME: config }, detached: true, stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => { said += text; });
  const kept = () => { try { return JSON.parse(readFileSync(file, 'utf8')); } catch { return undefined; } };
  try {
    for (let i = 0; i < 600 && kept() === undefined; i += 1) await new Promise((done) => { setTimeout(done, 100); });
    assert.deepEqual(kept()?.recent, [fixture], said);
    assert.equal(kept().theme, 'dark');
    assert.match(said, /harness\.json: defaults are used: not_json/);
    assert.equal(readFileSync(`${file}.old`, 'utf8'), '{"theme":');
  } finally {
    // The whole group: xvfb-run, its server and the harness.
    process.kill(-child.pid);
    await new Promise((done) => { child.once('exit', done); });
  }
});
