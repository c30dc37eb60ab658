import type { Effect, Event as CoreEvent, Patch } from './gen/protocol';
import { Relay } from './channels/relay';
import { type Place, Tabs, takePlace } from './channels/tabs';
import { Formats } from './dom/format';
import type { App, Desk, DeskModule, Host, Request } from './host';
import { Panel } from './panel';
import { Recorder } from './recorder';
import { Session } from './session';
import { chime, silence } from './sound';
import { Storage, type TabState } from './storage';
import { compile, createCore } from './wasm';

/** Random letters and digits, 32 bits for each block of the answer. */
function random(blocks: number): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(blocks)), (block) => block.toString(36)).join('');
}

/** The size of a picture, so that its box can be reserved; nothing for other files and for pictures that this browser cannot read. */
async function dimensions(file: File): Promise<{ width?: number; height?: number }> {
  if (!file.type.startsWith('image/')) return {};
  try {
    const bitmap = await createImageBitmap(file);
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  } catch {
    return {};
  }
}

/** The address of lazy/tencent.js; build.mjs defines it. */
declare const DESKBELL_TENCENT: string;

async function deskOf({ options, relay }: Host): Promise<Desk> {
  if (options.channel === 'tencent') return ((await import(new URL(DESKBELL_TENCENT, import.meta.url).href)) as DeskModule).desk(options);
  const { user } = options;
  return { key: relay + (user ? `:${user.id}` : ''), user, channel: (events, lang, token, mark) => new Relay(relay, token, lang, mark ?? null, events) };
}

/** Starts the chat: draws the (closed) panel, creates the core's session and connects it. */
export async function start(host: Host): Promise<App> {
  const { options } = host;
  const desk = await deskOf(host);
  const storage = new Storage(options.storage, `deskbell:${desk.key}`);
  const visitor = desk.user?.id ?? storage.get('visitor') ?? `visitor-${random(3)}`;
  if (!desk.user) storage.set('visitor', visitor);

  const [module, styles, place] = await Promise.all([compile(host.wasm), host.styles, takePlace(storage.key, storage.tab, random(2), (options.storage ?? 'local') !== 'local')]);
  storage.tab = place.tab;
  const config = {
    lang: host.lang,
    user: { ...desk.user, id: visitor },
    title: options.title,
    ids: `${random(3)}-`,
    seed: crypto.getRandomValues(new Uint32Array(1))[0],
    utc_offset: -new Date().getTimezoneOffset(),
    start: Date.now(),
  };
  const core = await createCore(module, config);
  const recorder = host.recording ? new Recorder(config) : undefined;
  host.adopt(styles);
  return new Chat(host, desk, storage, place, config.ids, (chat) => new Session(core, chat, recorder), recorder);
}

class Chat implements App {
  private readonly panel: Panel;
  private readonly session: Session;
  private readonly channel: Tabs;
  private readonly files = new Map<string, File>();
  private formats = new Formats('en');
  private state = '';
  private lang: string;
  private kept: TabState = {};
  private unread = 0;

  constructor(private readonly host: Host, desk: Desk, private readonly storage: Storage, private readonly place: Place, ids: string, session: (chat: Chat) => Session, private readonly recorder?: Recorder) {
    this.panel = new Panel(host.options.title ?? '', {
      close: () => this.close(),
      text: (text) => this.dispatch({ event: 'text', text }),
      draft: (text) => this.dispatch({ event: 'draft', text }),
      typing: () => this.dispatch({ event: 'typing' }),
      file: (file) => void this.attach(file),
      press: (row, action, value) => this.dispatch({ event: 'action', row, action, ...(value === undefined ? {} : { value }) }),
      arrived: (row, text) => {
        if (this.panel.open) this.channel.read();
        if (this.panel.open && !document.hidden) this.channel.once('sound', () => undefined);
        host.emit('message', { author: row.author?.name ?? '', text });
      },
      started: (words) => this.panel.announce(words, 'polite'),
      finished: (words) => this.panel.announce(words, 'polite'),
      misfit: (what) => this.failed(`a patch does not fit: ${what}`),
    });
    host.root.insertBefore(this.panel.dom, host.launcher);
    this.lang = host.lang;
    this.session = session(this);
    this.channel = new Tabs(place, ids, (events, { mark }) => desk.channel(events, this.lang, storage.get('token'), mark), {
      event: (text) => this.session.dispatch(text),
      net: (state, reason) => this.dispatch({ event: 'net', state, reason }),
      token: (token) => storage.set('token', token),
      refused: (message) => this.failed(message),
      read: () => this.dispatch({ event: 'seen' }),
      others: () => storage.tabs(),
      left: (tab) => this.inherit(tab),
    });
    const state = storage.state(place.tab);
    if (state !== undefined) this.dispatch({ event: 'restore', state });
    else this.dispatch({ event: 'tick' });
    if (!place.free) this.alone();
    this.channel.connect();
  }

  open(): void {
    if (this.panel.open) return;
    this.dispatch({ event: 'open' });
    this.channel.read();
    this.session.flush();
    this.panel.show();
    this.host.opened(true);
    this.host.emit('open', undefined);
  }

  close(): void {
    if (!this.panel.open) return;
    this.dispatch({ event: 'close' });
    this.host.opened(false);
    if (this.panel.hide()) this.host.launcher.focus();
    this.host.emit('close', undefined);
  }

  request(request: Request): void {
    this.session.dispatch(JSON.stringify(request));
  }

  recording(): string | undefined {
    return this.recorder?.text(Date.now());
  }

  destroy(): void {
    removeEventListener('pagehide', this.leave);
    this.channel.close();
    for (const reference of this.files.keys()) URL.revokeObjectURL(reference);
    this.session.destroy();
    this.panel.destroy();
    silence();
  }

  /** The core's patches of one frame. */
  draw(patches: Patch[]): void {
    for (const patch of patches) {
      if (patch.op === 'language') {
        this.formats = new Formats(patch.language.lang);
        this.channel.language((this.lang = patch.language.lang));
        this.host.direction(patch.language.dir === 'rtl' ? 'rtl' : 'ltr');
      } else if (patch.op === 'launcher') {
        const { unread, label } = patch.launcher;
        this.host.badge(unread, label, unread > 9 ? `${this.formats.number(9)}+` : this.formats.number(unread));
        if (unread !== this.unread) this.host.emit('unread', { count: (this.unread = unread) });
      } else if (patch.op === 'header') {
        if (patch.header.state === 'ended' && this.state && this.state !== 'ended') this.host.emit('ended', undefined);
        this.state = patch.header.state;
      }
    }
    this.panel.apply(patches);
  }

  perform(effect: Effect): void {
    switch (effect.effect) {
      case 'send':
      case 'load_history':
      case 'mark_read':
      case 'typing':
        this.channel.send(effect);
        break;
      case 'persist':
        this.storage.keep(this.place.tab, (this.kept = effect.state as TabState));
        this.channel.keeps();
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
        // Asking for the permission is the page's business; a widget that asks is refused for ever.
        if (document.hidden && 'Notification' in window && Notification.permission === 'granted') this.channel.once('notify', () => void new Notification(effect.title, { body: effect.text }));
        break;
      case 'play_sound':
        // A tab in which the visitor sees the message comes first, and is silent.
        setTimeout(() => this.channel.once('sound', chime), 100);
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
    const { width, height } = await dimensions(file);
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
        const catalogue = (await (await this.host.catalogue(lang)).json()) as object;
        this.session.dispatch(JSON.stringify({ ...catalogue, event: 'catalogue' }));
        return;
      } catch (error) {
        this.failed(error);
        await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** attempt));
      }
    }
  }
}
