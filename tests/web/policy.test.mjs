// The widget under content security policies: exactly the directives that docs/csp.md lists are enough, and without WebAssembly the same core runs as JavaScript.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { start_site, top, watch } from './support.mjs';

let site;

before(async () => {
  site = await start_site({ speed: 5 });
});
after(() => site?.stop());

/** The directives of the documentation, by the heading that they stand under. */
const documented = (heading) => new RegExp(`## ${heading}\\n[^]*?\`\`\`\\n([^]*?)\`\`\``).exec(readFileSync(join(top, 'docs/csp.md'), 'utf8'))[1].replace(/\n/g, ' ');

async function visit(policy, { tag = '<script async src="/deskbell.js" data-deskbell></script>', without_wasm = false } = {}) {
  const context = await site.browser.newContext({ locale: 'en-GB', viewport: { width: 1000, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const faults = await watch(page);
  const requests = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  if (without_wasm) await page.addInitScript(() => { delete window.WebAssembly; });
  // The relay's own policy holds besides; it allows more than these.
  site.write('policy.html', `<!doctype html><html lang="en"><head><meta http-equiv="Content-Security-Policy" content="${policy}"><link rel="icon" href="data:,"><title>site</title></head><body>${tag}</body></html>`);
  await page.goto(site.url('policy.html'));
  await page.getByRole('button', { name: 'Open chat' }).click();
  await page.getByRole('dialog').waitFor();
  await page.getByRole('log').getByRole('button').first().waitFor();
  return { page, context, faults, requests };
}

const fallback = (requests) => requests.filter((path) => path === '/lazy/core.js').length;
/** For the relay of the test, which is no https. */
const here = (policy) => {
  const { origin } = new URL(site.relay.url);
  return policy.replaceAll('https://chat.example.com', origin).replaceAll('wss://chat.example.com', origin.replace('http', 'ws')).replaceAll(' https: ', ` https: ${origin} `);
};

test('the documented directives are enough, with Trusted Types enforced', async () => {
  const { page, context, faults, requests } = await visit(here(documented('By address')));
  assert.equal(fallback(requests), 0);
  assert.deepEqual(faults, []);
  await context.close();
});

test('with a nonce instead of the address', async () => {
  const { context, faults, requests } = await visit(here(documented('By nonce')).replaceAll('RANDOM', 'abc'), { tag: '<script async nonce="abc" src="/deskbell.js" data-deskbell></script>' });
  assert.equal(fallback(requests), 0);
  assert.deepEqual(faults, []);
  await context.close();
});

test("without 'wasm-unsafe-eval' the core runs as JavaScript, fetched only then, and says the same", async () => {
  const { page, context, requests } = await visit(here(documented('By address')).replace("'wasm-unsafe-eval'", ''));
  assert.equal(fallback(requests), 1);
  const box = page.getByRole('textbox', { name: 'Message', exact: true });
  await box.fill('Where is my order?');
  await box.press('Enter');
  await page.locator('.row.desk').nth(1).waitFor();
  await context.close();
});

test('a browser with WebAssembly switched off', async () => {
  const { context, faults, requests } = await visit(here(documented('By address')), { without_wasm: true });
  assert.equal(fallback(requests), 1);
  assert.deepEqual(faults, []);
  await context.close();
});
