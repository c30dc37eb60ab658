// What the stand-ins for Feishu's desks share: the app's tokens and their errors, rate limits as the platform tells them, events that are sealed and signed.

import { createCipheriv, createHash, randomBytes, randomUUID } from 'node:crypto';
import { Refusal, StandIn } from './support.mjs';

/** An error of the platform: HTTP status, code, message. */
export const platform_error = (status, code, msg, headers) => new Refusal(status, { code, msg }, headers);
export const answer = (data) => ({ code: 0, msg: 'success', data });

export class FeishuPlatform extends StandIn {
  tenant_tokens = new Map();

  constructor({ app_id = 'cli_test', app_secret = 'app secret', verification_token = 'verify me', encrypt_key = 'seal me', token_seconds = 7200 } = {}) {
    super();
    Object.assign(this, { app_id, app_secret, verification_token, encrypt_key, token_seconds });
    this.routes.push(['POST', '/open-apis/auth/v3/tenant_access_token/internal', this.#token]);
  }

  not_json() { return platform_error(400, 9499, 'Bad Request: body is not JSON'); }

  #token({ body = {} }) {
    if (body.app_id !== this.app_id) throw platform_error(400, 10003, 'invalid param');
    if (body.app_secret !== this.app_secret) throw platform_error(400, 10014, 'app secret invalid');
    const token = `t-${randomUUID()}`;
    this.tenant_tokens.set(token, Date.now() + this.token_seconds * 1000);
    return { code: 0, msg: 'ok', tenant_access_token: token, expire: this.token_seconds };
  }

  /** No tenant token is good any more. */
  revoke_tokens() { this.tenant_tokens.clear(); }

  bearer(headers) {
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    if (!token) throw platform_error(400, 99991661, 'Missing access token for authorization');
    return token;
  }

  check_tenant(headers) {
    const token = this.bearer(headers);
    if (!(this.tenant_tokens.get(token) > Date.now())) throw platform_error(400, 99991663, 'Invalid access token for authorization. Please make a test attempt.');
  }

  /** At most so many calls in the span, for each key; the answer says when the window ends. */
  pace(key, most, span) {
    try {
      this.limit(key, most, span);
    } catch {
      throw platform_error(429, 99991400, 'request trigger frequency limit', { 'x-ogw-ratelimit-limit': String(most), 'x-ogw-ratelimit-reset': String(Math.ceil(span / 1000)) });
    }
  }

  seal(text) {
    const iv = randomBytes(16);
    const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(this.encrypt_key).digest(), iv);
    return Buffer.concat([iv, cipher.update(text), cipher.final()]).toString('base64');
  }

  /** The headers of a signed webhook. */
  signed(text) {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const nonce = randomBytes(8).toString('hex');
    const signature = createHash('sha256').update(timestamp + nonce + this.encrypt_key + text).digest('hex');
    return { 'x-lark-request-timestamp': timestamp, 'x-lark-request-nonce': nonce, 'x-lark-signature': signature };
  }

  #wrapped(body) { return this.encrypt_key ? { encrypt: this.seal(JSON.stringify(body)) } : body; }

  /** Sends an event and, as the platform does, the same one again when it was not taken. */
  async send_event(event_type, event, event_id = randomUUID()) {
    // Where it is sent is known when it happens: an address that is entered later gets what happens later.
    const { hook } = this;
    if (!hook) return 0;
    const header = { event_id, event_type, create_time: String(Date.now()), token: this.verification_token, app_id: this.app_id, tenant_key: 'tenant' };
    const body = this.#wrapped({ schema: '2.0', header, event });
    let status = 0;
    for (let tries = 0; tries < 4 && status !== 200; ++tries) {
      if (tries > 0) await new Promise((done) => setTimeout(done, 200 * tries));
      status = await this.tell(hook, body, (text) => this.signed(text));
    }
    return status;
  }

  /** What is sent when the address of the events is entered; gives whether it answered the challenge. */
  async verify_hook() {
    const challenge = randomUUID();
    const response = await fetch(this.hook, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(this.#wrapped({ challenge, token: this.verification_token, type: 'url_verification' })),
    });
    return response.status === 200 && (await response.json()).challenge === challenge;
  }
}
