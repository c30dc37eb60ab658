// A stand-in for a Tencent Cloud Desk as its robot sees it: the REST API (v4/desk_http_svc), the callbacks, and a visitor and an agent who use it directly.

import { createHash, createHmac, randomUUID } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { StandIn } from './support.mjs';

const longest_body = 12 * 1024;
const sig_letters = { '*': '+', '-': '/', _: '=' };
const ok = (more = {}) => ({ ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0, ...more });
const elements = new Set(['TIMTextElem', 'TIMCustomElem', 'TIMImageElem', 'TIMFileElem', 'TIMSoundElem', 'TIMVideoFileElem', 'TIMFaceElem', 'TIMLocationElem']);

/** Thrown by a call of the API: HTTP stays 200. */
class ApiError extends Error {
  constructor(code, info) {
    super(info);
    this.code = code;
  }
}

export class TencentDesk extends StandIn {
  sessions = new Map();
  /** What the visitor sees: called with each message that is new or has changed. */
  show = () => {};
  /** Whether agents are there. */
  staffed = true;

  constructor({ app = 1400000000, secret = 'desk-secret', admin = 'administrator', token = 'callback-token' } = {}) {
    super();
    Object.assign(this, { app, secret, admin, token });
    for (const name of ['send_msg', 'send_stream_msg', 'modify_msg', 'transfer_to_human', 'end_session', 'get_session_state']) {
      this.routes.push(['POST', `/v4/desk_http_svc/${name}`, (call) => {
        try {
          this.#check(call);
          return this[`api_${name}`](call.body);
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          return { ActionStatus: 'FAIL', ErrorInfo: error.message, ErrorCode: error.code };
        }
      }]);
    }
  }

  #check({ query, bytes, body }) {
    if (query.get('sdkappid') !== String(this.app)) throw new ApiError(60002, 'wrong sdkappid');
    if (query.get('contenttype') !== 'json') throw new ApiError(60005, 'contenttype must be json');
    if (!/^\d{1,10}$/.test(query.get('random') ?? '') || Number(query.get('random')) > 0xffffffff) throw new ApiError(60004, 'random must be a u32');
    this.#check_sig(query.get('identifier'), query.get('usersig') ?? '');
    if (query.get('identifier') !== this.admin) throw new ApiError(90009, 'an administrator is needed');
    if (bytes.length > longest_body) throw new ApiError(93000, 'the body is longer than 12k');
    if (!body || typeof body !== 'object') throw new ApiError(90001, 'the body is no JSON');
  }

  #check_sig(identifier, sig) {
    const told = this.read_sig(sig);
    if (told['TLS.identifier'] !== identifier) throw new ApiError(70013, 'usersig is of another user');
  }

  /** What a userSig (version 2) says: inflated and signed anew. Throws when it is not good. */
  read_sig(sig) {
    let told;
    try {
      told = JSON.parse(inflateSync(Buffer.from(sig.replace(/[*\-_]/g, (letter) => sig_letters[letter]), 'base64')).toString());
    } catch {
      throw new ApiError(70003, 'usersig cannot be read');
    }
    const { 'TLS.identifier': id, 'TLS.sdkappid': app, 'TLS.time': time, 'TLS.expire': expire } = told;
    const text = `TLS.identifier:${id}\nTLS.sdkappid:${app}\nTLS.time:${time}\nTLS.expire:${expire}\n`;
    if (told['TLS.ver'] !== '2.0' || createHmac('sha256', this.secret).update(text).digest('base64') !== told['TLS.sig']) throw new ApiError(70003, 'usersig is wrong');
    if (app !== this.app) throw new ApiError(70014, 'usersig is of another app');
    if (Date.now() / 1000 > time + expire) throw new ApiError(70001, 'usersig has expired');
    return told;
  }

  #session(id) {
    if (typeof id !== 'string' || id === '') throw new ApiError(141004, 'SessionId is missing');
    const session = this.sessions.get(id);
    if (!session || session.state === 'NotInSession') throw new ApiError(141005, 'the session does not exist');
    return session;
  }

  #body(body) {
    if (!Array.isArray(body.MsgBody)) throw new ApiError(90007, 'MsgBody must be an array');
    for (const { MsgType, MsgContent } of body.MsgBody) {
      if (!elements.has(MsgType) || typeof MsgContent !== 'object') throw new ApiError(90010, 'an element does not fit');
      if (MsgType === 'TIMTextElem' && typeof MsgContent.Text !== 'string') throw new ApiError(90010, 'Text is missing');
      if (MsgType === 'TIMCustomElem' && typeof MsgContent.Data !== 'string') throw new ApiError(90010, 'Data must be a text');
    }
  }

  api_send_msg(body) {
    const session = this.#session(body.SessionId);
    if (!Number.isInteger(body.MsgRandom) || body.MsgRandom < 0 || body.MsgRandom > 0xffffffff) throw new ApiError(90005, 'MsgRandom must be a u32');
    this.#body(body);
    // The same MsgRandom is the same message.
    if (session.randoms.has(body.MsgRandom)) return ok();
    session.randoms.add(body.MsgRandom);
    this.#robot_said(session, { key: this.#key(), body: body.MsgBody, cloud: body.CloudCustomData });
    return ok();
  }

  api_send_stream_msg(body) {
    const session = this.#session(body.SessionId);
    if (typeof body.Chunk !== 'string' || body.Chunk === '') throw new ApiError(141004, 'Chunk is missing');
    if (!body.MsgKey) {
      const message = { key: this.#key(), chunks: body.Chunk, finished: body.Finish === 1, pieces: 1 };
      this.#robot_said(session, message);
      return ok({ MsgKey: message.key });
    }
    const message = session.messages.find((one) => one.key === body.MsgKey && one.chunks !== undefined);
    if (!message) throw new ApiError(141004, 'no stream has this MsgKey');
    if (message.finished) throw new ApiError(141004, 'the stream has ended');
    message.chunks += body.Chunk;
    message.pieces += 1;
    message.finished = body.Finish === 1;
    this.show(session, message);
    return ok({ MsgKey: message.key });
  }

  api_modify_msg(body) {
    const session = this.#session(body.SessionId);
    this.#body(body);
    const message = session.messages.find((one) => one.key === body.MsgKey);
    if (!message) throw new ApiError(141004, 'no message has this MsgKey');
    const data = body.MsgBody[0].MsgType === 'TIMCustomElem' ? JSON.parse(body.MsgBody[0].MsgContent.Data) : {};
    if (String(data.src) === '31') Object.assign(message, { chunks: [data.chunks].flat().join(''), finished: data.isFinished === 1, modified: true });
    else Object.assign(message, { body: body.MsgBody, modified: true });
    this.show(session, message);
    return ok();
  }

  api_transfer_to_human(body) {
    const session = this.#session(body.SessionId);
    if (session.state !== 'Chatbot') throw new ApiError(141003, 'the session cannot be transferred');
    if (!this.staffed) {
      void this.#happen(session, 'NoAgentOnline');
      throw new ApiError(141001, 'nobody is online');
    }
    session.state = 'Agent';
    this.#steer(session, { src: '26', content: { command: 'updateSeatStatus', content: 'inSeat' } });
    this.#steer(session, { src: '23', content: { menuSendRuleFlag: 7 } });
    void this.#happen(session, 'TransferringToHuman').then(() => this.#happen(session, 'TransferToHumanSuccess', { AgentId: 'anna@example.com' })).then(() => this.agent_says(session, 'Hello, this is Anna.'));
    return ok({ AgentId: 'anna@example.com', IsInQueue: 0 });
  }

  api_end_session(body) {
    const session = this.#session(body.SessionId);
    if (session.state !== 'Agent') throw new ApiError(141005, 'no agent has the session');
    this.#end(session, 'SessionUserEnd');
    return ok();
  }

  api_get_session_state(body) {
    const session = this.sessions.get(body.SessionId);
    if (!session) throw new ApiError(141005, 'the session does not exist');
    return ok({ SessionId: session.id, CurrentState: session.state, AgentId: session.state === 'Agent' ? 'anna@example.com' : '' });
  }

  #key() { return `${Math.floor(Math.random() * 1000)}_${Math.floor(Date.now() / 1000)}_${randomUUID().slice(0, 8)}`; }

  #robot_said(session, message) {
    message.from = 'robot';
    session.messages.push(message);
    this.show(session, message);
    const body = message.body ?? [{ MsgType: 'TIMCustomElem', MsgContent: { Data: JSON.stringify({ customerServicePlugin: 0, src: '31', chunks: [message.chunks], isFinished: message.finished ? 1 : 0 }) } }];
    void this.#happen(session, 'ChatBot.RobotSendMsg', { MsgKey: message.key, MsgBody: body });
  }

  /** What the desk tells the visitor's client besides words. */
  #steer(session, data) {
    this.show(session, { key: this.#key(), from: 'desk', body: [{ MsgType: 'TIMCustomElem', MsgContent: { Data: JSON.stringify({ customerServicePlugin: 0, ...data }) } }] });
  }

  #invite(session) {
    const menu = ['Very bad', 'Bad', 'So so', 'Good', 'Very good'].map((content, i) => ({ id: String(101 + i), content }));
    this.#steer(session, { src: '9', menuContent: { head: 'How was our service?', tail: 'Thank you, see you soon.', menu, type: 1, sessionId: session.id, effectiveHour: 12, expireTime: Math.floor(Date.now() / 1000) + 43200 } });
  }

  #end(session, event) {
    if (session.state === 'Agent') {
      this.#steer(session, { src: '19' });
      this.#invite(session);
    }
    session.state = 'NotInSession';
    void this.#happen(session, event).then(() => this.#happen(session, 'SessionEnd'));
  }

  #happen(session, Event, more = {}) {
    const body = { CallbackCommand: 'Desk.SessionEventNotify', SessionId: session.id, Event, EventTime: Date.now(), ChannelType: 'SDK', ClientUserId: session.user, CustomerServiceId: '@customer_service_account', AgentId: '', MsgKey: '', MsgBody: [], CloudCustomData: '', IsContactUser: false, ...more };
    // In the order in which it happened.
    session.telling = (session.telling ?? Promise.resolve()).then(() => this.call_back(body));
    return session.telling;
  }

  /** Sends a callback with its signature. */
  call_back(body, time = Math.floor(Date.now() / 1000)) {
    if (!this.hook) return Promise.resolve(0);
    const sign = createHash('sha256').update(`${this.token}${time}`).digest('hex');
    return this.tell(`${this.hook}?SdkAppid=${this.app}&CallbackCommand=${body.CallbackCommand}&contenttype=json&ClientIP=127.0.0.1&OptPlatform=Web&RequestTime=${time}&Sign=${sign}`, body);
  }

  // The visitor and the agent.

  /** A visitor opens the chat: the session begins, and the client sends its trigger. */
  async visitor_opens(user, lang = 'en') {
    const session = { id: randomUUID(), user, state: 'Chatbot', messages: [], randoms: new Set(), rating: 0 };
    this.sessions.set(session.id, session);
    await this.#happen(session, 'SessionBegin');
    const data = JSON.stringify({ customerServicePlugin: 0, src: '7', triggeredContent: { language: lang } });
    await this.#happen(session, 'ChatBot.UserSendMsg', { MsgKey: this.#key(), MsgBody: [{ MsgType: 'TIMCustomElem', MsgContent: { Data: data } }] });
    return session;
  }

  visitor_sends(session, element) {
    const key = this.#key();
    session.messages.push({ key, from: 'visitor', body: [element] });
    return this.#happen(session, session.state === 'Agent' ? 'Human.UserSendMsg' : 'ChatBot.UserSendMsg', { MsgKey: key, MsgBody: [element] });
  }
  visitor_says(session, Text) { return this.visitor_sends(session, { MsgType: 'TIMTextElem', MsgContent: { Text } }); }
  visitor_rates(session, stars) {
    session.rating = stars;
    return this.#happen(session, 'SatisfactionSelected', { SatisfactionSelected: stars });
  }
  agent_says(session, Text) {
    const message = { key: this.#key(), from: 'agent', body: [{ MsgType: 'TIMTextElem', MsgContent: { Text } }] };
    session.messages.push(message);
    this.show(session, message);
    return this.#happen(session, 'Human.AgentSendMsg', { MsgKey: message.key, MsgBody: message.body, AgentId: 'anna@example.com' });
  }
  visitor_ends(session) { this.#end(session, 'SessionUserEnd'); }
  agent_ends(session) { this.#end(session, 'SessionAgentEnd'); }

  /** What the visitor reads, as [from, text, finished]. */
  read(session) {
    return session.messages.map(({ from, chunks, finished, body }) => {
      if (chunks !== undefined) return [from, chunks, finished];
      const { MsgType, MsgContent } = body[0];
      if (MsgType !== 'TIMCustomElem') return [from, MsgContent.Text ?? MsgType, true];
      const { content } = JSON.parse(MsgContent.Data);
      return [from, typeof content === 'string' ? content : content.title, true];
    });
  }
}
