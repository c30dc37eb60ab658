// A conversation with every node kind, as the core would send it.

const text = (words) => ({ kind: 'text', text: words });
const paragraph = (...children) => ({ kind: 'paragraph', children: children.map((one) => (typeof one === 'string' ? text(one) : one)) });
const wrap = (kind, ...children) => ({ kind, children: children.map((one) => (typeof one === 'string' ? text(one) : one)) });
const cells = (...words) => words.map((word, at) => ({ kind: 'table_cell', align: at === 2 ? 'right' : at === 1 ? 'center' : 'left', children: [text(word)] }));

const start = Date.UTC(2026, 10, 21, 9, 41);
const robot = { name: 'Assistant', role: 'robot' };
const anna = { name: 'Anna', role: 'agent' };
export const visitor = { name: 'You', role: 'visitor' };

export const row = (key, body, more = {}) => ({ key, kind: 'message', layout: 'bubble', side: 'desk', author: robot, time: start, head: true, tail: true, streaming: false, body, ...more });
const mine = (key, body, more = {}) => row(key, body, { side: 'visitor', author: visitor, ...more });
const full = (key, body, more = {}) => row(key, body, { layout: 'full', ...more });
const center = (key, body, more = {}) => row(key, body, { layout: 'center', side: 'center', author: undefined, time: undefined, ...more });

export const header = {
  title: 'Fernweh Supply', subtitle: 'Anna is with you', state: 'agent', connection: 'connected',
  actions: [
    { kind: 'button', label: 'Talk to a person', action: 'human', style: 'plain' },
    { kind: 'button', label: 'Rate this conversation', action: 'rate', style: 'plain', disabled: true, reason: 'You can rate once somebody from our team has joined' },
    { kind: 'button', label: 'End conversation', action: 'end', style: 'danger' },
  ],
  labels: { close: 'Close chat', menu: 'More options', log: 'Messages', new_messages: 'New messages', copy: 'Copy', copied: 'Copied', answering: 'An answer is being written' },
};
export const composer = { enabled: true, placeholder: 'Write a message', label: 'Message', send_label: 'Send', attach_label: 'Attach a file', draft: '', maximum: 4000 };

/** A picture without any network: a bitmap of one colour. */
function picture(width, height) {
  const line = Math.ceil((width * 3) / 4) * 4;
  const bytes = Buffer.alloc(54 + line * height, 0xb4);
  bytes.write('BM');
  [[bytes.length, 2], [0, 6], [54, 10], [40, 14], [width, 18], [height, 22], [0, 30], [line * height, 34], [0, 38], [0, 42], [0, 46], [0, 50]].forEach(([value, at]) => bytes.writeUInt32LE(value, at));
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  return `data:image/bmp;base64,${bytes.toString('base64')}`;
}
const grades = ['Very dissatisfied', 'Dissatisfied', 'It was all right', 'Satisfied', 'Very satisfied'];

export const conversation = [
  row('day', [{ kind: 'divider', time: Date.now() }], { kind: 'divider', layout: 'center', side: 'center', author: undefined, time: undefined }),
  full('welcome', [
    { kind: 'heading', level: 3, children: [text('Welcome to Fernweh Supply')] },
    paragraph('I am Bell, the assistant. Pick a question or write your own.'),
    { kind: 'choices', layout: 'list', children: [
      { kind: 'choice', label: 'Opening hours', action: 'item:0' },
      { kind: 'choice', label: 'Where is my order?', desc: 'With the number from your confirmation', action: 'item:1' },
      { kind: 'button', label: 'Show all 12', action: 'more', style: 'plain' },
    ] },
  ]),
  mine('q1', [paragraph('Which blanket fits my bed?')], { tail: false, delivery: { state: 'read', label: '' } }),
  mine('q2', [paragraph('It is 160 cm wide, in case that helps you')], { head: false, delivery: { state: 'read', label: 'Read' } }),
  full('branch', [
    paragraph('Which size is your bed?'),
    { kind: 'choices', layout: 'list', children: [
      { kind: 'choice', label: '140 × 200 cm', disabled: true },
      { kind: 'choice', label: '160 × 200 cm', chosen: true, desc: 'We recommend a blanket that is 40 cm wider' },
    ] },
    { kind: 'choices', layout: 'chips', children: [{ kind: 'choice', label: 'Linen', action: 'c0' }, { kind: 'choice', label: 'Wool', action: 'c1' }, { kind: 'choice', label: 'Cotton', action: 'c2' }] },
  ]),
  full('rich', [
    { kind: 'heading', level: 2, children: [text('What an answer can hold')] },
    paragraph('Text can be ', wrap('strong', 'strong'), ', ', wrap('emphasis', 'stressed'), ', ', wrap('strike', 'struck out'), ' or ', { kind: 'code', text: 'code' }, ', with a ', { kind: 'link', href: 'https://example.com/', title: 'About', children: [text('opening page')] }, '.', { kind: 'line_break' }, 'A second line.'),
    { kind: 'list', ordered: true, start: 3, tight: true, children: [wrap('list_item', 'A list with numbers'), { kind: 'list_item', children: [text('and a second line'), { kind: 'list', tight: true, children: [wrap('list_item', 'with a point below it')] }] }] },
    { kind: 'list', tight: true, children: [{ kind: 'list_item', checked: true, children: [text('something done')] }, { kind: 'list_item', checked: false, children: [text('something to do')] }] },
    wrap('quote', paragraph('Linen gets softer with every wash.')),
    { kind: 'code_block', lang: 'js', text: 'const order = await shop.find("FW-2041", { withHistory: true });\nshow(order);' },
    { kind: 'table', children: [
      { kind: 'table_row', header: true, children: cells('Cloth', 'Warm', 'Price') },
      { kind: 'table_row', children: cells('Linen', '○', '49 €') },
      { kind: 'table_row', children: cells('Wool', '●', '89 €') },
    ] },
    { kind: 'image', src: picture(320, 120), alt: 'A lamp on a side table', width: 320, height: 120 },
    { kind: 'rule' },
    paragraph('That is all: https://example.com/a/very/long/address/that/goes/on/and/on/without/any/place/to/break/it'),
    { kind: 'notice', tone: 'muted', text: 'Written by AI' },
  ]),
  full('card', [{ kind: 'card', eyebrow: 'Is it about this product?', title: 'Reading lamp “Lise”', desc: 'Ash and linen, warm light, dimmable', image: picture(160, 80), href: 'https://example.com/lise', children: [{ kind: 'field', label: 'Price', value: '€ 89.00' }, { kind: 'field', label: 'State', value: 'In stock' }] }]),
  full('form', [paragraph('So that I can find your order'), { kind: 'form', children: [
    { kind: 'input', name: 'number', label: 'Order number', placeholder: 'for example FW-2041', required: true },
    { kind: 'input', name: 'email', label: 'E-mail address' },
    { kind: 'select', name: 'reason', label: 'What would you like to know?', required: true, placeholder: 'Choose one', options: ['Where the parcel is', 'When it arrives'] },
    { kind: 'button', label: 'Submit', action: 'submit', style: 'primary' },
  ] }]),
  full('sent-form', [{ kind: 'form', label: 'Your wish', disabled: true, children: [
    { kind: 'input', name: 'wish', label: 'What should we add?', value: 'A blanket for the dog', disabled: true },
    { kind: 'input', name: 'when', label: 'By when?', error: 'Please fill this in' },
    { kind: 'button', label: 'Sold out', action: 'submit', style: 'primary', disabled: true, reason: 'This form can no longer be filled in' },
  ] }]),
  mine('picture', [{ kind: 'attachment', media: 'image', label: 'holiday.png', url: picture(240, 140), width: 240, height: 140, progress: 0.42 }], { delivery: { state: 'uploading', label: 'Uploading' } }),
  mine('file', [{ kind: 'attachment', media: 'file', label: 'File', name: 'care-guide-for-linen-and-wool.pdf', url: 'https://example.com/f.pdf', size: 184_220 }], { head: false, delivery: { state: 'failed', label: 'Not sent: the desk did not accept it' } }),
  row('sound', [{ kind: 'attachment', media: 'audio', label: 'Voice message', url: 'https://example.com/v.mp3', duration: 7 }], { author: anna }),
  row('place', [{ kind: 'location', label: 'Fernweh Supply, Harbour Lane 12', latitude: 53.5436, longitude: 9.9891, href: 'https://example.com/map' }], { author: anna, head: false }),
  full('rating', [{ kind: 'rating', style: 'stars', label: 'How did we do?', children: [...grades.map((label, at) => ({ kind: 'rating_option', label, number: at + 1, action: `rate:${at + 1}` })), { kind: 'button', label: 'Send rating', action: 'submit', style: 'primary', disabled: true, reason: 'Choose a rating first' }] }], { author: anna }),
  full('numbers', [{ kind: 'rating', style: 'numbers', label: 'And in numbers?', disabled: true, children: grades.map((_, at) => ({ kind: 'rating_option', label: `Grade ${at + 1} of 5`, number: at + 1, chosen: at === 3 })) }, { kind: 'notice', tone: 'info', text: 'Thank you for your rating' }], { author: anna, head: false }),
  center('queue', [{ kind: 'notice', tone: 'info', text: 'You are number 3 in the queue' }, { kind: 'button', label: 'Leave the queue', action: 'leave', style: 'plain' }], { kind: 'status' }),
  full('warn', [{ kind: 'notice', tone: 'warn', text: 'The answer stopped here. You can ask again' }, { kind: 'notice', tone: 'error', text: 'The time to rate this conversation is over' }]),
  row('stream', [paragraph('Linen forgives a lot, and it')], { streaming: true }),
  row('thinking', [{ kind: 'busy', style: 'thinking', label: 'Thinking…' }], { kind: 'status' }),
  row('typing', [{ kind: 'busy', style: 'typing', label: 'Anna is typing…' }], { kind: 'status', author: anna }),
];
