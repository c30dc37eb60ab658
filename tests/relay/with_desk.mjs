// A relay in front of one of the stand-in desks (tests/desks).

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chatwoot } from '../desks/chatwoot.mjs';
import { LiveDesk } from '../desks/livedesk.mjs';
import { OpenAi } from '../desks/openai.mjs';
import { TencentDesk } from '../desks/tencent_desk.mjs';

const quoted = (value) => (Array.isArray(value) ? `[${value.map(quoted).join(', ')}]` : typeof value === 'string' ? JSON.stringify(value) : String(value));

/** The configuration of a relay with this one desk. */
export function configuration(kind, settings) {
  return ['[[desk]]', 'name = "support"', `kind = "${kind}"`, ...Object.entries(settings).map(([key, value]) => `${key} = ${quoted(value)}`), ''].join('\n');
}

/** What the relay has to know of a LiveDesk at this address. */
export function livedesk_config(url, { inbox, key, secret, webhook_secret } = new LiveDesk()) {
  return configuration('livedesk', { base: `${url}/api/v2/accounts`, inbox: String(inbox), api_key: key, api_secret: secret, webhook_secret });
}

/** Kinds of desk: each starts its stand-in and says what the relay has to know of it. `hook` is where it sends its webhooks, below the relay's address. */
export const kinds = {
  livedesk: async () => {
    const desk = await new LiveDesk().start();
    return { desk, config: livedesk_config(desk.url, desk) };
  },
  chatwoot: async () => {
    const desk = await new Chatwoot({ hmac_token: 'salt' }).start();
    return { desk, config: configuration('chatwoot', { base: desk.url, inbox: desk.inbox, hmac_token: desk.hmac_token }) };
  },
  tencent_robot: async () => {
    const desk = await new TencentDesk().start();
    const model = await new OpenAi().start();
    desk.model = model;
    const stop = desk.stop.bind(desk);
    desk.stop = async () => { await Promise.all([stop(), model.stop()]); };
    const settings = {
      base: desk.url, sdk_app_id: desk.app, secret_key: desk.secret, admin: desk.admin, callback_token: desk.token, model_base: `${model.url}/v1`, model_key: model.key, model: model.model, instructions: 'Be brief.',
      welcome_title: 'Ask me about', welcome_questions: ['Opening hours'], end_words: ['bye'], no_agent_text: 'Nobody is in.',
    };
    return { desk, config: configuration('tencent_robot', settings) };
  },
};

/** A LiveDesk for one test, in ten times the usual pace. */
export async function livedesk(t) {
  const made = await kinds.livedesk();
  t.after(() => made.desk.stop());
  made.desk.pace = 10;
  return made;
}

/** A text message of the desk with these words. */
export const says = (words) => (frame) => frame.event === 'message' && frame.message.flow === 'in' && text_of(frame).includes(words);

/** The words of a frame's message, or its data. */
export const text_of = (frame) => frame.message?.payload?.text ?? frame.message?.payload?.data ?? '';

/** Writes the configuration into a folder of its own; `remove` takes it away. */
export function config_file(text) {
  const folder = mkdtempSync(join(tmpdir(), 'deskbell-desk-'));
  const file = join(folder, 'relay.toml');
  writeFileSync(file, text);
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
