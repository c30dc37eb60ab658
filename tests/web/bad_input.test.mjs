// A page's mistakes: each is told once, by name and with what was expected, on the console and as an event, and none of them is an exception or stops the widget.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start_site } from './support.mjs';

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

const mistakes = [
  ['boot', [{ colour: 'red' }], /^there is no option "colour", but relay,.*accent/],
  ['boot', [{ zIndex: '5' }], /^the option zIndex has to be number, not "5"$/],
  ['boot', [{ theme: 'blue' }], /^the option theme has to be light\|dark\|auto, not "blue"$/],
  ['boot', [{ storage: true }], /^the option storage has to be local\|session\|none, not true$/],
  ['boot', [{ user: 'Ada' }], /^the option user has to be object, not "Ada"$/],
  ['boot', [{ user: { id: 42 } }], /^the option user\.id has to be string, not 42$/],
  ['boot', [{ container: '#nowhere[' }], /^the option container names nothing here: #nowhere\[$/],
  ['boot', [{ container: '#nowhere' }], /^the option container names nothing/],
  ['opne', [], /^there is no method "opne"$/],
  ['send', [42], /^Deskbell\('send', …\) has to be string, not 42$/],
  ['card', [null], /^Deskbell\('card', …\) has to be object, not null$/],
  ['language', [], /^Deskbell\('language', …\) has to be string, not undefined$/],
  ['theme', ['sepia'], /^Deskbell\('theme', …\) has to be light\|dark\|auto, not "sepia"$/],
  ['record', ['stop'], /^Deskbell\('record', …\) has to be start\|save, not "stop"$/],
  ['on', ['mesage'], /^Deskbell\('on', …\) has to be ready\|open\|.*error, not "mesage"$/],
  ['on', ['message', 'listener'], /^the listener has to be function, not "listener"$/],
];

test('each mistake is told once, by name, and throws nothing', async () => {
  const { page, context, told, thrown } = await visit('site.html');
  for (const [method, args, words] of mistakes) {
    told.length = 0;
    const heard = await page.evaluate(([name, given]) => {
      window.heard.length = 0;
      window.Deskbell(name, ...given);
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

test('on the tag as well, where attributes of others are left alone', async () => {
  const { page, context, told, thrown } = await visit('tag.html');
  assert.deepEqual(told, ['Deskbell: the option theme has to be light|dark|auto, not "blue"', 'Deskbell: the option zIndex has to be number, not "high"']);
  assert.deepEqual(thrown, []);
  await page.getByRole('button', { name: 'Open chat' }).click();
  await page.getByRole('dialog', { name: 'Fernweh' }).waitFor();
  await context.close();
});
