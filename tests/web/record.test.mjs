// A conversation that was recorded on a page replays natively to what the page showed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { from_web, launch_browser, start_relay, top } from './support.mjs';

const replay = process.env.DESKBELL_REPLAY || join(top, 'build/release/bin/deskbell-replay');

test('record, save, replay: the same words; redacted unless that is refused; off unless the page allows it', async () => {
  const relay = await start_relay({ speed: 10 });
  const browser = await launch_browser();
  const folder = mkdtempSync(join(tmpdir(), 'deskbell-record-'));
  try {
    const page = await browser.newPage({ locale: 'en-GB', timezoneId: 'UTC' });
    await page.goto(relay.url);
    const refused = await page.evaluate(() => window.Deskbell('record', 'start').then(() => '', String));
    assert.match(refused, /recording is off/);
    await page.goto(`${relay.url}?record`);
    await page.evaluate(() => window.Deskbell('record', 'start'));
    await page.evaluate(() => window.Deskbell('open'));
    await page.evaluate(() => window.Deskbell('send', 'My order is 20417'));
    await page.locator('.row.desk').last().waitFor();
    await page.waitForTimeout(1500);
    const rows = await page.evaluate(() => [...document.querySelector('deskbell-widget').shadowRoot.querySelectorAll('.row .body')].map((body) => body.innerText.split('\n')[0].trim()));
    const save = (how) => page.evaluate(async (given) => (await window.Deskbell('record', 'save', given)).text(), how);
    const screen = (text) => {
      const path = join(folder, 'recorded.jsonl');
      writeFileSync(path, text);
      const { status, stdout, stderr } = spawnSync(replay, ['--width', '1000', path], { encoding: 'utf8' });
      assert.equal(status, 0, stderr);
      return stdout;
    };
    const plain = await save({ redact: false });
    assert.ok(plain.includes('20417'));
    const shown = screen(plain);
    assert.ok(shown.includes('My order is 20417'));
    const words = (text) => text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
    for (const row of rows.slice(1)) assert.ok(words(shown).includes(words(row)), `${row}\n${shown}`);
    const redacted = await save();
    assert.ok(!redacted.includes('20417'));
    assert.equal(screen(redacted).split('\n').length, shown.split('\n').length);
  } finally {
    await browser.close();
    await relay.stop();
    rmSync(folder, { recursive: true });
  }
});

test('the script tag: data-record alone switches recording on, data-record="false" does not', async () => {
  const built = await from_web('esbuild').build({ entryPoints: [join(top, 'web/src/check.ts')], bundle: true, format: 'esm', write: false });
  const { cleanOptions } = await import(`data:text/javascript,${encodeURIComponent(built.outputFiles[0].text)}`);
  const read = (attributes) => {
    const options = { ...attributes };
    cleanOptions(options, attributes, assert.fail);
    return options;
  };
  assert.deepEqual(read({ record: 'false' }), { record: false });
  assert.deepEqual(read({ record: '' }), { record: true });
  assert.deepEqual(read({ cfSettings: 'x', title: '' }), {});
  assert.deepEqual(read({ replaySpeed: '2', user: '42', userName: 'Ada', quickMessages: '["Hello"]' }), { replaySpeed: 2, user: { id: '42', name: 'Ada' }, quickMessages: ['Hello'] });
});
