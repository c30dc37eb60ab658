// The memory of a LiveDesk or Chatwoot server, and the bot and the agent who work at it. The two desks put their APIs around it.

import { randomUUID } from 'node:crypto';
import { Refusal, StandIn, red_dot } from './support.mjs';

const longest_content = 150_000;
const type_numbers = { incoming: 0, outgoing: 1, activity: 2, template: 3 };
const seconds = () => Math.floor(Date.now() / 1000);

export const anna = { id: 3, name: 'Anna Berg', available_name: 'Anna', type: 'user', avatar_url: '' };
export const bot = { id: 1, name: 'Bell', type: 'agent_bot', avatar_url: '' };

export class ChatwootModel extends StandIn {
  contacts = [];
  conversations = [];
  files = new Map();
  /** Milliseconds between what the bot or the agent does. */
  pace = 60;
  #last_id = 1000;
  #last_display_id = 39;

  constructor() {
    super();
    this.routes.push(['GET', '/rails/active_storage/blobs/:id/:name', ({ at }) => {
      const file = this.files.get(at.id);
      if (!file) throw new Refusal(404);
      return { file: file.bytes, type: file.type };
    }]);
  }

  next_id() { return (this.#last_id += 1); }

  add_contact(fields) {
    const contact = { id: this.next_id(), source_id: randomUUID(), pubsub_token: randomUUID(), name: '', email: null, phone_number: null, identifier: null, thumbnail: '', ...fields };
    this.contacts.push(contact);
    return contact;
  }

  add_conversation(contact, inbox_id) {
    const conversation = { id: (this.#last_display_id += 1), uuid: randomUUID(), inbox_id, status: 'pending', contact, messages: [], assignee: null, agent_last_seen_at: 0, created_at: seconds(), updated_at: Date.now() / 1000, ratings: [], typing: [] };
    this.conversations.push(conversation);
    this.announce('conversation.created', conversation, this.conversation_data(conversation));
    return conversation;
  }

  /** The conversation as the account's API shows it: the shape of seed 002. */
  conversation_data(conversation) {
    const { contact } = conversation;
    return {
      meta: {
        sender: { additional_attributes: {}, availability_status: 'offline', email: contact.email, id: contact.id, name: contact.name, phone_number: contact.phone_number, blocked: false, identifier: contact.identifier, thumbnail: '', custom_attributes: {}, created_at: conversation.created_at },
        channel: 'Channel::Api', assignee: conversation.assignee, hmac_verified: false,
      },
      id: conversation.id, messages: conversation.messages.slice(-1).map((message) => this.message_data(message)), account_id: 1, uuid: conversation.uuid, inbox_id: conversation.inbox_id, additional_attributes: {},
      agent_last_seen_at: conversation.agent_last_seen_at, assignee_last_seen_at: 0, can_reply: true, contact_last_seen_at: 0, custom_attributes: {}, labels: [], muted: false, snoozed_until: null, status: conversation.status, priority: null,
      created_at: conversation.created_at, updated_at: conversation.updated_at, timestamp: seconds(), unread_count: 0,
    };
  }

  message_data({ echo_id, ...message }) { return message; }

  add_message(conversation, { type, content = null, content_type = 'text', content_attributes = {}, sender, files = [], private: is_private = false, echo_id }) {
    if (content !== null && typeof content !== 'string') throw new Refusal(422, { message: 'Content must be a text' });
    if (!content && files.length === 0 && type === 'incoming') throw new Refusal(422, { message: "Content can't be blank" });
    if (content && content.length > longest_content) throw new Refusal(422, { message: 'Content is too long (maximum is 150000 characters)' });
    if (files.length > 15) throw new Refusal(422, { message: 'Attachments exceeded maximum allowed' });
    const message = {
      id: this.next_id(), content, message_type: type_numbers[type], content_type, content_attributes, created_at: seconds(), conversation_id: conversation.id, inbox_id: conversation.inbox_id, private: is_private,
      ...(sender && { sender }), ...(echo_id && { echo_id }),
    };
    if (files.length > 0) message.attachments = files.map((file) => this.add_file(message, file));
    conversation.messages.push(message);
    conversation.updated_at = Date.now() / 1000;
    if (type === 'incoming' && conversation.status === 'resolved') this.set_status(conversation, conversation.assignee ? 'open' : 'pending');
    this.announce('message.created', conversation, message);
    return message;
  }

  add_file(message, { name, type, bytes }) {
    const id = randomUUID();
    this.files.set(id, { name, type, bytes });
    const url = `${this.url}/rails/active_storage/blobs/${id}/${encodeURIComponent(name)}`;
    const kind = /^(image|audio|video)\//.exec(type)?.[1] ?? 'file';
    return { id: this.next_id(), message_id: message.id, file_type: kind, data_url: url, thumb_url: kind === 'image' ? url : '', file_size: bytes.length, extension: null };
  }

  update_message(conversation, message, content_attributes) {
    message.content_attributes = { ...message.content_attributes, ...content_attributes };
    this.announce('message.updated', conversation, message);
    this.answered(conversation, message);
  }

  set_status(conversation, status) {
    if (conversation.status === status) return;
    conversation.status = status;
    conversation.updated_at = Date.now() / 1000;
    this.announce('conversation.status_changed', conversation, this.conversation_data(conversation));
  }

  /** The desk's own way to tell of something; `message` or `conversation` data. */
  announce() {}

  newest_messages(conversation, before) {
    const all = conversation.messages.filter((message) => message.message_type !== 2 && !message.private && (!before || message.id < Number(before)));
    return all.slice(-20).map((message) => this.message_data(message));
  }

  // The bot and the agent: a script that can be told in a browser.

  async later(act) {
    await new Promise((done) => setTimeout(done, this.pace));
    act();
  }

  bot_says(conversation, content, more = {}) { return this.add_message(conversation, { type: 'outgoing', content, sender: bot, ...more }); }
  anna_says(conversation, content, more = {}) { return this.add_message(conversation, { type: 'outgoing', content, sender: anna, ...more }); }
  typing(conversation, on) {
    this.announce(on ? 'conversation.typing_on' : 'conversation.typing_off', conversation, { conversation: this.conversation_data(conversation), user: anna, is_private: false });
  }

  /** What the visitor has just said. */
  async heard(conversation, message) {
    if (conversation.assignee) return this.anna_hears(conversation, message);
    const text = message.content ?? '';
    await this.later(() => {
      if (/person|human/i.test(text)) return void this.hand_over(conversation);
      if (/choose/i.test(text)) {
        this.bot_says(conversation, 'What is it about?', { content_type: 'input_select', content_attributes: { items: [{ title: 'A delivery', value: 'delivery' }, { title: 'A return', value: 'return' }] } });
      } else if (/form/i.test(text)) {
        this.bot_says(conversation, 'Please tell us a little more.', {
          content_type: 'form',
          content_attributes: { items: [{ name: 'order', label: 'Order number', type: 'text', placeholder: 'FW-2041', required: true }, { name: 'topic', label: 'Topic', type: 'select', options: [{ label: 'Late', value: 'late' }, { label: 'Broken', value: 'broken' }] }] },
        });
      } else if (/lamp/i.test(text)) {
        this.bot_says(conversation, null, { content_type: 'cards', content_attributes: { items: [{ title: 'Reading lamp “Lise”', description: 'Ash wood and linen', media_url: '', actions: [{ type: 'link', text: 'View', uri: 'https://shop.example/lise' }, { type: 'postback', text: 'Is it in stock?', payload: 'stock lise' }] }] } });
      } else if (/^stock/.test(text)) {
        this.bot_says(conversation, 'It is in stock.');
      } else if (/article|care/i.test(text)) {
        this.bot_says(conversation, 'This may help:', { content_type: 'article', content_attributes: { items: [{ title: 'Caring for linen', description: 'Wash at 40 °C', link: 'https://shop.example/linen' }] } });
      } else if (/address/i.test(text)) {
        this.add_message(conversation, { type: 'template', content: 'Where can we write to you?', content_type: 'input_email' });
      } else {
        this.bot_says(conversation, 'We are open **Monday to Friday**, 9:00–18:00.');
      }
    });
  }

  hand_over(conversation) {
    this.set_status(conversation, 'open');
    this.add_message(conversation, { type: 'outgoing', content: 'A note among agents: please be quick.', sender: anna, private: true });
    void this.later(() => {
      conversation.assignee = anna;
      conversation.agent_last_seen_at = seconds();
      conversation.updated_at = Date.now() / 1000;
      this.announce('assignee.changed', conversation, this.conversation_data(conversation));
      this.typing(conversation, true);
      void this.later(() => {
        this.typing(conversation, false);
        this.anna_says(conversation, 'Hello, this is Anna. How can I help?');
      });
    });
  }

  async anna_hears(conversation, message) {
    await this.later(() => {
      if (/bye/i.test(message.content ?? '')) return this.resolve(conversation);
      if (message.attachments?.length) return void this.anna_says(conversation, 'Thank you, I can see it. Here is mine.', { files: [{ name: 'mine.png', type: 'image/png', bytes: red_dot }] });
      this.anna_says(conversation, `You said: ${message.content}`);
    });
  }

  /** The agent or the visitor closes the conversation, and an invitation to rate follows. */
  resolve(conversation) {
    if (conversation.status === 'resolved') return;
    this.set_status(conversation, 'resolved');
    this.add_message(conversation, { type: 'activity', content: 'Conversation was marked resolved' });
    conversation.assignee = null;
    void this.later(() => this.add_message(conversation, { type: 'template', content: 'Please rate the conversation', content_type: 'input_csat' }));
  }

  /** The visitor has answered a message of the desk. */
  answered(conversation, message) {
    const values = message.content_attributes.submitted_values;
    const rating = values?.csat_survey_response;
    if (rating) return void conversation.ratings.push(rating);
    const told = (Array.isArray(values) ? values : []).map((one) => `${one.name ?? one.title}=${one.value}`).join(', ');
    void this.later(() => this.bot_says(conversation, `Noted: ${told}`));
  }
}
