import languages from '../../i18n/languages.json';
import { texts, type TextKey } from './texts';
import { words } from './words';

// The stub of the documentation: calls made before deskbell.js has loaded wait in a queue.
interface Stub {
  (...call: unknown[]): unknown;
  q?: unknown[][];
}
const page = window as unknown as { Deskbell?: Stub };
const queue: unknown[][] = [];
const stub: Stub = (...call) => queue.push(call);
stub.q = queue;
page.Deskbell ??= stub;
const deskbell = (...call: unknown[]) => page.Deskbell?.(...call);

const find = <E extends HTMLElement>(id: string, type: new () => E): E => {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`the page has no ${id}`);
  return element;
};

/** Settings survive a reload, where the browser allows it. */
const settings = {
  get(name: string): string | null {
    try {
      return localStorage.getItem(`shop.${name}`);
    } catch {
      return null;
    }
  },
  set(name: string, value: string): void {
    try {
      localStorage.setItem(`shop.${name}`, value);
    } catch {
      return;
    }
  },
};

interface Order {
  number: string;
  name: TextKey;
  state: TextKey;
  amount: number;
  picture: string;
  wide?: string;
}
const orders: Order[] = [
  { number: 'FW-2041', name: 'lamp_piece', state: 'on_its_way', amount: 93.9, picture: 'lamp', wide: 'lamp-wide' },
  { number: 'FW-1987', name: 'blanket', state: 'delivered', amount: 129, picture: 'blanket' },
  { number: 'FW-1902', name: 'cushion', state: 'delivered', amount: 58, picture: 'cushion' },
];

/** The language that the visitor chose, else the first of the browser's that the chat has words for. */
function firstLanguage(): string {
  const wanted = navigator.languages.map((tag) => tag.toLowerCase());
  const chinese = (tag: string) => (tag.startsWith('zh') ? (/tw|hk|mo|hant/.test(tag) ? 'zh_tw' : 'zh_cn') : tag.startsWith('pt') ? 'pt_br' : tag.split('-')[0]);
  return settings.get('language') ?? wanted.map(chinese).find((id) => languages.some((one) => one.id === id)) ?? 'en';
}

let lang = firstLanguage();
let basket = 0;
const text = (key: TextKey, values: Record<string, string> = {}) =>
  (texts[lang]?.[key] ?? texts['en']?.[key] ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
const euro = (amount: number) => new Intl.NumberFormat(lang.replace('_', '-'), { style: 'currency', currency: 'EUR' }).format(amount);
const address = (picture: string) => new URL(`/demo/${picture}.svg`, location.href).href;

function make<K extends keyof HTMLElementTagNameMap>(tag: K, classes: string, ...content: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = classes;
  element.append(...content);
  return element;
}

function askButton(label: string, name: string, press: () => void): HTMLButtonElement {
  const button = make('button', 'ask', label);
  button.type = 'button';
  button.setAttribute('aria-label', name);
  button.addEventListener('click', press);
  return button;
}

function ask(method: 'send' | 'sendCard' | 'sendOrder', what: unknown): void {
  deskbell('open');
  deskbell(method, what);
}

function orderRow({ number, name, state, amount, picture, wide }: Order): HTMLElement {
  const title = text('order', { number });
  const image = make('img', '');
  Object.assign(image, { src: address(picture), alt: '', width: 64, height: 64 });
  const asked = askButton(text('ask_order'), `${text('ask_order')}: ${number}`, () => ask('sendOrder', {
    guide: text('order_guide'), name: title, desc: text(name), pic: address(wide ?? picture), url: new URL(`/?order=${number}`, location.href).href,
    customField: [{ name: text('state'), value: text(state) }, { name: text('amount'), value: euro(amount) }],
  }));
  return make('li', '', image, make('div', 'what', make('strong', '', title), make('span', '', text(name))), make('span', `state ${state}`, text(state)), make('span', 'amount', euro(amount)), asked);
}

interface Product {
  name: TextKey;
  about: TextKey;
  amount: number;
  picture: string;
}
const others: Product[] = [
  { name: 'blanket_name', about: 'blanket_about', amount: 129, picture: 'blanket' },
  { name: 'cushion_name', about: 'cushion_about', amount: 29, picture: 'cushion' },
];

function productTile({ name, about, amount, picture }: Product): HTMLElement {
  const image = make('img', '');
  Object.assign(image, { src: address(picture), alt: '', width: 120, height: 120 });
  const asked = askButton(text('ask_product'), `${text('ask_product')}: ${text(name)}`, () => ask('sendCard', { header: text(name), desc: `${text(about)} · ${euro(amount)}`, pic: address(picture), url: new URL(`/?product=${picture}`, location.href).href }));
  return make('li', 'tile', image, make('div', 'what', make('strong', '', text(name)), make('span', '', text(about)), make('span', 'amount', euro(amount)), asked));
}

function show(): void {
  document.documentElement.lang = texts[lang] ? lang.replace('_', '-') : 'en';
  document.title = text('title');
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) element.textContent = text(element.dataset['text'] as TextKey);
  for (const element of document.querySelectorAll<HTMLImageElement>('[data-alt]')) element.alt = text(element.dataset['alt'] as TextKey);
  find('price', HTMLElement).textContent = euro(89);
  find('basket', HTMLElement).textContent = basket ? text('in_basket', { count: String(basket) }) : '';
  find('more', HTMLElement).replaceChildren(...others.map(productTile));
  find('orders', HTMLElement).replaceChildren(...orders.map(orderRow));
  find('words', HTMLElement).replaceChildren(...(words[lang] ?? words['en'] ?? []).map(([say, see]) => {
    const button = make('button', 'word', make('strong', '', say), make('span', '', see));
    button.type = 'button';
    button.addEventListener('click', () => ask('send', say));
    return make('li', '', button);
  }));
}

function paint(theme: string): void {
  document.documentElement.dataset['theme'] = theme;
  deskbell('setTheme', theme);
}

const language = find('language', HTMLSelectElement);
const theme = find('theme', HTMLSelectElement);
language.replaceChildren(...languages.map(({ id, name }) => {
  const option = new Option(name, id);
  option.lang = id.replace('_', '-');
  return option;
}));
language.value = lang;
theme.value = settings.get('theme') ?? 'auto';
const desk = find('desk', HTMLSelectElement);
desk.value = new URLSearchParams(location.search).get('desk') ?? '';
if (desk.selectedIndex < 0) desk.value = '';
show();
// ?replay=NAME plays a story of /demo/replay, ?replay=/a/path.jsonl any fixture of this server; &speed=1 in its own time. ?record lets the page record.
const query = new URLSearchParams(location.search);
const played = query.get('replay');
const replay = played && (played.includes('/') ? played : `/demo/replay/${played}.jsonl`);
deskbell('boot', { locale: lang, desk: desk.value || undefined, accent: '#a04a2a', theme: theme.value, record: query.has('record'), ...(replay ? { replay, replaySpeed: Number(query.get('speed') ?? 0) } : {}) });
if (replay) deskbell('open');
paint(theme.value);
// On wide screens the page makes room, so that the list and the buttons can be pressed while the chat is open.
deskbell('on', 'open', () => document.body.classList.add('chatting'));
deskbell('on', 'close', () => document.body.classList.remove('chatting'));

language.addEventListener('change', () => {
  lang = language.value;
  settings.set('language', lang);
  show();
  deskbell('setLanguage', lang);
});
theme.addEventListener('change', () => {
  settings.set('theme', theme.value);
  paint(theme.value);
});
desk.addEventListener('change', () => deskbell('update', { desk: desk.value || undefined }));
// The code is drawn by the widget, which is loaded for it.
const phone = find('phone', HTMLDialogElement);
find('on-phone', HTMLButtonElement).addEventListener('click', async () => {
  const place = find('code', HTMLElement);
  const link = find('chat-page', HTMLAnchorElement);
  phone.showModal();
  try {
    const code = (await deskbell('qr')) as HTMLCanvasElement;
    link.href = link.textContent = code.getAttribute('aria-label') ?? '/chat';
    place.replaceChildren(code);
  } catch {
    place.textContent = text('no_code');
  }
});
find('phone-close', HTMLButtonElement).addEventListener('click', () => phone.close());
phone.addEventListener('click', ({ target }) => {
  if (target === phone) phone.close();
});
find('buy', HTMLButtonElement).addEventListener('click', () => {
  basket += 1;
  find('basket', HTMLElement).textContent = text('in_basket', { count: String(basket) });
});
find('ask-product', HTMLButtonElement).addEventListener('click', () => ask('sendCard', { header: text('lamp'), desc: `${text('lamp_desc')} · ${euro(89)}`, pic: address('lamp-wide'), url: new URL('/', location.href).href }));
