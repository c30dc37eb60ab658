// A page's mistakes: each is told once, by name and with what was expected, on the console and as an event, and none of them is an exception or stops the widget.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { interfaces } from '../../web/api.mjs';
import { start_site, top } from './support.mjs';

let site;

before(async () => {
  site = await start_site({
    files: {
      'stub.js': `
    window.heard = [];
    window.Deskbell = function () { (Deskbell.q = Deskbell.q || []).push(arguments); };
    Deskbell('on', 'error', ({ message }) => heard.push(message));
    Deskbell('boot', {});`,
      'site.html': '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>site</title><body><script src="/stub.js"></script><script async src="/deskbell.js" data-deskbell data-cf-settings="x"></script></body></html>',
      'tag.html': '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>tag</title><body><script async src="/deskbell.js" data-deskbell data-theme="blue" data-z-index="high" data-cf-settings="x" data-title="Fernweh"></script></body></html>',
    },
  });
});

after(() => site?.stop());

async function visit(name) {
  const context = await site.browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  const told = [];
  const thrown = [];
  page.on('console', (message) => message.type() === 'error' && told.push(message.text()));
  page.on('pageerror', (error) => thrown.push(error.message));
  await page.goto(site.url(name));
  await page.getByRole('button', { name: 'Open chat' }).waitFor();
  return { page, context, told, thrown };
}

/** Options are looked at by the app, so the visitor's first sign of interest brings the words. */
const mistakes = [
  ['boot', [{ colour: 'red' }], /^there is no option "colour", but relay,.*accent/],
  ['boot', [{ zIndex: '5' }], /^the option zIndex has to be number, not "5"$/],
  ['boot', [{ offset: 'far' }], /^the option offset has to be number, not "far"$/],
  ['boot', [{ theme: 'blue' }], /^the option theme has to be auto\|light\|dark\|contrast\|business, not "blue"$/],
  ['boot', [{ storage: true }], /^the option storage has to be local\|session\|none, not true$/],
  ['boot', [{ user: 'Ada' }], /^the option user has to be object, not "Ada"$/],
  ['boot', [{ user: { id: 42 } }], /^the option user\.id has to be string, not 42$/],
  ['boot', [{ toolbar: 'human' }], /^the option toolbar has to be array, not "human"$/],
  ['boot', [{ toolbar: [{ preset: 'nobody' }] }], /^the toolbar's preset has to be human\|end\|rate, not "nobody"$/],
  ['boot', [{ toolbar: [{ colour: 'red' }] }], /^a button of the toolbar has no "colour", but label,preset/],
  ['boot', [{ toolbar: [{ label: 'Run', link: 'javascript:alert(1)' }] }], /^the toolbar's link has to be a web address, not javascript:alert\(1\)$/],
  ['boot', [{ quickMessages: [1] }], /^quickMessages has to be string, not 1$/],
  ['boot', [{ container: '#nowhere[' }], /^the option container names nothing here: #nowhere\[$/],
  ['boot', [{ container: '#nowhere' }], /^the option container names nothing/],
  ['update', [{ accent: 7 }], /^the option accent has to be string, not 7$/],
  ['boot', ['dark'], /^Deskbell\('boot', …\) has to be object, not "dark"$/],
  ['boot', [{ relay: 'http://[' }], /^the option relay names nothing here: http:\/\/\[$/],
  ['boot', [{ dir: 'up' }], /^the option dir has to be ltr\|rtl, not "up"$/],
  ['update', ['x'.repeat(3_000_000)], /^Deskbell\('update', …\) has to have at most 100000 characters$/],
  ['constructor', [], /^there is no method "constructor", but boot/],
  ['opne', [], /^there is no method "opne", but boot,update,open/],
  ['send', [42], /^Deskbell\('send', …\) has to be string, not 42$/],
  ['sendCard', [null], /^Deskbell\('sendCard', …\) has to be object, not null$/],
  ['sendCard', [{ header: 'Lamp', colour: 'red' }], /^Deskbell\('sendCard', …\) has no "colour", but header,desc/],
  ['sendCard', [{ desc: 'no name' }], /^Deskbell\('sendCard', …\) header has to be string, not undefined$/],
  ['sendOrder', [{ name: 'A', customField: [{ name: 'State' }] }], /^Deskbell\('sendOrder', …\) customField value has to be string, not undefined$/],
  ['setProduct', ['lamp'], /^Deskbell\('setProduct', …\) has to be object, not "lamp"$/],
  ['setLanguage', [7], /^the option locale has to be string, not 7$/],
  ['setTheme', ['sepia'], /^the option theme has to be .*, not "sepia"$/],
  ['record', ['stop'], /^Deskbell\('record', …\) has to be start\|save, not "stop"$/],
  ['on', ['mesage', 'function'], /^there is no event "mesage", but ready,open/],
  ['on', ['message', 'listener'], /^the listener has to be function, not string$/],
];

test('each mistake is told once, by name, and throws nothing', async () => {
  const { page, context, told, thrown } = await visit('site.html');
  for (const [method, args, words] of mistakes) {
    await page.evaluate(() => window.Deskbell('boot', {}));
    told.length = 0;
    const heard = await page.evaluate(async ([name, given]) => {
      window.heard.length = 0;
      window.Deskbell(name, ...given.map((one) => (one === 'function' ? () => {} : one)));
      window.Deskbell('open');
      for (let wait = 0; wait < 100 && !window.heard.length; wait += 1) await new Promise((done) => setTimeout(done, 20));
      await new Promise((done) => setTimeout(done, 50));
      return [...window.heard];
    }, [method, args]);
    assert.equal(heard.length, 1, `${method} ${JSON.stringify(args)}: ${heard.join(' / ')}`);
    assert.match(heard[0], words);
    assert.deepEqual(told, [`Deskbell: ${heard[0]}`]);
  }
  assert.deepEqual(thrown, []);
  await page.evaluate(() => window.Deskbell('boot', { theme: 'dark', zIndex: 'x' }));
  await page.getByRole('button', { name: 'Open chat' }).click();
  await page.getByRole('dialog').waitFor();
  assert.equal(await page.locator('deskbell-widget').getAttribute('data-theme'), 'dark', 'what is right counts');
  assert.deepEqual(thrown, []);
  await context.close();
});

/** What no page means, by how it is made there. */
const strange = {
  'a symbol': () => Symbol('s'),
  'a number of another kind': () => 10n,
  'an object without words': () => Object.create(null),
  'a text of 3 MB': () => 'x'.repeat(3_000_000),
  'an object that throws': () => new Proxy({}, { get() { throw Error('trap'); }, ownKeys() { throw Error('trap'); } }),
};

test('whatever stands in the options, the launcher and the chat are there, each mistake is told by name, and the page meets no exception', async () => {
  const { page, context, told, thrown } = await visit('site.html');
  const names = interfaces(readFileSync(join(top, 'web/src/options.ts'), 'utf8')).Options.members.map(({ name }) => name);
  assert.ok(names.length > 25);
  for (const [what, make] of Object.entries(strange)) {
    told.length = 0;
    await page.evaluate(`window.Deskbell('boot', Object.fromEntries(${JSON.stringify(names)}.map((name) => [name, (${make})()])));`);
    await page.locator('deskbell-widget .launcher').waitFor({ state: 'attached' });
    await page.evaluate(() => window.Deskbell('open'));
    await page.getByRole('log', { name: 'Messages' }).getByRole('button').first().waitFor();
    const own = told.filter((line) => /^Deskbell: /.test(line));
    // The list of what is wrong ends somewhere.
    for (const name of ['container', 'relay', 'assets']) assert.ok(own.some((line) => line.startsWith(`Deskbell: the option ${name} names nothing here`)), `${what}: ${own.join('\n')}`);
    assert.ok(own.length >= 9 && own.length < 15, `${what}: ${own.join('\n')}`);
    assert.ok(own.every((line) => line.length < 400 && /^Deskbell: the option [\w.]+ (names nothing|has to|cannot be read)/.test(line)), own.join('\n'));
    for (const method of ['send', 'sendCard', 'sendOrder', 'setProduct', 'record']) {
      told.length = 0;
      await page.evaluate(`window.Deskbell('${method}', (${make})())`).catch(() => undefined);
      for (let wait = 0; wait < 50 && !told.length; wait += 1) await page.waitForTimeout(20);
      assert.equal(told.length, 1, `${method} ${what}: ${told.join('\n').slice(0, 300)}`);
      assert.ok(told[0].startsWith(`Deskbell: Deskbell('${method}', …) `) && told[0].length < 300, told[0].slice(0, 300));
    }
  }
  assert.deepEqual(thrown, []);
  await context.close();
});

test('before boot and after destroy a call says so, and is no exception; a promise is still one', async () => {
  const { page, context, told, thrown } = await visit('site.html');
  await page.evaluate(() => { window.Deskbell('destroy'); window.Deskbell('destroy'); window.Deskbell('shutdown'); window.Deskbell('close'); window.Deskbell('hide'); });
  assert.deepEqual(told, []);
  await page.evaluate(() => { window.Deskbell('open'); window.Deskbell('send', 'x'); });
  assert.equal(await page.evaluate(() => window.Deskbell('qr').then(() => 'a code', (error) => error.message)), 'boot comes first');
  assert.deepEqual(told, ['open', 'send', 'qr'].map((name) => `Deskbell: Deskbell('${name}', …): Error: boot comes first`));
  await page.evaluate(() => window.Deskbell('boot', {}));
  await page.getByRole('button', { name: 'Open chat' }).click();
  await page.getByRole('dialog').waitFor();
  assert.deepEqual(thrown, []);
  await context.close();
});

test('on the tag as well, where attributes of others are left alone', async () => {
  const { page, context, told, thrown } = await visit('tag.html');
  await page.getByRole('button', { name: 'Open chat' }).click();
  await page.getByRole('dialog', { name: 'Fernweh' }).waitFor();
  assert.deepEqual(told, ['Deskbell: the option theme has to be auto|light|dark|contrast|business, not "blue"', 'Deskbell: the option zIndex has to be number, not "high"']);
  assert.deepEqual(thrown, []);
  await context.close();
});
