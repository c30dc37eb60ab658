// A stand-in for Chatwoot's public client API and its `/cable` socket (Action Cable).

import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { ChatwootModel } from './chatwoot_model.mjs';
import { Refusal } from './support.mjs';

// The one dependency lives with the others of the project, in web/.
const { WebSocketServer } = createRequire(new URL('../../web/package.json', import.meta.url))('ws');

const inbox_path = '/public/api/v1/inboxes/:inbox';
const conversation_path = `${inbox_path}/contacts/:source/conversations/:id`;
const ping_every = 3000;

export class Chatwoot extends ChatwootModel {
  sockets = new Set();

  constructor({ inbox = 'inboxId', hmac_token = '', hmac_mandatory = false } = {}) {
    super();
    Object.assign(this, { inbox, hmac_token, hmac_mandatory });
    const add = (method, path, handler) => this.routes.push([method, path, handler]);
    add('POST', `${inbox_path}/contacts`, this.#create_contact);
    add('PATCH', `${inbox_path}/contacts/:source`, ({ at, body }) => Object.assign(this.#contact(at), { email: body.email }));
    add('POST', `${inbox_path}/contacts/:source/conversations`, ({ at }) => this.#shown(this.add_conversation(this.#contact(at), 1)));
    add('GET', `${inbox_path}/contacts/:source/conversations`, ({ at }) => this.conversations.filter((one) => one.contact === this.#contact(at)).map((one) => this.#shown(one)));
    add('GET', conversation_path, ({ at }) => this.#shown(this.#conversation(at)));
    add('GET', `${conversation_path}/messages`, ({ at, query }) => this.newest_messages(this.#conversation(at), query.get('before')));
    add('POST', `${conversation_path}/messages`, this.#create_message);
    add('PATCH', `${conversation_path}/messages/:message`, this.#submit);
    add('POST', `${conversation_path}/toggle_status`, ({ at }) => {
      this.resolve(this.#conversation(at));
      return this.#shown(this.#conversation(at));
    });
    add('POST', `${conversation_path}/toggle_typing`, ({ at, body }) => {
      if (!['on', 'off'].includes(body?.typing_status)) throw new Refusal(422);
      this.#conversation(at).typing.push(body.typing_status);
      return {};
    });
    add('POST', `${conversation_path}/update_last_seen`, ({ at }) => {
      this.#conversation(at).contact_last_seen_at = Date.now() / 1000;
      return {};
    });
  }

  async start() {
    await super.start();
    const server = new WebSocketServer({ noServer: true });
    this.server.on('upgrade', (request, socket, head) => {
      if (this.no_sockets || new URL(request.url, this.url).pathname !== '/cable') return socket.destroy();
      server.handleUpgrade(request, socket, head, (cable) => this.#serve(cable));
    });
    return this;
  }

  async stop() {
    this.cut();
    await super.stop();
  }

  /** Cuts every socket, as a restart of the server does. */
  cut() {
    for (const cable of this.sockets) cable.terminate();
  }

  #serve(cable) {
    this.sockets.add(cable);
    cable.tokens = new Set();
    cable.presence = 0;
    const send = (frame) => cable.send(JSON.stringify(frame));
    send({ type: 'welcome' });
    const pings = setInterval(() => send({ type: 'ping', message: Math.floor(Date.now() / 1000) }), ping_every);
    cable.on('close', () => {
      clearInterval(pings);
      this.sockets.delete(cable);
    });
    cable.on('message', (bytes) => {
      const { command, identifier, data } = JSON.parse(bytes.toString());
      const { channel, pubsub_token } = JSON.parse(identifier);
      const known = channel === 'RoomChannel' && this.contacts.some((one) => one.pubsub_token === pubsub_token);
      if (command === 'subscribe' && !known) return send({ identifier, type: 'reject_subscription' });
      if (command === 'subscribe') {
        cable.tokens.add(pubsub_token);
        return send({ identifier, type: 'confirm_subscription' });
      }
      if (command === 'message' && cable.tokens.has(pubsub_token) && JSON.parse(data).action === 'update_presence') {
        cable.presence += 1;
        return send({ identifier, message: { event: 'presence.update', data: { account_id: 1, users: {} } } });
      }
      cable.close(1003, 'an unknown command');
    });
  }

  announce(event, conversation, data) {
    // Notes among agents and activity stay in the house.
    if (event.startsWith('message.') && (data.private || data.message_type === 2)) return;
    if (event === 'assignee.changed') event = 'conversation.status_changed';
    for (const cable of this.sockets) {
      const token = conversation.contact.pubsub_token;
      if (!cable.tokens.has(token)) continue;
      cable.send(JSON.stringify({ identifier: JSON.stringify({ channel: 'RoomChannel', pubsub_token: token }), message: { event, data: { ...data, account_id: 1 } } }));
    }
  }

  #inbox(at) {
    if (at.inbox !== this.inbox) throw new Refusal(404, { error: 'Resource could not be found' });
  }

  #contact(at) {
    this.#inbox(at);
    const found = this.contacts.find((one) => one.source_id === at.source);
    if (!found) throw new Refusal(404, { error: 'Resource could not be found' });
    return found;
  }

  #conversation(at) {
    const contact = this.#contact(at);
    const found = this.conversations.find((one) => String(one.id) === at.id && one.contact === contact);
    if (!found) throw new Refusal(404, { error: 'Resource could not be found' });
    return found;
  }

  #shown(conversation) {
    const { id, uuid, inbox_id, status, messages, contact, agent_last_seen_at } = conversation;
    return { id, uuid, inbox_id, status, agent_last_seen_at, contact_last_seen_at: 0, messages: messages.filter((one) => !one.private).map((one) => this.message_data(one)), contact: { id: contact.id, name: contact.name } };
  }

  #create_contact({ at, body = {} }) {
    this.#inbox(at);
    this.limit('contacts', 300, 60_000);
    const { identifier, identifier_hash, name, email } = body;
    if (identifier_hash || this.hmac_mandatory) {
      const expected = createHmac('sha256', this.hmac_token).update(String(identifier ?? '')).digest('hex');
      if (identifier_hash !== expected) throw new Refusal(500, { error: 'HMAC failed: Invalid Identifier Hash Provided' });
    }
    const contact = this.add_contact({ identifier: identifier ?? null, name: name ?? 'visitor', email: email ?? null });
    return { id: contact.id, source_id: contact.source_id, pubsub_token: contact.pubsub_token, name: contact.name, email: contact.email };
  }

  #create_message({ at, body, parts }) {
    const conversation = this.#conversation(at);
    this.limit(`messages ${at.source}`, 60, 60_000);
    const field = (name) => parts?.find((part) => part.name === name)?.bytes.toString();
    const { content, echo_id } = parts ? { content: field('content'), echo_id: field('echo_id') } : (body ?? {});
    const files = (parts ?? []).filter((part) => part.name === 'attachments[]').map(({ file, type, bytes }) => ({ name: file, type, bytes }));
    const message = this.add_message(conversation, { type: 'incoming', content: content ?? null, sender: { id: conversation.contact.id, type: 'contact' }, files, echo_id });
    void this.heard(conversation, message);
    return message;
  }

  #submit({ at, body }) {
    const conversation = this.#conversation(at);
    const message = conversation.messages.find((one) => String(one.id) === at.message && !one.private);
    if (!message) throw new Refusal(404, { error: 'Resource could not be found' });
    const values = body?.submitted_values;
    const fits = Array.isArray(values) ? values.every((one) => typeof one.value === 'string') : Number.isInteger(values?.csat_survey_response?.rating);
    if (!fits) throw new Refusal(500, { error: {}, message: 'unpermitted parameters' });
    const rating = values.csat_survey_response?.rating;
    if (rating !== undefined && (message.content_type !== 'input_csat' || rating < 1 || rating > 5)) throw new Refusal(500, { message: 'Rating is not included in the list' });
    this.update_message(conversation, message, { submitted_values: values });
    return this.message_data(message);
  }
}
