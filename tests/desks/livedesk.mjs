// A stand-in for EngageLab LiveDesk: the account's REST API with a key, and webhooks that are signed. ../../docs/desks.md says what of it was guessed.

import { createHmac } from 'node:crypto';
import { ChatwootModel } from './chatwoot_model.mjs';
import { Refusal } from './support.mjs';

const base = '/api/v2/accounts';
const number = (value) => (/^\d+$/.test(String(value ?? '')) ? Number(value) : NaN);

export class LiveDesk extends ChatwootModel {
  constructor({ key = 'key', secret = 'secret', inbox = 407, webhook_secret = 'whisper' } = {}) {
    super();
    Object.assign(this, { key, secret, inbox, webhook_secret });
    const authorised = (handler) => (call) => {
      const expected = `Basic ${Buffer.from(`${this.key}:${this.secret}`).toString('base64')}`;
      if (call.headers.authorization !== expected) throw new Refusal(401, { error: 'Invalid API key' });
      this.limit('account', 600, 60_000);
      return handler.call(this, call);
    };
    this.routes.push(
      ['POST', `${base}/contacts`, authorised(this.#create_contact)],
      ['GET', `${base}/contacts/search`, authorised(this.#search)],
      ['PUT', `${base}/contacts/:id`, authorised(this.#change_contact)],
      ['GET', `${base}/contacts/:id/conversations`, authorised(({ at }) => ({ payload: this.conversations.filter((one) => one.contact.id === number(at.id)).map((one) => this.conversation_data(one)) }))],
      ['POST', `${base}/conversations`, authorised(this.#create_conversation)],
      ['GET', `${base}/conversations/:id`, authorised(({ at }) => this.conversation_data(this.#conversation(at.id)))],
      ['GET', `${base}/conversations/:id/messages`, authorised(({ at, query }) => ({ meta: {}, payload: this.newest_messages(this.#conversation(at.id), query.get('before')) }))],
      ['POST', `${base}/conversations/:id/messages`, authorised(this.#create_message)],
      ['POST', `${base}/conversations/:id/toggle_status`, authorised(this.#toggle_status)],
    );
  }

  #conversation(id) {
    const found = this.conversations.find((one) => one.id === number(id));
    if (!found) throw new Refusal(404, { error: 'Resource could not be found' });
    return found;
  }

  #inbox(id) {
    if (id === undefined) throw new Refusal(422, { message: 'inbox_id is missing' });
    if (number(id) !== this.inbox) throw new Refusal(404, { error: 'Resource could not be found' });
    return this.inbox;
  }

  #create_contact({ body = {} }) {
    this.#inbox(body.inbox_id);
    if (body.identifier && this.contacts.some((one) => one.identifier === body.identifier)) throw new Refusal(422, { message: 'Identifier has already been taken', attributes: ['identifier'] });
    if (body.email && !/^\S+@\S+$/.test(body.email)) throw new Refusal(422, { message: 'Email is invalid', attributes: ['email'] });
    if (body.phone_number && !/^\+[1-9]\d{1,14}$/.test(body.phone_number)) throw new Refusal(422, { message: 'Phone number should be in e164 format', attributes: ['phone_number'] });
    const { inbox_id, ...fields } = body;
    const { pubsub_token, source_id, ...contact } = this.add_contact(fields);
    return { payload: { contact, contact_inbox: { source_id, inbox: { id: inbox_id } } } };
  }

  #search({ query }) {
    const words = query.get('q') ?? '';
    return { meta: {}, payload: this.contacts.filter((one) => [one.name, one.email, one.identifier].some((text) => text?.includes(words))).map(({ pubsub_token, ...contact }) => contact) };
  }

  #change_contact({ at, body }) {
    const contact = this.contacts.find((one) => one.id === number(at.id));
    if (!contact) throw new Refusal(404);
    Object.assign(contact, body);
    return { payload: contact };
  }

  #create_conversation({ body = {} }) {
    this.#inbox(body.inbox_id);
    const contact = this.contacts.find((one) => one.id === number(body.contact_id) || (body.source_id && one.source_id === body.source_id));
    if (!contact) throw new Refusal(404, { error: 'Resource could not be found' });
    return this.conversation_data(this.add_conversation(contact, this.inbox));
  }

  #create_message({ at, body, parts }) {
    const conversation = this.#conversation(at.id);
    const field = (name) => parts?.find((part) => part.name === name)?.bytes.toString();
    const fields = parts ? { content: field('content'), message_type: field('message_type'), echo_id: field('echo_id') } : body;
    if (!['incoming', 'outgoing', undefined].includes(fields.message_type)) throw new Refusal(422, { message: `'${fields.message_type}' is not a valid message_type` });
    const files = (parts ?? []).filter((part) => part.name === 'attachments[]').map(({ file, type, bytes }) => ({ name: file, type, bytes }));
    const attributes = fields.content_attributes ?? {};
    const message = this.add_message(conversation, { type: fields.message_type ?? 'outgoing', content: fields.content ?? null, content_attributes: attributes, sender: { id: conversation.contact.id, type: 'contact' }, files, echo_id: fields.echo_id });
    if (attributes.submitted_values) {
      const question = conversation.messages.find((one) => one.id === number(attributes.in_reply_to));
      if (!question) throw new Refusal(404);
      this.answered(conversation, { content_attributes: attributes });
    } else if (message.message_type === 0) {
      void this.heard(conversation, message);
    }
    return message;
  }

  #toggle_status({ at, body }) {
    const conversation = this.#conversation(at.id);
    if (!['open', 'resolved', 'pending', 'snoozed'].includes(body?.status)) throw new Refusal(422, { message: 'status is missing' });
    if (body.status === 'resolved') this.resolve(conversation);
    else this.set_status(conversation, body.status);
    return { payload: { success: true, conversation_id: conversation.id, current_status: conversation.status } };
  }

  announce(event, conversation, data) {
    if (!this.hook) return;
    const name = event.replace('.', '_');
    const body = event.startsWith('message.')
      ? { ...this.message_data(data), event: name, message_type: ['incoming', 'outgoing', 'activity', 'template'][data.message_type], created_at: new Date(data.created_at * 1000).toISOString(), conversation: this.conversation_data(conversation) }
      : { ...data, event: name === 'assignee_changed' ? 'conversation_updated' : name };
    // One after the other, as a queue sends them.
    this.sending = (this.sending ?? Promise.resolve()).then(() => this.tell(this.hook, body, (text) => this.#signature(text)));
  }

  #signature(text) {
    const time = String(Math.floor(Date.now() / 1000));
    return { 'x-chatwoot-timestamp': time, 'x-chatwoot-signature': `sha256=${createHmac('sha256', this.webhook_secret).update(`${time}.${text}`).digest('hex')}`, 'x-chatwoot-delivery': crypto.randomUUID() };
  }
}
