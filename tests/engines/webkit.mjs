// WebKitGTK, by the W3C's WebDriver protocol and nothing else: WebKitWebDriver drives the MiniBrowser under a virtual screen.

import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const element_key = 'element-6066-11e4-a52e-4f735466cecf';
const keys = { Enter: '\uE007', Escape: '\uE00C', Tab: '\uE004' };

async function free_port() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** The package puts the browser into its library folder, which is named after the machine. */
function mini_browser() {
  for (const machine of readdirSync('/usr/lib')) {
    const path = join('/usr/lib', machine, 'webkit2gtk-4.1/MiniBrowser');
    if (existsSync(path)) return path;
  }
  throw new Error('webkit2gtk-driver is not installed');
}

export async function open_engine() {
  const port = await free_port();
  const driver = spawn('xvfb-run', ['-a', '-s', '-screen 0 1280x900x24', 'WebKitWebDriver', `--port=${port}`], {
    env: { ...process.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', LIBGL_ALWAYS_SOFTWARE: '1', LANGUAGE: 'en_GB', LC_ALL: 'C.UTF-8' }, stdio: 'ignore', detached: true,
  });
  let ended = false;
  driver.on('exit', () => (ended = true));
  const ask = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...(method === 'POST' ? { body: JSON.stringify(body ?? {}), headers: { 'content-type': 'application/json' } } : {}) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
    return value;
  };
  let session;
  for (let tries = 0; !session; tries += 1) {
    if (ended || tries > 100) throw new Error('WebKitWebDriver does not answer');
    try {
      session = await ask('POST', '/session', { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: mini_browser(), args: ['--automation'] } } } });
    } catch (error) {
      if (error.cause?.code !== 'ECONNREFUSED') throw error;
      await new Promise((wait) => setTimeout(wait, 100));
    }
  }
  const at = `/session/${session.sessionId}`;
  await ask('POST', `${at}/timeouts`, { script: 20_000, pageLoad: 30_000 });
  await ask('POST', `${at}/window/rect`, { width: 1200, height: 840 });
  const act = (actions) => ask('POST', `${at}/actions`, { actions });
  const type = (text) => act([{ type: 'key', id: 'keyboard', actions: [...text].flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]) }]);
  return {
    version: async () => `WebKitGTK ${session.capabilities.browserVersion}`,
    goto: (url) => ask('POST', `${at}/url`, { url }),
    reload: () => ask('POST', `${at}/refresh`),
    evaluate: (source) => ask('POST', `${at}/execute/sync`, { script: `return (${source});`, args: [] }),
    click: (x, y) => act([{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions: [{ type: 'pointerMove', x, y, origin: 'viewport', duration: 0 }, { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }] }]),
    type,
    key: (name) => type(keys[name]),
    async upload(expression, path) {
      const found = await ask('POST', `${at}/execute/sync`, { script: `return ${expression};`, args: [] });
      await ask('POST', `${at}/element/${found[element_key]}/value`, { text: path });
    },
    async screenshot(path) {
      writeFileSync(path, Buffer.from(await ask('GET', `${at}/screenshot`), 'base64'));
    },
    async close() {
      await ask('DELETE', at).catch(() => undefined);
      // xvfb-run, the driver and the browser are one group of processes.
      if (!ended) process.kill(-driver.pid, 'SIGTERM');
    },
  };
}
