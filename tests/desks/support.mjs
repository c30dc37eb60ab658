// What the stand-in desks share: a small HTTP server that reads JSON and multipart bodies, keeps what was asked of it, refuses on demand, and sends webhooks.

import { once } from 'node:events';
import { createServer } from 'node:http';

/** Thrown by a handler: the answer is this status with this body. */
export class Refusal extends Error {
  constructor(status, body = {}, headers = {}) {
    super(`HTTP ${status}`);
    Object.assign(this, { status, body, headers });
  }
}

const longest_body = 64 << 20;

async function read_all(request) {
  const pieces = [];
  let size = 0;
  for await (const piece of request) {
    size += piece.length;
    if (size > longest_body) throw new Refusal(413);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** The parts of a multipart/form-data body (RFC 7578): {name, file?, type?, bytes}. */
export function read_multipart(bytes, content_type) {
  const boundary = /boundary="?([^";]+)"?/i.exec(content_type)?.[1];
  if (!boundary) throw new Refusal(400, { error: 'no boundary' });
  const mark = Buffer.from(`--${boundary}`);
  const parts = [];
  let at = bytes.indexOf(mark);
  while (at >= 0) {
    const start = at + mark.length;
    if (bytes.subarray(start, start + 2).toString() === '--') return parts;
    const end = bytes.indexOf(Buffer.concat([Buffer.from('\r\n'), mark]), start);
    if (end < 0) break;
    const split = bytes.indexOf('\r\n\r\n', start);
    if (split < 0 || split > end) throw new Refusal(400, { error: 'a part without a header' });
    const header = bytes.subarray(start, split).toString();
    parts.push({
      name: /[; ]name="([^"]*)"/i.exec(header)?.[1] ?? '',
      file: /filename="([^"]*)"/i.exec(header)?.[1],
      type: /content-type:\s*(\S+)/i.exec(header)?.[1],
      bytes: bytes.subarray(split + 4, end),
    });
    at = end + 2;
  }
  throw new Refusal(400, { error: 'the body ends within a part' });
}

/** A desk: subclasses fill `routes` with [method, pattern, handler(request)], where `:name` in a pattern is a parameter. A handler gives the body, or throws a Refusal. */
export class StandIn {
  routes = [];
  /** Everything that was asked, oldest first: {method, path, status, body}. */
  log = [];
  /** Webhooks that were not taken: {address, status, body}. */
  untaken = [];
  /** Where webhooks go; nothing is sent while it is empty. */
  hook = '';
  /** Answers wait for this. */
  hold = Promise.resolve();
  #refusals = [];
  #windows = new Map();

  async start() {
    this.server = createServer((request, response) => void this.#handle(request, response));
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.url = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  async stop() {
    clearTimeout(this.timer);
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  /** The next requests that fit are answered with this status instead, or with a cut connection (`status` 0). `done`: after they were carried out. */
  refuse({ fits = () => true, status = 500, times = 1, body = {}, headers = {}, done = false }) {
    this.#refusals.push({ fits, status, times, body, headers, done });
  }

  /** Refuses with 429 what comes more often than `most` times in `span` milliseconds, for each key. */
  limit(key, most, span, headers = {}) {
    const now = Date.now();
    const times = (this.#windows.get(key) ?? []).filter((time) => time > now - span);
    if (times.length >= most) throw new Refusal(429, { error: 'too many requests' }, { 'retry-after': '1', ...headers });
    times.push(now);
    this.#windows.set(key, times);
  }

  /** Sends a webhook, as JSON; `sign(text)` gives further headers. */
  async tell(address, body, sign = () => ({})) {
    const text = JSON.stringify(body);
    let status = 0;
    try {
      const answer = await fetch(address, { method: 'POST', body: text, headers: { 'content-type': 'application/json', ...sign(text) } });
      status = answer.status;
      await answer.arrayBuffer();
    } catch {
      // The relay is away; a desk goes on.
    }
    if (status !== 200) this.untaken.push({ address, status, body });
    return status;
  }

  async #handle(request, response) {
    const url = new URL(request.url, this.url);
    const entry = { method: request.method, path: url.pathname, status: 0, body: undefined };
    this.log.push(entry);
    const answer = (status, body, headers = {}) => {
      entry.status = status;
      if (status === 0) return void request.socket.destroy();
      const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length, ...headers });
      response.end(bytes);
    };
    try {
      const bytes = await read_all(request);
      const type = request.headers['content-type'] ?? '';
      const call = { method: request.method, url, query: url.searchParams, headers: request.headers, bytes, response, parts: undefined, body: undefined };
      if (type.startsWith('multipart/form-data')) call.parts = read_multipart(bytes, type);
      else if (bytes.length > 0) call.body = this.#json(bytes);
      entry.body = call.body;
      const refusal = this.#refusals.find((one) => one.times > 0 && one.fits(entry));
      if (refusal) refusal.times -= 1;
      if (refusal && !refusal.done) return answer(refusal.status, refusal.body, refusal.headers);
      const body = await this.#route(call);
      await this.hold;
      if (refusal) return answer(refusal.status, refusal.body, refusal.headers);
      if (response.headersSent) entry.status = response.statusCode;
      else if (body?.file) answer(200, body.file, { 'content-type': body.type });
      else answer(200, body);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (!response.headersSent) answer(error.status, error.body, error.headers);
    }
  }

  #json(bytes) {
    try {
      return JSON.parse(bytes.toString());
    } catch {
      throw this.not_json();
    }
  }

  /** What a body that is no JSON is answered with. */
  not_json() { return new Refusal(400, { error: 'not JSON' }); }

  #route(call) {
    const path = call.url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
    let known = false;
    for (const [method, pattern, handler] of this.routes) {
      const wanted = pattern.split('/').filter(Boolean);
      if (wanted.length !== path.length || !wanted.every((part, i) => part.startsWith(':') || part === path[i])) continue;
      known = true;
      if (method !== call.method) continue;
      call.at = Object.fromEntries(wanted.flatMap((part, i) => (part.startsWith(':') ? [[part.slice(1), path[i]]] : [])));
      return handler.call(this, call);
    }
    throw new Refusal(known ? 405 : 404, { error: 'no such address' });
  }
}

/** Waits until `holds` gives something, or fails after `time` milliseconds. */
export async function until(holds, what = holds.toString(), time = 10_000) {
  const end = Date.now() + time;
  for (;;) {
    const found = await holds();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${time} ms: ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** A picture of one pixel, 1 × 1, red. */
export const red_dot = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');
