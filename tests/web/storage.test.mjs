// What the widget keeps in the browser, and what it does when it may not or cannot: nothing before consent, a full storage that is told, only its own taken away.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible } from './access.mjs';
import { shot, socket_line, start_site } from './support.mjs';

let site;

before(async () => {
  site = await start_site({
    speed: 5,
    files: { 'site.html': '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>site</title><body><script async src="/deskbell.js" data-deskbell data-manual></script></body></html>' },
  });
});
after(() => site?.stop());

/** A page that says what it was told; `full`: its storage takes nothing more that is longer than so many characters, until `window.full` is false. */
async function visit({ before_page } = {}) {
  const context = await site.browser.newContext({ locale: 'en-GB', viewport: { width: 1000, height: 800 } });
  const line = await socket_line(context);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const told = [];
  const requests = [];
  page.on('console', (message) => message.type() === 'error' && told.push(message.text()));
  page.on('pageerror', (error) => told.push(`uncaught ${error.message}`));
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  if (before_page) await page.addInitScript(before_page);
  await page.goto(site.url('site.html'));
  await page.waitForFunction(() => window.Deskbell);
  await page.evaluate(() => {
    window.heard = [];
    Deskbell('on', 'error', ({ message }) => heard.push(message));
  });
  const log = page.getByRole('log', { name: 'Messages' });
  const box = page.getByRole('textbox', { name: 'Message', exact: true });
  return {
    page, context, line, told, requests, log, box,
    async open(options = {}) {
      await page.evaluate((given) => {
        Deskbell('boot', given);
        Deskbell('open');
      }, options);
      await log.getByRole('button').first().waitFor();
    },
    async say(words) {
      await box.fill(words);
      await box.press('Enter');
      await log.getByText(words, { exact: true }).waitFor();
    },
    kept: () => page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort()),
  };
}

/** The browser's own storage refuses what is new, as a full one does. */
const full = () => {
  window.full = true;
  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = function (key, value) {
    if (window.full && this === localStorage) throw new DOMException(`Setting the value of '${key}' exceeded the quota.`, 'QuotaExceededError');
    return setItem.call(this, key, value);
  };
};

test('a storage that is full: the visitor and the operator are told, everything is sent, and the note goes when there is room again', async () => {
  const { page, context, line, told, log, open, say } = await visit({ before_page: full });
  await open();
  const note = page.getByText('Your browser’s storage is full. Keep this page open until your messages have been sent');
  await note.waitFor();
  await page.screenshot({ path: shot('storage-full') });
  await accessible(page, 'storage-full');
  assert.deepEqual(await page.evaluate(() => heard.length), 1, 'once');
  assert.match(told.join('\n'), /^Deskbell: what has not been sent is kept only until the page is left: QuotaExceededError/);
  assert.equal(told.length, 1);

  // Nothing is lost while the page lives: what was written offline goes out afterwards.
  await line.cut();
  await say('written while nothing can be kept');
  await say('and another one');
  line.mend();
  await page.waitForFunction(() => document.querySelector('deskbell-widget').shadowRoot.querySelectorAll('.row.visitor').length === 2 && !document.querySelector('deskbell-widget').shadowRoot.querySelector('.delivery:is(.queued, .sending, .failed)'));
  assert.equal(await log.getByText('written while nothing can be kept').count(), 1);
  await note.waitFor();

  await page.evaluate(() => { window.full = false; });
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill('a draft');
  await note.waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => heard.length), 1);
  await context.close();
});

test('a storage that is refused altogether is as good as none', async () => {
  const { context, told, open, say } = await visit({ before_page: () => {
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });
  } });
  await open();
  await say('hello');
  assert.deepEqual(told, []);
  await context.close();
});

test('reset and destroy of one widget take away what is its own, and leave the other desks, users and the page’s', async () => {
  const { page, context, open, kept } = await visit();
  await page.evaluate(() => {
    localStorage.setItem('deskbell:shop', 'the page’s own');
    localStorage.setItem('basket', '1');
  });
  await open({ desk: 'sandbox', user: { id: 'ada' } });
  await page.waitForFunction(() => Object.values(localStorage).some((text) => text.includes('"token"')));
  const first = (await kept()).filter((key) => key.includes('ada'));
  assert.ok(first.length >= 1);
  await page.evaluate(() => Deskbell('setUser', { id: 'bob#1' }));
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.includes('bob')));
  await page.waitForFunction(() => Object.entries(localStorage).some(([key, text]) => key.includes('bob') && text.includes('"token"')));
  const token = () => page.evaluate(() => Object.entries(localStorage).find(([key]) => key.includes('bob'))?.[1]);
  const before_reset = await token();
  await page.evaluate(() => Deskbell('reset'));
  await page.waitForFunction((old) => Object.entries(localStorage).some(([key, text]) => key.includes('bob') && text.includes('"token"') && text !== old), before_reset);
  for (const key of first) assert.ok((await kept()).includes(key), `${key} is another user's`);
  await page.evaluate(() => Deskbell('destroy'));
  await page.waitForTimeout(200);
  assert.deepEqual(await kept(), ['basket', 'deskbell:shop']);
  await context.close();
});

test('a chat that is destroyed, or begun afresh, while it starts leaves nothing either', async () => {
  for (const method of ['destroy', 'reset']) {
    const { page, context, told, kept } = await visit();
    // The start looks at the options before it writes anything; that part of it comes when the rest is over.
    let go;
    const held = new Promise((done) => { go = done; });
    const asked = page.waitForRequest(/lazy\/page\.js/);
    await page.route(/lazy\/page\.js/, async (route) => {
      await held;
      await route.continue();
    });
    await page.evaluate(() => {
      Deskbell('boot', { user: { id: 'ada' } });
      Deskbell('open');
    });
    await asked;
    await page.evaluate((name) => {
      Deskbell(name);
      if (name === 'reset') Deskbell('destroy');
    }, method);
    await page.waitForTimeout(200);
    go();
    await page.waitForResponse(/lazy\/page\.js/);
    await page.waitForTimeout(500);
    assert.deepEqual(await kept(), [], method);
    assert.equal(await page.locator('deskbell-widget').count(), 0);
    assert.deepEqual(told, []);
    await context.close();
  }
});

test('a desk that is called as a tab could be keeps its key when another desk of the relay is opened', async () => {
  const { page, context, open, kept } = await visit();
  const name = await page.evaluate(() => `deskbell:${new URL('/', location.href).href.replace(/[:#]/g, encodeURIComponent)}`);
  await page.evaluate((key) => localStorage.setItem(`${key}:sales:`, '{"token":"of sales"}'), name);
  await open();
  await page.waitForTimeout(2500);
  assert.ok((await kept()).includes(`${name}:sales:`));
  await context.close();
});

test('before the visitor shows interest nothing is kept and nothing is asked for but the script; without consent to storage nothing is kept at all', async () => {
  const { page, context, requests, kept, open, say } = await visit();
  requests.length = 0;
  await page.evaluate(() => Deskbell('boot', { storage: 'none' }));
  await page.getByRole('button', { name: 'Open chat' }).waitFor();
  await page.waitForTimeout(600);
  assert.deepEqual(requests, []);
  assert.deepEqual([await kept(), await context.cookies(), await page.evaluate(async () => (await indexedDB.databases()).length + (await caches.keys()).length)], [[], [], 0]);
  await open({ storage: 'none' });
  await say('hello');
  await page.evaluate(() => Deskbell('close'));
  await page.waitForTimeout(300);
  assert.deepEqual([await kept(), await context.cookies(), await page.evaluate(async () => (await indexedDB.databases()).length + (await caches.keys()).length)], [[], [], 0]);
  // Another page knows nothing of the conversation.
  await page.reload();
  await page.waitForFunction(() => window.Deskbell);
  await page.evaluate(() => { Deskbell('boot', { storage: 'none' }); Deskbell('open'); });
  await page.getByRole('log', { name: 'Messages' }).getByRole('button').first().waitFor();
  assert.equal(await page.getByRole('log', { name: 'Messages' }).getByText('hello', { exact: true }).count(), 0);
  await context.close();
});

test('rated is told once, when the visitor has rated', async () => {
  const { page, context, log, open, box } = await visit();
  await open();
  await page.evaluate(() => {
    window.rated = 0;
    Deskbell('on', 'rated', () => { window.rated += 1; });
    Deskbell('human');
  });
  await page.getByRole('dialog').getByText('Anna is with you', { exact: true }).waitFor();
  await box.fill('I would like to rate you');
  await box.press('Enter');
  await log.getByRole('radio', { name: 'Very satisfied' }).click();
  assert.equal(await page.evaluate(() => window.rated), 0, 'choosing is not rating');
  await log.getByRole('button', { name: /Send rating|Submit/ }).click();
  await log.getByText('Thank you for telling us.').waitFor();
  assert.equal(await page.evaluate(() => window.rated), 1);
  await context.close();
});

test('what cannot be fetched is told beside the launcher, in the visitor’s language, and on the console', async () => {
  for (const [locale, words, hung] of [['en-GB', /could not/i, '**/app.js*'], ['de-DE', /konnte/i, '**/app.js*'], ['zh-CN', /./, '**/lang/*']]) {
    const context = await site.browser.newContext({ locale });
    const page = await context.newPage();
    let broken = true;
    await page.route(hung, (route) => (broken ? route.abort() : route.continue()));
    await page.goto(site.url('site.html'));
    await page.waitForFunction(() => window.Deskbell);
    await page.evaluate(() => {
      window.heard = [];
      Deskbell('on', 'error', ({ message }) => heard.push(message));
      Deskbell('boot', {});
    });
    const launcher = page.locator('deskbell-widget button').first();
    await launcher.click();
    await page.waitForFunction(() => heard.length > 0);
    if (hung.includes('app')) {
      const note = page.locator('deskbell-widget .note');
      await note.filter({ hasText: words }).waitFor();
      assert.equal(await note.getAttribute('role'), 'status');
      await page.screenshot({ path: shot(`launcher-trouble-${locale}`) });
    }
    broken = false;
    await launcher.click();
    await page.locator('deskbell-widget textarea').waitFor();
    await context.close();
  }
});
