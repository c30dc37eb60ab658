// A page with the widget on the channel "tencent", for the tests with the real SDK and with the fake one.

import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { dist, from_web, launch_browser, web } from '../support.mjs';

const types = { '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm', '.html': 'text/html' };

export const account = { channel: 'tencent', sdkAppId: 1400000000, userId: 'ada', userSig: 'sig-1', storage: 'local' };

/** Builds lazy/tencent.js anew with another SDK in the place of the package, or takes the built one; serves it all on a port of its own. */
export async function open_site({ fake } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'deskbell-tencent-'));
  cpSync(dist, folder, { recursive: true });
  if (fake) {
    const { build } = from_web('esbuild');
    const package_of = (name) => ({ name: 'fake', setup: (context) => context.onResolve({ filter: /^@tencentcloud\/lite-chat/ }, ({ path }) => ({ path: join(name, `${path.split('/').pop()}.ts`) })) });
    const shared = { bundle: true, format: 'esm', target: 'es2022', plugins: [package_of(fake)], absWorkingDir: web };
    await build({ ...shared, entryPoints: [join(web, 'src/lazy/tencent.ts')], outfile: join(folder, 'lazy/tencent.js'), define: { DESKBELL_TENCENT_UPLOAD: '"tencent_upload.js"' } });
    await build({ ...shared, entryPoints: [join(web, 'src/lazy/tencent_upload.ts')], outfile: join(folder, 'lazy/tencent_upload.js') });
  }
  writeFileSync(join(folder, 'site.html'), '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>site</title><body><script src="/stub.js"></script></body></html>');
  writeFileSync(join(folder, 'stub.js'), `
    window.heard = [];
    window.Deskbell = function () { (Deskbell.q = Deskbell.q || []).push(arguments); };
    for (const name of ['open', 'message', 'unread', 'error']) Deskbell('on', name, (detail) => heard.push([name, detail]));`);
  /** What the page's own server says to a question for a signature. */
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    try {
      if (pathname === '/sig') return site.sign(response, request);
      const body = await readFile(join(folder, pathname));
      response.setHeader('content-type', types[extname(pathname)] ?? 'application/octet-stream');
      response.end(body);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const browser = await launch_browser();
  const site = {
    url: `http://127.0.0.1:${server.address().port}/`,
    browser,
    sign: (response) => response.writeHead(404).end(),
    async close() {
      await browser.close();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
    /** A visitor on the page; `prepare` runs before anything loads. */
    async visit(prepare = async () => {}, context) {
      const within = context ?? (await browser.newContext({ locale: 'en-GB', viewport: { width: 900, height: 760 } }));
      const page = await within.newPage();
      page.setDefaultTimeout(10_000);
      const thrown = [];
      page.on('pageerror', (error) => thrown.push(error.message));
      await prepare(page);
      await page.goto(`${site.url}site.html`);
      return { page, context: within, thrown };
    },
  };
  return site;
}

/** Boots the widget and opens it. */
export async function boot(page, options = {}) {
  await page.evaluate((given) => {
    Deskbell('boot', given);
    Deskbell('open');
    if (document.querySelector('script[data-deskbell]')) return;
    const script = document.createElement('script');
    script.src = '/deskbell.js';
    script.dataset.deskbell = script.dataset.manual = '';
    document.body.append(script);
  }, { ...account, ...options });
}

export const log = (page) => page.getByRole('log');
export const box = (page) => page.getByRole('textbox', { name: 'Message', exact: true });
export async function say(page, words) {
  await box(page).fill(words);
  await box(page).press('Enter');
}
