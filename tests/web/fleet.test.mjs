// The visitor's story over two relays on one Redis, behind a balancer that moves the visitor in the middle of a stream; then the relay that has the conversation is killed.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { startRedis } from '../relay/redis.mjs';
import { startRelay, temporaryFolder } from '../relay/relay.mjs';
import { start_cutting_proxy } from './cutting_proxy.mjs';
import { dist, launch_browser, shot, watch } from './support.mjs';

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');

test('open, ask, be moved in the middle of the answer, get a person, lose that relay, send a picture, rate, end', async (t) => {
  const redis = await startRedis(t);
  const data = temporaryFolder(t);
  const config = join(data, 'relay.toml');
  const balancer = await start_cutting_proxy('http://127.0.0.1:1/');
  t.after(() => balancer.stop());
  writeFileSync(config, `[relay]\npublic_url = "${balancer.url}"\n[store]\nredis = "${redis.url}"\nlease_seconds = 1\n`);
  const start = () => startRelay(t, { data, speed: 2, args: ['--config', config, '--web', dist] });
  const first = await start();
  const second = await start();
  balancer.turn_to(first.url);
  const browser = await launch_browser();
  t.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1360, height: 860 }, locale: 'en-GB' });
  page.setDefaultTimeout(20_000);
  const faults = await watch(page);
  const dialog = page.getByRole('dialog', { name: 'Support' });
  const log = page.getByRole('log', { name: 'Messages' });
  const see = (words) => log.getByText(words).last().waitFor();
  const times = (words) => log.getByText(words, { exact: true }).count();
  const button = (name) => log.getByRole('button', { name, exact: true }).last();
  const say = async (words) => {
    await page.getByRole('textbox', { name: 'Message', exact: true }).fill(words);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await see(words);
  };
  const choose_in_menu = async (name) => {
    await page.getByRole('button', { name: 'More options' }).click();
    await page.getByRole('menuitem', { name }).click();
  };

  await page.goto(balancer.url);
  await page.getByRole('button', { name: 'Open chat' }).click();
  await see('Welcome to Fernweh Supply');

  await say('linen care');
  await log.getByRole('heading', { name: 'Caring for linen' }).waitFor();
  assert.equal(await times('the creases belong to linen'), 0, 'the answer is still being written');
  balancer.turn_to(second.url);
  assert.equal(balancer.cut(), 1);
  await see('the creases belong to linen');
  await log.getByRole('cell', { name: 'Candle wax' }).waitFor();
  assert.equal(await log.getByRole('heading', { name: 'Caring for linen' }).count(), 1, 'the answer stands there once');
  assert.equal(await times('linen care'), 1);

  await choose_in_menu('Talk to a person');
  await dialog.getByText(/^Number \d in the queue$/).waitFor();
  const ended = first.exited;
  first.child.kill('SIGKILL');
  await ended;
  await say('Are you still there?');
  await see('Hello, this is Anna. How can I help you?');
  await dialog.getByText('Anna is with you', { exact: true }).waitFor();
  await page.screenshot({ path: shot('fleet-1-after-the-kill') });
  assert.equal(await times('Are you still there?'), 1);

  await dialog.locator('input[type=file]').setInputFiles({ name: 'corner.png', mimeType: 'image/png', buffer: png });
  await see('Thank you for the picture');
  await say('I would like to rate you');
  await log.getByRole('radiogroup', { name: 'How did we do?' }).getByRole('radio', { name: 'Very satisfied', exact: true }).click();
  await button('Submit').click();
  await see('Thank you for telling us.');
  await choose_in_menu('End conversation');
  await button('End conversation').click();
  await see('Conversation ended');
  await page.screenshot({ path: shot('fleet-2-ended') });
  for (const words of ['linen care', 'Are you still there?', 'I would like to rate you', 'Hello, this is Anna. How can I help you?']) {
    assert.equal(await times(words), 1, words);
  }
  // A browser writes each lost connection to its console; nothing else may stand there.
  assert.deepEqual(faults.filter((fault) => !/WebSocket connection to|ERR_CONNECTION|ERR_EMPTY_RESPONSE/.test(fault)), []);
});
