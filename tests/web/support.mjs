// What the browser tests share: the browser, the relay as a child process, screenshots.

import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { page_word_places } from '../../i18n/check.mjs';

export const top = fileURLToPath(new URL('../../', import.meta.url));
export const web = join(top, 'web');
const require = createRequire(join(web, 'package.json'));
const { chromium } = require('playwright-core');

/** What build.mjs tells the page of its own words, for tests that bundle a part of it. */
export const words = { DESKBELL_WORDS: JSON.stringify(page_word_places(JSON.parse(readFileSync(join(top, 'i18n/en.json'), 'utf8')))), DESKBELL_LAZY: '["/",".js"]' };

/** Modules of web/node_modules, for tests that need more than the browser. */
export const from_web = (name) => require(name);

const shots = process.env.DESKBELL_SHOTS || join(top, 'build/screenshots');
mkdirSync(shots, { recursive: true });

export const shot = (name) => join(shots, `${name}.png`);

export function launch_browser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** Collects everything that must not happen on a page: console errors, uncaught errors, violations of the content security policy and of Trusted Types. */
export async function watch(page) {
  const faults = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  });
  return faults;
}

const relay_path = process.env.DESKBELL_RELAY || join(top, 'build/release/bin/deskbell-relay');
export const dist = resolve(process.env.DESKBELL_DIST || join(top, 'build/web/dist'));

/** Starts a relay on a free port with a data folder of its own. `config`: the text of a configuration. */
export async function start_relay({ speed = 1, web: folder = dist, config } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'deskbell-e2e-'));
  let log = '';
  let child;
  /** Gives the port. */
  const start = (port) => {
    const given = ['--port', String(port), '--web', folder, '--data', data, '--speed', String(speed)];
    if (config !== undefined) {
      writeFileSync(join(data, 'relay.toml'), config);
      given.push('--config', join(data, 'relay.toml'));
    }
    child = spawn(relay_path, given, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    return new Promise((found, failed) => {
      const read = (chunk) => {
        log += chunk;
        said += chunk;
        const match = /http:\/\/[\d.]+:(\d+)/.exec(said);
        if (match) found(match[1]);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.on('error', failed);
      child.on('exit', (code) => failed(new Error(`the relay ended with ${code}\n${log}`)));
    });
  };
  const end = async (signal) => {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    return ended;
  };
  const port = await start(0);
  return {
    url: `http://127.0.0.1:${port}/`,
    log: () => log,
    /** As a power cut would, and up again on the same port with the same data. */
    async crash() {
      await end('SIGKILL');
      await start(port);
    },
    async stop() {
      const code = await end('SIGTERM');
      rmSync(data, { recursive: true, force: true });
      return code;
    },
  };
}

/** A website beside the built files, with a browser in front of it: the relay serves it with its own policy. `files`: name → text. */
export async function start_site({ files = {}, ...options } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'deskbell-site-'));
  cpSync(dist, folder, { recursive: true });
  const write = (name, text) => writeFileSync(join(folder, name), text);
  for (const [name, text] of Object.entries(files)) write(name, text);
  const relay = await start_relay({ ...options, web: folder });
  const browser = await launch_browser();
  return {
    relay,
    browser,
    folder,
    write,
    url: (name) => new URL(name, relay.url).href,
    async stop() {
      await browser.close();
      await relay.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The visitor's sockets to the relay, which `cut()` breaks and keeps from coming back until `mend()`. */
export async function socket_line(context) {
  const open = new Set();
  let down = false;
  await context.routeWebSocket(/\/ws$/, (socket) => {
    if (down) return void socket.close();
    open.add(socket);
    const server = socket.connectToServer();
    socket.onMessage((frame) => server.send(frame));
    server.onMessage((frame) => socket.send(frame));
    socket.onClose(() => { open.delete(socket); server.close(); });
  });
  return {
    async cut() {
      down = true;
      for (const socket of open) await socket.close();
    },
    mend() { down = false; },
  };
}

/** Stands for the relay of a page: greets, and answers a frame with those that `answers(frame)` gives. @returns {Promise<(frame: object) => void>} says something by itself */
export async function scripted_relay(page, answers) {
  let socket;
  await page.routeWebSocket(/\/ws$/, (opened) => {
    socket = opened;
    const say = (frame) => opened.send(JSON.stringify(frame));
    opened.onMessage((text) => {
      const frame = JSON.parse(text);
      if (frame.hello) say({ welcome: { token: 'key', seq: 0, lang: 'en' } });
      answers(frame).forEach(say);
    });
  });
  return (frame) => socket.send(JSON.stringify(frame));
}
