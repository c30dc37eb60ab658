// A stand-in for a Feishu Aily assistant: sessions, messages, runs, files. An answer grows word by word while it is looked at. ../../docs/desks.md says what of it was guessed.

import { FeishuPlatform, answer, platform_error } from './feishu_platform.mjs';
import { Refusal, red_dot } from './support.mjs';

const invalid = (why) => platform_error(400, 2700001, `param is invalid: ${why}`);
const ended = new Set(['COMPLETED', 'FAILED', 'EXPIRED', 'CANCELLED']);

/** The assistant's answers: MDX, or what becomes of the run. */
export const hours = `We are open **every day**:

<table columns={[{"title":"Day","dataIndex":"day"},{"title":"Hours","dataIndex":"hours"}]} data={[{"day":"Mon–Fri","hours":"9–18"},{"day":"Sat","hours":"10–14"}]}/>

<font color="green">See you soon</font>, <at id="ou_anna">Anna</at> is looking forward to it.

\`\`\`js
const open = true;
\`\`\``;

export class Aily extends FeishuPlatform {
  sessions = new Map();
  files = new Map();
  /** Answers stop growing at so many words, until this is more again. */
  pause_at = Infinity;
  #count = 0;

  /** `word`: how long the assistant takes for a word, in milliseconds. */
  constructor({ assistant = 'spring_test__c', word = 30, ...app } = {}) {
    super(app);
    Object.assign(this, { assistant, word });
    const served = (handler, most = 1000) => (call) => {
      this.check_tenant(call.headers);
      this.pace(`${call.method} ${handler.name}`, most, 60_000);
      return handler.call(this, call);
    };
    const base = '/open-apis/aily/v1';
    this.routes.push(
      ['POST', `${base}/sessions`, served(this.#create_session)],
      ['POST', `${base}/sessions/:id/messages`, served(this.#create_message)],
      ['GET', `${base}/sessions/:id/messages`, served(this.#list_messages)],
      ['POST', `${base}/sessions/:id/runs`, served(this.#create_run, 100)],
      ['GET', `${base}/sessions/:id/runs`, served(this.#list_runs)],
      ['GET', `${base}/sessions/:id/runs/:run`, served(this.#get_run)],
      ['POST', `${base}/sessions/:id/runs/:run/cancel`, served(this.#cancel_run)],
      ['POST', `${base}/files`, served(this.#upload)],
      ['GET', '/preview/:id', this.#preview],
    );
  }

  #id(kind) { return `${kind}_4d${(++this.#count).toString(32).replace(/[ilo]/g, 'z').padStart(8, '0')}`; }
  #session(id) {
    const found = this.sessions.get(id);
    if (!/^session_[0-9a-z]{1,24}$/.test(id) || !found) throw invalid('aily_session_id');
    return found;
  }
  #json_text(text, name) {
    if (text !== undefined && (typeof text !== 'string' || [...text].length > 255)) throw invalid(name);
    return text ?? '';
  }

  #create_session({ body = {} }) {
    const session = { id: this.#id('session'), channel_context: this.#json_text(body.channel_context, 'channel_context'), metadata: this.#json_text(body.metadata, 'metadata'), created_at: String(Date.now()), messages: [], runs: [] };
    this.sessions.set(session.id, session);
    const { messages, runs, ...shown } = session;
    return answer({ session: shown });
  }

  #create_message({ at, body = {} }) {
    const session = this.#session(at.id);
    const { idempotent_id, content_type, content, file_ids = [], quote_message_id = '', mentions = [] } = body;
    if (typeof idempotent_id !== 'string' || !idempotent_id || idempotent_id.length > 64) throw invalid('idempotent_id');
    const known = session.messages.find((one) => one.idempotent_id === idempotent_id);
    if (known) return answer({ message: this.#shown(known) });
    if (!['MDX', 'TEXT'].includes(content_type)) throw invalid('content_type');
    if (typeof content !== 'string' || content.length > 16_777_216) throw invalid('content');
    if (!Array.isArray(file_ids) || file_ids.length > 32 || file_ids.some((id) => !this.files.has(id))) throw invalid('file_ids');
    if (quote_message_id.length > 32 || (quote_message_id && !session.messages.some((one) => one.id === quote_message_id))) throw invalid('quote_message_id');
    if (!Array.isArray(mentions) || mentions.length > 32) throw invalid('mentions');
    const message = { id: this.#id('message'), idempotent_id, session_id: session.id, run_id: '', content_type, content, file_ids, quote_message_id, mentions, sender_type: 'USER', created_at: Date.now(), plain_text: content };
    session.messages.push(message);
    const waiting = session.runs.find((one) => this.#status(one) === 'REQUIRES_MESSAGE');
    if (waiting) {
      waiting.requires = false;
      this.#speak(session, waiting, `The weather in ${content}: **sunny**.`);
    }
    return answer({ message: this.#shown(message) });
  }

  /** A message as it is now: of a growing one the words so far. */
  #shown(message) {
    const { idempotent_id, file_ids, sender_type, words, begins, said, created_at, ...rest } = message;
    const shown = { ...rest, content_type: message.content_type, created_at: String(created_at), sender: { entity_id: '', identity_provider: 'AILY', sender_type, aily_id: '1' }, status: 'COMPLETED' };
    shown.files = (file_ids ?? []).map((id) => ({ id, mime_type: 'image/png', file_name: this.files.get(id).name, metadata: '{}', created_at: String(created_at), preview_url: { url: `${this.url}/preview/${id}`, expired_at: String(Math.floor(Date.now() / 1000) + 600) } }));
    if (words) {
      const count = this.#words_so_far(message);
      shown.content = words.slice(0, count).join('');
      shown.plain_text = shown.content;
      shown.status = count < words.length ? 'IN_PROGRESS' : 'COMPLETED';
    }
    return shown;
  }

  #words_so_far(message) {
    const now = Math.min(message.words.length, this.pause_at, Math.floor((Date.now() - message.begins) / this.word));
    message.said = Math.max(message.said ?? 0, now);
    return message.said;
  }

  #list_messages({ at, query }) {
    const session = this.#session(at.id);
    const run = query.get('run_id');
    if (run && !session.runs.some((one) => one.id === run)) throw invalid('run_id');
    const size = Number(query.get('page_size') ?? 20);
    if (!(size >= 1 && size <= 100)) throw invalid('page_size');
    const partial = query.get('with_partial_message') === 'true';
    const all = session.messages.filter((one) => !run || one.run_id === run).map((one) => this.#shown(one)).filter((one) => partial || one.status === 'COMPLETED');
    const from = Number(Buffer.from(query.get('page_token') ?? '', 'base64').toString() || 0);
    const has_more = from + size < all.length;
    return answer({ messages: all.slice(from, from + size), has_more, ...(has_more && { page_token: Buffer.from(String(from + size)).toString('base64') }) });
  }

  #create_run({ at, body = {} }) {
    const session = this.#session(at.id);
    if (body.app_id !== this.assistant) throw invalid('app_id');
    if (body.skill_input !== undefined && body.skill_id === undefined) throw invalid('skill_input');
    this.#json_text(body.skill_input, 'skill_input');
    if (session.runs.some((one) => !ended.has(this.#status(one)))) throw invalid('the session has an active run');
    const run = { id: this.#id('run'), created_at: Date.now(), app_id: body.app_id };
    session.runs.push(run);
    this.#answer_to(session, run, session.messages.findLast((one) => one.sender_type === 'USER'));
    return answer({ run: this.#run_data(session, run) });
  }

  #answer_to(session, run, question) {
    const words = question?.content ?? '';
    if (question?.file_ids.length) return this.#speak(session, run, 'A fine picture, thank you.');
    if (/fail/.test(words)) {
      run.error = { code: 'sp_ec_sm_900101', message: '技能不存在或已删除' };
      run.fails_at = Date.now() + 5 * this.word;
      return;
    }
    if (/weather/.test(words)) {
      run.requires = true;
      return this.#speak(session, run, 'Of which city?');
    }
    if (/picture/.test(words)) {
      const id = this.#id('file');
      this.files.set(id, { name: 'dot.png', bytes: red_dot });
      return this.#speak(session, run, `Here it is: <Image imageKey="${id}"/>`, [id]);
    }
    if (/card/.test(words)) {
      session.messages.push({ id: this.#id('message'), session_id: session.id, run_id: run.id, content_type: 'SmartCard', content: '{"elements":[]}', plain_text: 'A card in plain words', sender_type: 'ASSISTANT', created_at: Date.now() });
      return;
    }
    this.#speak(session, run, hours);
  }

  #speak(session, run, text, file_ids = []) {
    const words = text.match(/\s*\S+/g) ?? [];
    session.messages.push({ id: this.#id('message'), session_id: session.id, run_id: run.id, content_type: 'MDX', words, begins: Date.now() + 2 * this.word, file_ids, mentions: [], sender_type: 'ASSISTANT', created_at: Date.now() });
  }

  #status(run) {
    if (run.cancelled) return 'CANCELLED';
    if (run.fails_at) return Date.now() < run.fails_at ? 'IN_PROGRESS' : 'FAILED';
    const session = [...this.sessions.values()].find((one) => one.runs.includes(run));
    const speaks = session.messages.some((one) => one.run_id === run.id && one.words && this.#words_so_far(one) < one.words.length);
    if (speaks) return 'IN_PROGRESS';
    return run.requires ? 'REQUIRES_MESSAGE' : 'COMPLETED';
  }

  #run_data(session, run) {
    return { id: run.id, created_at: String(run.created_at), app_id: run.app_id, session_id: session.id, status: this.#status(run), metadata: '{}', ...(run.error && { error: run.error }) };
  }
  #run(session, id) {
    const found = session.runs.find((one) => one.id === id);
    if (!found) throw invalid('run_id');
    return found;
  }
  #list_runs({ at }) {
    const session = this.#session(at.id);
    return answer({ runs: session.runs.map((one) => this.#run_data(session, one)).reverse(), has_more: false });
  }
  #get_run({ at }) {
    const session = this.#session(at.id);
    return answer({ run: this.#run_data(session, this.#run(session, at.run)) });
  }
  #cancel_run({ at }) {
    const session = this.#session(at.id);
    const run = this.#run(session, at.run);
    if (!ended.has(this.#status(run))) {
      run.cancelled = true;
      for (const message of session.messages) if (message.run_id === run.id && message.words) message.words.length = this.#words_so_far(message);
    }
    return answer({ run: this.#run_data(session, run) });
  }

  #upload({ parts }) {
    const file = parts?.find((part) => part.name === 'file');
    if (!file?.bytes.length) throw invalid('file');
    const id = this.#id('file');
    this.files.set(id, { name: file.file ?? 'file', bytes: file.bytes });
    return answer({ files: [{ id, mime_type: file.type ?? 'application/octet-stream', file_name: file.file, metadata: '{}', created_at: String(Date.now()) }] });
  }

  #preview({ at }) {
    const file = this.files.get(at.id);
    if (!file) throw new Refusal(404);
    return { file: file.bytes, type: 'image/png' };
  }
}
