import type { Effect, Event as CoreEvent, Json, Patch } from './gen/protocol';
import { Badge } from './badge';
import { Relay } from './channels/relay';
import { type Place, Tabs, takePlace } from './channels/tabs';
import { coreRest, lazy } from './chunks';
import { learn } from './dom/draw';
import { formatsOf } from './dom/format';
import type { App, Desk, Host } from './host';
import type * as AwayModule from './lazy/away';
import type * as ExtrasModule from './lazy/extras';
import { clear, keyOf } from './key';
import type { Options } from './options';
import { Palette } from './palette';
import { Panel } from './panel';
import type { Recorder } from './recorder';
import { Session } from './session';
import { Storage, type TabState } from './storage';
import type { TitleFlash } from './title';
import { compile, type Core, createCore } from './wasm';

/** Random letters and digits, 32 bits for each block of the answer. */
function random(blocks: number): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(blocks)), (block) => block.toString(36)).join('');
}

/** Longer texts are looked at. */
const longest = 4000;

/** Options that are texts. A page that sets no others has nothing that could be wrong or is to be read from a text; `deskbell`, `manual` and `element` are attributes of the tag. */
const texts = /^(relay|assets|desk|title|locale|accent|launcherLabel|launcherIcon|nonce|deskbell|manual|element)$/;
const isPlain = ({ options, asked }: Host) => !asked.length && Object.entries(options).every(([name, value]) => value == null || (texts.test(name) && typeof value === 'string' && value.length < longest));

/** Leaves in the options what is one, and says what is not. */
async function check(host: Host): Promise<void> {
  if (!isPlain(host)) (await lazy('page')).checkPage(host);
}

async function deskOf({ options, relay }: Host): Promise<Desk> {
  if (options.channel === 'tencent') return (await lazy('tencent')).desk(options);
  const { desk } = options;
  const user = options.user && { ...options.user };
  const who = { desk, user: options.user };
  // What proves who it is goes to the relay alone, and into no recording.
  delete user?.token;
  delete user?.hash;
  return { user, channel: (events, lang, token, mark) => new Relay(relay, token, lang, mark ?? null, events, who) };
}

/** Options that change while the chat runs; any other starts it afresh. */
const inPlace = new Set(['locale', 'theme', 'accent', 'sounds', 'toolbar', 'quickMessages']);

/** Chat of the page, which its attributes stand for → the keys of what it has kept: with several users it has had several conversations. */
const keys = new WeakMap<object, Set<string>>();

function keyFor(options: Options, relay: string, chat: object): string {
  const key = keyOf(options, relay);
  keys.set(chat, (keys.get(chat) ?? new Set()).add(key));
  return key;
}

/** The same → settled when none of its starts is under way any more. */
const begun = new WeakMap<object, Promise<unknown>>();

/** Waits for a start that is under way, which would write down after this what it has found. */
export async function forget(options: Options, relay: string, chat: object, all?: boolean): Promise<void> {
  await begun.get(chat);
  clear(keyFor(options, relay, chat));
  if (all) keys.get(chat)?.forEach(clear);
}

export function start(host: Host): Promise<App> {
  const { attributes } = host;
  const made = begin(host);
  begun.set(attributes, Promise.allSettled([begun.get(attributes), made]).then(() => undefined));
  return made;
}

/** Starts the chat: draws the (closed) panel, creates the core's session and connects it. */
async function begin(host: Host): Promise<App> {
  const { options } = host;
  // While the options are looked at.
  const compiled = compile(host.wasm, () => lazy('core'));
  compiled.catch(() => undefined);
  await check(host);
  if (options.replay) return (await lazy('../tools/replay')).start(host);
  const { toolbar, quickMessages, welcome } = options;
  const extras = toolbar || quickMessages || welcome ? lazy('extras') : undefined;
  const accent = options.accent ? lazy('accent').catch(() => undefined) : undefined;
  const record = host.recording ? lazy('recorder') : undefined;
  const desk = await deskOf(host);
  const storage = new Storage(options.storage, keyFor(options, host.relay, host.attributes));
  const visitor = desk.user?.id ?? storage.get('visitor') ?? `visitor-${random(3)}`;
  if (!desk.user) storage.set('visitor', visitor);

  const config = {
    lang: host.language(),
    user: { ...desk.user, id: visitor },
    title: options.title,
    ids: `${random(3)}-`,
    seed: crypto.getRandomValues(new Uint32Array(1))[0],
    utc_offset: -new Date().getTimezoneOffset(),
    start: Date.now(),
  };
  const recorder = record && new (await record).Recorder(config);
  await accent;
  const more = await extras;
  const place = await takePlace(storage.key, storage.tab, random(2), (options.storage ?? 'local') !== 'local');
  storage.tab = place.tab;
  // Draws what it can and connects while the module is compiled.
  const chat = new Chat(host, desk, storage, place, config.ids, recorder, more);
  try {
    const [instantiate, styles] = await Promise.all([compiled, host.styles]);
    const core = await createCore(instantiate, config, coreRest, () => lazy('core'));
    host.adopt(styles);
    if (more) host.adopt(more.css);
    chat.run(core);
    // The connection may be open by now, and its greeting goes out before the panel is laid out.
    await new Promise((next) => setTimeout(next));
  } catch (error) {
    chat.destroy();
    throw error;
  }
  return chat;
}

class Chat implements App {
  private readonly panel: Panel;
  private readonly badge: Badge;
  private readonly session: Session;
  private readonly channel: Tabs;
  private readonly files = new Map<string, File>();
  private formats = formatsOf('en');
  private away: typeof AwayModule | undefined;
  private title: TitleFlash | undefined;
  private over = false;
  /** Messages that came while the visitor looked elsewhere. */
  private missed = 0;
  private state = '';
  private connection = '';
  /** What the visitor should know of the connection while it is lost. */
  private lost = '';
  private lang: string;
  private kept: TabState = {};
  /** Keys of rows that several tabs have shown before they were sent. */
  private readonly shared = new Set<string>();
  private unread = 0;
  private readonly palette: Palette;
  private readonly extras: ExtrasModule.Extras | undefined;
  /** What the page wants said before the visitor's next words. */
  private product: CoreEvent | undefined;
  /** The words of what the visitor pressed last. */
  private pressed = '';

  constructor(private readonly host: Host, desk: Desk, private readonly storage: Storage, private readonly place: Place, ids: string, private readonly recorder?: Recorder, more?: typeof ExtrasModule) {
    const { options } = host;
    this.palette = new Palette(host.element, options);
    this.badge = new Badge(host);
    this.panel = new Panel(options.title ?? '', {
      close: () => this.close(),
      text: (text, quote) => this.say(text, quote),
      draft: (text) => this.dispatch({ event: 'draft', text }),
      typing: () => this.dispatch({ event: 'typing' }),
      file: (file) => void this.attach(file),
      press: (row, action, value) => {
        host.emit('action', { label: this.pressed });
        this.dispatch({ event: 'action', row, action, ...(value === undefined ? {} : { value }) });
        if (/retry|discard/.test(action) && this.shared.has(row)) this.channel.press(row, action);
      },
      arrived: (news) => {
        this.missed = document.hidden ? this.missed + news.length : 0;
        if (this.missed) void this.callBack(({ TitleFlash }) => (this.title ??= new TitleFlash()).news(`(${this.formats.number(this.missed)}) ${this.panel.log.fixed.new_messages}`));
        if (this.panel.open && !document.hidden) this.channel.once('sound', () => undefined);
        for (const { row, words } of news) host.emit('message', { author: row.author?.name ?? '', text: words });
      },
      started: (words) => this.panel.announce(words, 'polite'),
      finished: (words) => this.panel.announce(words, 'polite'),
      adopt: (css) => host.adopt(css),
      misfit: (what) => this.failed(`a patch does not fit: ${what}`),
    }, host.layout === 'floating');
    // Before the press itself, in the phase that goes down.
    this.panel.dom.addEventListener('click', ({ target }) => {
      const control = target instanceof Element && target.closest<HTMLElement>('button, a, [role=radio]');
      if (control) this.pressed = control.getAttribute('aria-label') ?? control.innerText.trim();
    }, true);
    if (more) {
      this.extras = new more.Extras(options, {
        say: (text) => this.say(text),
        press: (action) => this.dispatch({ event: 'action', row: 'header', action }),
        pressed: (label) => host.emit('action', { label }),
        complain: host.complain,
      });
      this.panel.composer.dom.before(this.extras.dom);
      this.extras.update();
    }
    host.root.insertBefore(this.panel.dom, host.launcher);
    this.lang = host.language();
    this.session = new Session(this, recorder);
    this.channel = new Tabs(place, ids, (events, { mark }) => desk.channel(events, this.lang, storage.get('token'), mark), {
      event: (text) => this.session.dispatch(more && options.welcome ? more.welcomed(text, options.welcome) : text),
      net: (state, reason) => this.dispatch({ event: 'net', state, reason }),
      token: (token, before) => {
        const known = storage.get('token');
        if (known && before !== undefined && known !== before) return known;
        storage.set('token', token);
        return token;
      },
      refused: (message) => this.failed(message),
      read: () => this.dispatch({ event: 'seen' }),
      others: () => storage.tabs(),
      elsewhere: (pending) => this.dispatch({ event: 'restore', state: { elsewhere: true, pending: this.share(pending) } }),
      pressed: (row, action) => {
        if (this.shared.has(row)) this.dispatch({ event: 'action', row, action });
      },
      left: (tab) => this.inherit(tab),
    });
    storage.told = () => {
      this.panel.warn(DESKBELL_WORDS.storage_full, !!storage.failure);
      if (storage.failure) host.complain(`what has not been sent is kept only until the page is left: ${storage.failure}`);
    };
    if (storage.failure) storage.told();
    const state = storage.state(place.tab);
    if (state !== undefined) this.dispatch({ event: 'restore', state });
    else this.dispatch({ event: 'tick' });
    if (!place.free) this.alone();
    this.channel.connect();
  }

  run(core: Core): void {
    this.session.run(core);
  }

  open(): void {
    if (this.panel.open) return;
    this.dispatch({ event: 'open' });
    this.channel.read();
    this.session.flush();
    this.panel.show();
    this.host.opened(true);
    this.warn();
    this.host.emit('open', undefined);
  }

  close(): void {
    if (!this.panel.open) return;
    this.dispatch({ event: 'close' });
    this.host.opened(false);
    if (this.panel.hide()) this.host.launcher.focus();
    this.warn();
    this.host.emit('close', undefined);
  }

  /** The open panel says by itself that the desk cannot be reached. */
  private warn(): void {
    this.badge.warn(this.panel.open ? '' : this.lost);
  }

  async call(method: string, args: unknown[]): Promise<unknown> {
    if (!method) return undefined;
    const { call } = await lazy('page');
    return call({
      host: this.host,
      lazy,
      say: (text) => this.say(text),
      dispatch: (event) => this.dispatch(event),
      product: (event) => (this.product = event),
      recording: () => this.recorder?.text(Date.now()),
    }, method, args);
  }

  async update(options: Options): Promise<boolean> {
    await check(this.host);
    if (this.over) return true;
    if (Object.keys(options).some((name) => !inPlace.has(name)) || (!this.extras && (options.toolbar || options.quickMessages))) return false;
    if ('locale' in options) this.dispatch({ event: 'language', lang: this.host.language() });
    this.palette.paint();
    this.extras?.update();
    return true;
  }

  destroy(): void {
    removeEventListener('pagehide', this.leave);
    this.channel.close();
    for (const reference of this.files.keys()) URL.revokeObjectURL(reference);
    this.over = true;
    this.title?.destroy();
    this.session.destroy();
    this.panel.destroy();
    this.palette.destroy();
    this.away?.silence();
  }

  /** The visitor's words, after the product that they are about. */
  private say(text: string, quote?: string): void {
    const { product } = this;
    this.product = undefined;
    if (product) this.dispatch(product);
    const mentioned = this.panel.composer.mentioned(text);
    this.dispatch({ event: 'text', text, ...(quote ? { quote } : {}), ...(mentioned ? { mentioned } : {}) });
  }

  /** The core's patches of one frame. */
  draw(patches: Patch[]): void {
    let news = false;
    for (const patch of patches) {
      if (patch.op === 'language') {
        this.formats = formatsOf(patch.language.lang);
        this.channel.language((this.lang = patch.language.lang));
        patch.language.dir = this.host.direction(patch.language.dir === 'rtl' ? 'rtl' : 'ltr');
      } else if (patch.op === 'launcher') {
        const { unread, label } = patch.launcher;
        this.badge.count(unread, label, this.formats);
        if (unread !== this.unread) this.host.emit('unread', { count: (this.unread = unread) });
      } else if (patch.op === 'header') {
        const { state, connection } = patch.header;
        if (state === 'ended' && this.state && this.state !== 'ended') this.host.emit('ended', undefined);
        if (state !== this.state || connection !== this.connection) this.host.emit('state', { state, connection });
        this.state = state;
        this.connection = connection;
        this.lost = connection === 'disconnected' ? patch.header.subtitle : '';
        this.warn();
        this.extras?.update(patch.header);
      } else if (patch.op === 'insert') {
        if (patch.row.side === 'visitor') this.extras?.update(undefined, true);
        else news = true;
      }
    }
    if (news && this.panel.open) this.channel.read();
    this.panel.apply(patches);
  }

  partMissing(is: boolean): void {
    this.panel.warn(DESKBELL_WORDS.part_missing, is);
  }

  async learn(): Promise<void> {
    const { drawers, styles } = await lazy('rich');
    learn(drawers);
    this.host.adopt(styles);
  }

  perform(effect: Effect): void {
    switch (effect.effect) {
      case 'send':
        // src 10: the answer to an evaluation.
        if (/"src\\?":\\?"10\\?"/.test(JSON.stringify(effect.message))) this.host.emit('rated', undefined);
        this.channel.send(effect);
        break;
      case 'load_history':
      case 'mark_read':
      case 'recall':
      case 'typing':
        this.channel.send(effect);
        break;
      case 'persist':
        this.storage.keep(this.place.tab, (this.kept = effect.state as TabState));
        this.channel.keeps(this.share(this.kept.pending ?? []));
        break;
      case 'upload':
        this.upload(effect);
        break;
      case 'cancel_upload':
        this.channel.cancelUpload(effect.client_id);
        break;
      case 'connect':
        this.channel.connect();
        break;
      case 'notify':
        if (document.hidden) this.channel.once('notify', () => this.callBack(({ notify }) => notify(effect.title, effect.text)));
        break;
      case 'play_sound':
        // A tab in which the visitor sees the message comes first, and is silent.
        if (this.host.options.sounds !== false) setTimeout(() => this.channel.once('sound', () => this.callBack(({ chime }) => chime())), 100);
        break;
      case 'announce':
        this.panel.announce(effect.text, effect.politeness === 'assertive' ? 'assertive' : 'polite');
        break;
      case 'load_language':
        void this.loadLanguage(effect.lang);
        break;
    }
  }

  failed(error: unknown): void {
    this.host.emit('error', { message: String(error) });
  }

  /** Does what calls the visitor back to this page. */
  private async callBack(act: (away: typeof AwayModule) => void): Promise<void> {
    try {
      this.away = await lazy('away');
    } catch {
      // The badge tells it as well.
      return;
    }
    if (!this.over) act(this.away);
  }

  /** Of what is not sent yet, what the visitor's other tabs show as well: words and files. What a control answers shows where it was pressed. */
  private share(pending: Json[]): Json[] {
    const shared = (pending as { client_id: string; message: { type: string } }[]).filter(({ message }) => message.type !== 'TIMCustomElem');
    for (const { client_id } of shared) this.shared.add(`c:${client_id}`);
    return shared;
  }

  /** Takes over what a tab that is gone had not sent; its draft was its own. */
  private inherit(tab: string): void {
    const { pending = [], draft = '' } = this.storage.state(tab) ?? {};
    if (pending.length) this.dispatch({ event: 'restore', state: { pending } });
    this.storage.keep(tab, { draft });
  }

  /** Tabs that cannot ask for each other take over what was left by those that said so. */
  private alone(): void {
    for (const tab of this.storage.tabs()) if (this.storage.state(tab)?.left) this.inherit(tab);
    addEventListener('pagehide', this.leave);
  }

  private readonly leave = (): void => this.storage.keep(this.place.tab, { ...this.kept, left: true });

  private dispatch(event: CoreEvent): void {
    this.session.dispatch(event);
  }

  private async attach(file: File): Promise<void> {
    // The reference is an address of the file in this page, so that a picture can be shown while it is on its way.
    const ref = URL.createObjectURL(file);
    this.files.set(ref, file);
    const { width, height } = await lazy('files').then(({ dimensions }) => dimensions(file)).catch(() => ({ width: undefined, height: undefined }));
    this.dispatch({ event: 'file', name: file.name, size: file.size, mime: file.type, ref, width, height });
  }

  private upload(effect: Extract<Effect, { effect: 'upload' }>): void {
    const file = this.files.get(effect.ref);
    if (!file) return this.dispatch({ event: 'upload', client_id: effect.client_id, error: 'file_gone' });
    this.channel.upload(effect, file);
  }

  private async loadLanguage(lang: string): Promise<void> {
    for (let attempt = 0; attempt < 4; attempt += 1) {
      try {
        const catalogue = await this.host.catalogue(lang);
        this.panel.words.load(catalogue as { page?: string[] });
        this.session.dispatch(JSON.stringify({ ...catalogue, event: 'catalogue' }));
        return;
      } catch (error) {
        this.failed(error);
        await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** attempt));
      }
    }
  }
}
