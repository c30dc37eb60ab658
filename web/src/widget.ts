import { accentTokens } from './color';
import { files } from './files';
import type { App, AppModule, ReplayModule, SaveOptions, EventName, Host, HostEvents, Listener, Request } from './host';
import { directionOf, languageFor } from './languages';
import { Launcher } from './launcher';
import launcherCss from './launcher.css';
import type { Options } from './options';

/** The listeners of a page; they outlive a shutdown, so that a page registers them once. */
export class Emitter {
  private readonly listeners = new Map<EventName, Set<Listener>>();

  on(name: EventName, listener: Listener): () => void {
    const all = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, all.add(listener));
    return () => void all.delete(listener);
  }

  emit<N extends EventName>(name: N, detail: HostEvents[N]): void {
    for (const listener of this.listeners.get(name) ?? []) {
      try {
        listener(detail as never);
      } catch (error) {
        // A fault of the page is the page's to see, and must not stop the widget.
        reportError(error);
      }
    }
  }
}

/** One widget on a page: the launcher now, everything else when the visitor shows interest. */
export class Widget {
  private readonly element = document.createElement('deskbell-widget');
  private readonly root = this.element.attachShadow({ mode: 'open' });
  private readonly launcher: Launcher;
  private readonly dark = matchMedia('(prefers-color-scheme: dark)');
  private readonly catalogues = new Map<string, Promise<Response>>();
  private fetched: { styles: Promise<string>; wasm: Promise<Response>; app: Promise<AppModule> } | undefined;
  private app: Promise<App> | undefined;
  private attempts = 0;
  private isOpen = false;
  private recording = false;
  private gone = false;

  /** `base`: the address of the folder that holds the built files. */
  constructor(private readonly options: Options, private readonly base: string, private readonly emitter: Emitter, parent: HTMLElement) {
    this.launcher = new Launcher(files.languages[this.language] ?? '');
    const { element, root, launcher: { button } } = this;
    if (options.position === 'start') element.dataset['position'] = 'start';
    if (options.zIndex !== undefined) element.style.setProperty('z-index', String(options.zIndex));
    this.adopt(launcherCss);
    this.direction(directionOf(this.language));
    this.paint();
    this.dark.addEventListener('change', this.paint);
    for (const sign of ['pointerenter', 'focus', 'touchstart']) button.addEventListener(sign, this.interest, { once: true, passive: true });
    button.addEventListener('click', () => this.toggle());
    root.append(button);
    parent.append(element);
    emitter.emit('ready', undefined);
  }

  open(): void {
    this.isOpen = true;
    this.launcher.busy(true);
    this.running().then((app) => {
      if (this.isOpen) app.open();
    }).catch(() => {
      this.isOpen = false;
    }).finally(() => this.launcher.busy(false));
  }

  close(): void {
    this.isOpen = false;
    this.app?.then((app) => app.close()).catch(() => undefined);
  }

  toggle(): void {
    if (this.isOpen) this.close();
    else this.open();
  }

  /** Loads the app when it must, without opening the panel. */
  request(request: Request): void {
    if (request.event === 'language') {
      this.options.locale = request.lang;
      request = { event: 'language', lang: this.language };
      if (!this.app) {
        this.launcher.label(files.languages[this.language] ?? '');
        this.direction(directionOf(this.language));
        return;
      }
    }
    this.running().then((app) => app.request(request)).catch(() => undefined);
  }

  /** Starts the chat afresh, from what this browser keeps of it, with every event kept from the first on. */
  async record(): Promise<void> {
    if (!this.options.record) throw new Error("recording is off: Deskbell('boot', { record: true })");
    const { isOpen } = this;
    this.recording = true;
    const before = this.app;
    this.app = undefined;
    this.fetched = undefined;
    if (before) (await before.catch(() => undefined))?.destroy();
    const app = await this.running();
    if (isOpen) app.open();
  }

  /** What was recorded, redacted unless that is refused, as a file. */
  async recorded(how?: SaveOptions): Promise<File> {
    const tools = (await import(new URL(files.replay, this.base).href)) as ReplayModule;
    return tools.save((await this.app)?.recording(), how);
  }

  theme(theme: NonNullable<Options['theme']>): void {
    this.options.theme = theme;
    this.paint();
  }

  /** Takes everything off the page and closes the connection. */
  destroy(): void {
    this.gone = true;
    this.dark.removeEventListener('change', this.paint);
    this.app?.then((app) => app.destroy()).catch(() => undefined);
    this.element.remove();
  }

  /** What the page wants, else what the visitor's browser prefers, else what the page is written in. */
  private get language(): string {
    return languageFor([this.options.locale, ...navigator.languages, document.documentElement.lang].filter((tag): tag is string => !!tag));
  }

  private readonly interest = (): void => {
    void this.fetch();
  };

  /** Fetches the files, all at once. After a failure the next call tries again under another address, since browsers remember a module that failed. */
  private fetch() {
    this.fetched ??= this.fetchAll();
    return this.fetched;
  }

  private fetchAll() {
    const again = this.attempts ? `&again=${this.attempts}` : '';
    const address = (file: string) => new URL(file + again, this.base).href;
    const get = (file: string) => fetch(address(file)).then((response) => {
      if (!response.ok) throw new Error(`${response.status} ${file}`);
      return response;
    });
    void this.catalogue(this.language).catch(() => undefined);
    const fetched = { app: import(address(this.options.replay ? files.replay : files.app)) as Promise<AppModule>, wasm: get(files.wasm), styles: get(files.styles).then((response) => response.text()) };
    for (const one of Object.values(fetched)) one.catch(() => undefined);
    return fetched;
  }

  private catalogue(lang: string): Promise<Response> {
    let known = this.catalogues.get(lang);
    if (!known) {
      known = fetch(new URL(`lang/${languageFor([lang])}.json${files.texts}`, this.base).href).then((response) => {
        if (!response.ok) throw new Error(`${response.status} ${lang}`);
        return response;
      });
      this.catalogues.set(lang, known);
      known.catch(() => this.catalogues.delete(lang));
    }
    return known.then((response) => response.clone());
  }

  private running(): Promise<App> {
    this.app ??= this.start();
    return this.app;
  }

  private async start(): Promise<App> {
    try {
      const fetched = this.fetch();
      const { start } = await fetched.app;
      const app = await start(this.host(fetched));
      if (this.gone) app.destroy();
      return app;
    } catch (error) {
      this.fetched = undefined;
      this.app = undefined;
      this.attempts += 1;
      this.emitter.emit('error', { message: String(error) });
      throw error;
    }
  }

  private host({ styles, wasm }: { styles: Promise<string>; wasm: Promise<Response> }): Host {
    const { launcher, emitter, element, root, options } = this;
    return {
      options, element, root, styles, wasm, launcher: launcher.button,
      relay: new URL(options.relay || '.', this.base).href.replace(/\/?$/, '/'),
      recording: this.recording,
      lang: this.language,
      catalogue: (lang) => this.catalogue(lang),
      emit: (name, detail) => emitter.emit(name, detail),
      badge: (unread, label, count) => {
        launcher.label(label);
        launcher.badge(unread, count);
      },
      opened: (open) => {
        this.isOpen = open;
        launcher.expanded(open);
      },
      adopt: (css) => this.adopt(css),
      direction: (dir) => this.direction(dir),
    };
  }

  private direction(dir: 'ltr' | 'rtl'): void {
    this.element.dir = this.options.dir ?? dir;
  }

  private readonly paint = (): void => {
    const { accent, theme = 'auto' } = this.options;
    const dark = theme === 'dark' || (theme === 'auto' && this.dark.matches);
    this.element.dataset['theme'] = dark ? 'dark' : 'light';
    for (const [name, value] of Object.entries(accentTokens(accent, dark))) this.element.style.setProperty(name, value);
  };

  private adopt(css: string): void {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      this.root.adoptedStyleSheets = [...this.root.adoptedStyleSheets, sheet];
    } catch {
      const style = document.createElement('style');
      if (this.options.nonce) style.nonce = this.options.nonce;
      style.textContent = css;
      this.root.append(style);
    }
  }
}
