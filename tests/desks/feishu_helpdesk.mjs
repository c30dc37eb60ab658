// A stand-in for Feishu Helpdesk: tickets, their messages, the chat in which a user speaks, pictures, events. A robot answers first, then Anna. ../../docs/desks.md says what of it was guessed.

import { FeishuPlatform, answer, platform_error } from './feishu_platform.mjs';
import { red_dot } from './support.mjs';

const bad_request = (why) => platform_error(400, 154000, `Bad request, please check your request body: ${why}`);
const unauthorised = () => platform_error(401, 154001, 'Unauthorized, please check you have the correct access');
const not_found = () => platform_error(404, 154004, 'Resource not found');
const characters = (text) => [...text].length;

export class FeishuHelpdesk extends FeishuPlatform {
  tickets = [];
  /** image_key or file_key → {bytes, name}. */
  stored = new Map();
  #ids = 7474857595946745000n;
  #steps = new Set();

  /** `users`: open id → {name, token?, hidden?}; `pace`: how long robot and agent take, in milliseconds. */
  constructor({ helpdesk_id = '6626871355780366330', helpdesk_token = 'ht-secret', users = { ou_visitor: { name: 'Visitor' } }, pace = 60, ...app } = {}) {
    super(app);
    Object.assign(this, { helpdesk_id, helpdesk_token, users, pace_of_agents: pace });
    const served = (handler) => (call) => {
      this.check_tenant(call.headers);
      const pair = Buffer.from(call.headers['x-lark-helpdesk-authorization'] ?? '', 'base64').toString();
      if (pair !== `${this.helpdesk_id}:${this.helpdesk_token}`) throw unauthorised();
      return handler.call(this, call);
    };
    const base = '/open-apis/helpdesk/v1';
    this.routes.push(
      ['POST', `${base}/start_service`, served(this.#start_service)],
      ['GET', `${base}/tickets/:id`, served(({ at }) => (this.pace('tickets', 10, 1000), answer({ ticket: this.#ticket_data(this.#ticket(at.id)) })))],
      ['POST', `${base}/tickets/:id/messages`, served(this.#post_message)],
      ['GET', `${base}/tickets/:id/messages`, served(this.#list_messages)],
      ['GET', `${base}/ticket_images`, served(this.#ticket_image)],
      ['POST', '/open-apis/im/v1/images', this.#upload_image],
      ['POST', '/open-apis/im/v1/files', this.#upload_file],
      ['POST', '/open-apis/im/v1/messages', this.#chat_message],
      ['GET', '/open-apis/im/v1/messages/:message/resources/:key', this.#resource],
    );
  }

  async stop() {
    for (const step of this.#steps) clearTimeout(step);
    await super.stop();
  }

  #id() { return String(this.#ids++); }
  #ticket(id) {
    const found = this.tickets.find((one) => one.ticket_id === id);
    if (!found) throw not_found();
    return found;
  }
  #later(times, act) {
    const step = setTimeout(() => {
      this.#steps.delete(step);
      act();
    }, times * this.pace_of_agents);
    this.#steps.add(step);
  }

  #start_service({ body = {} }) {
    this.pace('start_service', 50, 1000);
    const { human_service, appointed_agents, open_id, customized_info } = body;
    if (typeof open_id !== 'string' || !open_id) throw bad_request('open_id');
    if (human_service !== undefined && typeof human_service !== 'boolean') throw bad_request('human_service');
    if (appointed_agents !== undefined && (!Array.isArray(appointed_agents) || human_service !== true)) throw bad_request('appointed_agents needs human_service');
    if (customized_info !== undefined && (typeof customized_info !== 'string' || characters(customized_info) > 1024)) throw bad_request('customized_info');
    const user = this.users[open_id];
    if (!user) throw not_found();
    if (user.hidden) throw platform_error(401, 154402, "Helpdesk can't be see by user");
    let ticket = this.tickets.find((one) => one.guest === open_id && one.status < 50);
    const is_new = !ticket;
    if (is_new) {
      ticket = { ticket_id: this.#id(), chat_id: `oc_${this.#id()}`, guest: open_id, stage: 1, status: 2, score: 0, messages: [], created_at: Date.now(), updated_at: Date.now(), customized_info, appointed_agents, agent: null };
      this.tickets.push(ticket);
      void this.send_event('helpdesk.ticket.created_v1', this.#ticket_event(ticket));
    }
    if (human_service && ticket.stage === 1) this.#to_human(ticket);
    else if (is_new) this.#later(1, () => this.say(ticket, 'robot', 'text', { text: 'Hello, I am the robot of this helpdesk.' }));
    // In the robot's phase the answer may lack the ticket: the created event names it.
    return answer(ticket.stage === 1 ? { chat_id: ticket.chat_id } : { chat_id: ticket.chat_id, ticket_id: ticket.ticket_id });
  }

  #to_human(ticket) {
    this.#change(ticket, { stage: 2, status: 3 });
    this.#later(4, () => this.#change(ticket, { status: 1 }));
    this.#later(7, () => {
      ticket.agent = { id: 'ou_anna', name: 'Anna', avatar_url: '' };
      this.#change(ticket, { status: 2 });
      this.say(ticket, 'agent', 'text', { text: 'Anna here. How can I help?' });
    });
  }

  #ticket_event(ticket) {
    const { ticket_id, chat_id, stage, status, score, created_at, updated_at } = ticket;
    return { ticket_id, helpdesk_id: this.helpdesk_id, guest: { id: { open_id: ticket.guest }, name: this.users[ticket.guest].name }, stage, status, score, created_at, updated_at, closed_at: ticket.closed_at ?? -1, channel: 9, solve: 1, chat_id };
  }

  #ticket_data(ticket) {
    const { ticket_id, status, score, created_at, updated_at } = ticket;
    return { ticket_id, helpdesk_id: this.helpdesk_id, guest: { id: ticket.guest, name: this.users[ticket.guest].name }, ticket_type: ticket.stage, status, score, created_at, updated_at, agents: ticket.agent ? [ticket.agent] : [], channel: 9, chat_id: ticket.chat_id };
  }

  #change(ticket, fields) {
    if (ticket.status >= 50 && fields.score === undefined) return;
    const old_object = Object.fromEntries(Object.keys(fields).filter((name) => name !== 'score').map((name) => [name, ticket[name]]));
    Object.assign(ticket, fields, { updated_at: Math.max(Date.now(), ticket.updated_at + 1) });
    void this.send_event('helpdesk.ticket.updated_v1', { object: this.#ticket_event(ticket), old_object });
  }

  /** Somebody writes in the ticket: `sender` robot, guest or agent; `content` as the chat has it. */
  say(ticket, sender, type, content, open_id = `om_${this.#id()}`) {
    const message = { id: this.#id(), message_id: open_id, type, content, sender, created_at: Date.now(), user_id: sender === 'guest' ? ticket.guest : sender === 'agent' ? ticket.agent.id : '' };
    ticket.messages.push(message);
    const text = type === 'text' ? content.text : '';
    const words = type === 'text' ? text : JSON.stringify(content);
    void this.send_event('helpdesk.ticket_message.created_v1', {
      ticket_message_id: message.id, message_id: open_id, msg_type: type, position: String(ticket.messages.length),
      sender_id: { open_id: message.user_id }, sender_type: { robot: 1, guest: 2, agent: 3 }[sender], text,
      ticket: { ticket_id: ticket.ticket_id, ticket_type: ticket.stage, status: ticket.status, agent_owner: ticket.agent ?? undefined },
      event_id: this.#id(), chat_id: ticket.chat_id, content: { content: words, msg_type: type, image_key: content.image_key, image_keys: type === 'post' ? [] : undefined },
    });
    return message;
  }

  /** The agent closes the ticket; the customer rates it in Feishu. */
  close(ticket) { this.#change(ticket, { status: 51, closed_at: Date.now() }); }
  rate(ticket, score) { this.#change(ticket, { score }); }

  /** What the robot or Anna do about something that the visitor sent. */
  #hear(ticket, type, content) {
    if (ticket.stage === 1) {
      return this.#later(1, () => this.say(ticket, 'robot', 'post', { title: 'VPN', content: [[{ tag: 'text', text: 'Open the ' }, { tag: 'a', text: 'guide', href: 'https://example.com/vpn' }], [{ tag: 'text', text: 'and sign in.', style: ['bold'] }]] }));
    }
    if (!ticket.agent) return;
    const words = type === 'text' ? content.text : '';
    if (/has ended the conversation/.test(words)) return this.#later(1, () => this.close(ticket));
    if (type !== 'text') return this.#later(1, () => this.say(ticket, 'agent', 'text', { text: 'Thank you for the picture.' }));
    if (/picture/.test(words)) return this.#later(1, () => this.say(ticket, 'agent', 'image', { image_key: this.#store(red_dot, 'dot.png') }));
    this.#later(1, () => this.say(ticket, 'agent', 'text', { text: `Anna has read: ${words}` }));
  }

  #store(bytes, name) {
    const key = `img_v2_${this.#id()}`;
    this.stored.set(key, { bytes, name });
    return key;
  }

  #content(text, type) {
    if (typeof text !== 'string') throw bad_request('content is a text');
    let content;
    try { content = JSON.parse(text); } catch { throw bad_request('content is JSON'); }
    if (type === 'text' && typeof content.text !== 'string') throw bad_request('content.text');
    if (type === 'post' && !content.post?.zh_cn?.content) throw bad_request('content.post');
    return type === 'post' ? content.post.zh_cn : content;
  }

  #post_message({ at, body = {} }) {
    this.pace('messages', 50, 1000);
    const ticket = this.#ticket(at.id);
    if (!['text', 'post'].includes(body.msg_type)) throw bad_request('msg_type');
    const content = this.#content(body.content, body.msg_type);
    if (ticket.status >= 50) throw platform_error(401, 154401, 'Ticket already be closed');
    if (body.content.includes('bad.example')) throw platform_error(401, 154403, 'Send message with bad url');
    for (const part of (content.content ?? []).flat()) {
      if (part.tag === 'img' && !this.stored.has(part.image_key)) throw bad_request('image_key');
    }
    const message = this.say(ticket, 'robot', body.msg_type, content);
    this.#hear(ticket, body.msg_type, content);
    return answer({ message_id: message.message_id });
  }

  #list_messages({ at, query }) {
    const ticket = this.#ticket(at.id);
    const size = Number(query.get('page_size') ?? 20);
    if (!(size >= 1 && size <= 200)) throw bad_request('page_size');
    const from = Number(query.get('time_start') ?? 0) * 1000;
    const to = Number(query.get('time_end') ?? 1e12) * 1000;
    const fitting = ticket.messages.filter((one) => one.created_at >= from && one.created_at <= to);
    const page = Number(query.get('page') ?? 1);
    return answer({
      messages: fitting.slice((page - 1) * size, page * size).map((one) => ({
        id: one.id, message_id: one.message_id, message_type: one.type, created_at: one.created_at, user_id: one.user_id,
        user_name: one.sender === 'agent' ? ticket.agent.name : '', avatar_url: '',
        content: JSON.stringify(one.type === 'text' ? { content: one.content.text, msg_type: 'text' } : one.content),
      })),
      total: fitting.length,
    });
  }

  #ticket_image({ query }) {
    const message = this.#ticket(query.get('ticket_id')).messages.find((one) => one.id === query.get('msg_id'));
    if (!message) throw not_found();
    const keys = message.type === 'post' ? message.content.content.flat().filter((part) => part.tag === 'img').map((part) => part.image_key) : [message.content.image_key];
    if (message.type === 'post' && !query.has('index')) throw bad_request('index');
    const file = this.stored.get(keys[Number(query.get('index') ?? 0)]);
    if (!file) throw bad_request('index');
    return { file: file.bytes, type: 'image/png' };
  }

  #part(parts, name) { return parts?.find((part) => part.name === name); }

  #upload_image({ headers, parts }) {
    this.check_tenant(headers);
    const image = this.#part(parts, 'image');
    if (this.#part(parts, 'image_type')?.bytes.toString() !== 'message' || !image?.bytes.length) throw platform_error(400, 234001, 'Invalid request param.');
    if (image.bytes.length > 10 << 20) throw platform_error(400, 234006, 'The file size exceed the max value.');
    return answer({ image_key: this.#store(image.bytes, image.file) });
  }

  #upload_file({ headers, parts }) {
    this.check_tenant(headers);
    const file = this.#part(parts, 'file');
    if (!this.#part(parts, 'file_type') || !this.#part(parts, 'file_name') || !file?.bytes.length) throw platform_error(400, 234001, 'Invalid request param.');
    return answer({ file_key: this.#store(file.bytes, this.#part(parts, 'file_name').bytes.toString()) });
  }

  #chat_message({ headers, query, body = {} }) {
    const token = this.bearer(headers);
    const guest = Object.keys(this.users).find((open_id) => this.users[open_id].token === token);
    if (!guest) throw platform_error(401, 99991668, 'Invalid access token for authorization.');
    if (query.get('receive_id_type') !== 'chat_id' || typeof body.content !== 'string' || (body.uuid ?? '').length > 50) throw platform_error(400, 230001, 'Your request contains an invalid request parameter.');
    const ticket = this.tickets.findLast((one) => one.chat_id === body.receive_id);
    if (!ticket || ticket.guest !== guest) throw platform_error(400, 230002, 'The bot can not be outside the group.');
    this.pace(`chat ${ticket.chat_id}`, 5, 1000);
    const known = ticket.messages.find((one) => one.uuid && one.uuid === body.uuid);
    if (known) return answer({ message_id: known.message_id });
    const content = JSON.parse(body.content);
    const message = this.say(ticket, 'guest', body.msg_type, content);
    message.uuid = body.uuid;
    this.#hear(ticket, body.msg_type, content);
    return answer({ message_id: message.message_id });
  }

  #resource({ headers, at }) {
    this.check_tenant(headers);
    const file = this.stored.get(at.key);
    if (!file) throw platform_error(400, 234003, 'File not in msg.');
    return { file: file.bytes, type: 'application/octet-stream' };
  }
}
