import type { Attributes } from './chat';
import type { EventName, HostEvents } from './events';
import { files } from './files';
import type { App, AppModule, Host } from './host';
import { directionOf, languageFor } from './languages';
import { createLauncher } from './launcher';
import launcherCss from './launcher.css';
import type { Options } from './options';

/** What a widget needs of the page's side. */
export interface Owner {
  /** What stands in attributes; all texts. */
  readonly attributes: Attributes;
  /** Calls whose arguments nobody has looked at, method first, to be taken out by who does. */
  readonly asked: unknown[][];
  emit<N extends EventName>(name: N, detail: HostEvents[N]): void;
  /** A mistake of the page, told on the console as well. */
  complain(message: string): void;
  /** Starts the widget afresh; `record`: and keeps every event. */
  again(record?: boolean): Widget;
}

/** One widget on a page: the launcher now, everything else when the visitor shows interest. */
export interface Widget {
  readonly element: HTMLElement;
  readonly isOpen: boolean;
  /** Opens, or closes with `false`; without a word the other of what is. */
  toggle(open?: boolean): void;
  /** Hands a call to the app, which is loaded for it. */
  call(method: string, args: unknown[]): Promise<unknown>;
  /** True when the app takes the new options, false when only a launcher is there, which is drawn anew. */
  update(options: Options): boolean;
  /** Takes what it has kept out of the browser's storage. */
  forget(all?: boolean): Promise<void>;
  /** Takes everything off the page and closes the connection. */
  destroy(): void;
}

export const quiet = () => undefined;

/** `base`: the address of the folder that holds the built files; `relay`: that of the relay. `own`: the element that is the widget, when the page wrote one; else one is made in `parent`. */
export function createWidget(options: Options, base: string, relay: string, owner: Owner, parent: HTMLElement, own?: HTMLElement, recording = false): Widget {
  const element = own ?? document.createElement('deskbell-widget');
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
  const over = new AbortController();
  const { signal } = over;
  const { style } = element;
  const { emit } = owner;
  // Whatever stands in the options, the launcher is drawn of strings, numbers and booleans; the app says what is wrong.
  const drawn: Options = Object.fromEntries(Object.entries(options).filter(([, value]) => /[grn]$/.test(typeof value)));
  const layout = drawn.layout ?? (own || options.container ? 'inline' : 'floating');
  // What the page wants, else what the visitor's browser prefers, else what the page is written in.
  const language = () => languageFor([options.locale, ...navigator.languages, document.documentElement.lang]);
  const { button, note, state, trouble } = createLauncher(drawn.launcherLabel ?? files.languages[language()] ?? '', drawn.launcherIcon);
  const catalogues: Record<string, Promise<object> | undefined> = {};
  let fetched: { app: Promise<AppModule>; wasm: Promise<Response>; styles: Promise<string> } | undefined;
  let app: Promise<App> | undefined;
  let again = '';
  let isOpen = false;

  const address = (file: string) => new URL(file + files.version, base).href;
  const get = async (file: string) => {
    const response = await fetch(address(file));
    if (!response.ok) throw Error(`${response.status} ${file}`);
    return response;
  };
  const catalogue = (lang: string) => (catalogues[lang] ??= get(`lang/${languageFor([lang])}.json`).then((response) => response.json() as Promise<object>).catch((error: unknown) => {
    catalogues[lang] = undefined;
    throw error;
  }));

  const module = () => import(/* @vite-ignore */ /* webpackIgnore: true */ address('app.js') + again) as Promise<AppModule>;

  /** Fetches the files, all at once. After a failure the next call asks for the app under another address, since browsers remember a module that failed. */
  const fetchAll = () => {
    if (!fetched) {
      fetched = {
        app: module(),
        wasm: get('deskbell.wasm'),
        styles: get('app.css').then((response) => response.text()),
      };
      // Who waits for one of them hears of its failure.
      Promise.all([catalogue(language()), ...Object.values(fetched)]).catch(quiet);
    }
    return fetched;
  };

  const adopt = (css: string) => {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    } catch {
      const sheet = document.createElement('style');
      sheet.nonce = drawn.nonce ?? '';
      sheet.textContent = css;
      root.append(sheet);
    }
  };
  const direction = (dir: 'ltr' | 'rtl') => (element.dir = drawn.dir ?? dir) as typeof dir;

  const start = async (): Promise<App> => {
    try {
      const { app: module, ...rest } = fetchAll();
      const host: Host = {
        ...owner, ...rest, options, element, root, layout, relay, recording, catalogue, adopt, direction, base, language,
        launcher: button as HTMLButtonElement,
        name: (label) => state('aria-label', options.launcherLabel ?? label),
        trouble,
        opened: (open) => state('aria-expanded', isOpen = open),
      };
      const made = await (await module).start(host);
      trouble('');
      return made;
    } catch (error) {
      fetched = app = undefined;
      again += '&again';
      emit('error', { message: `${error}` });
      const texts = (await catalogue(language()).catch(quiet)) as { texts: string[] } | undefined;
      trouble(texts?.texts[files.trouble] ?? `${error}`);
      throw error;
    }
  };
  const load = () => (app ??= start());

  const toggle = (open = !isOpen) => {
    isOpen = open;
    if (!open) return void app?.then((it) => it.close(), quiet);
    state('aria-busy', true);
    load().then((it) => isOpen && it.open()).catch(() => (isOpen = false)).finally(() => state('aria-busy', false));
  };

  const network = () => {
    button.style.display = navigator.onLine || !/^(|true)$/.test(`${drawn.hideWhenOffline}`) ? '' : 'none';
  };

  root.replaceChildren();
  root.adoptedStyleSheets &&= [];
  if (layout === 'floating') delete element.dataset['layout'];
  else element.dataset['layout'] = layout;
  element.dataset['position'] = drawn.position ?? 'end';
  style.zIndex = `${drawn.zIndex ?? ''}`;
  style.setProperty('--db-launcher', drawn.accent || (drawn.theme === 'business' ? '#1e4f8c' : ''));
  style.setProperty('--db-offset', `${drawn.offset ?? 24}px`);
  adopt(launcherCss);
  direction(directionOf(language()));
  for (const sign of ['pointerenter', 'focus']) button.addEventListener(sign, fetchAll);
  button.onclick = () => toggle();
  for (const sign of ['online', 'offline']) addEventListener(sign, network, { signal });
  network();
  root.append(button, note);
  if (!own) parent.append(element);
  if (layout === 'floating' && !own) {
    // Client-side navigation may put another body in place of the one that the widget floats on.
    const stay = () => {
      if (!element.isConnected) document.body.append(element);
      for (const node of [document.documentElement, document.body]) watch.observe(node, { childList: true });
    };
    const watch = new MutationObserver(stay);
    stay();
    signal.onabort = () => watch.disconnect();
  }
  if (layout !== 'floating') toggle(true);

  return {
    element,
    toggle,
    get isOpen() {
      return isOpen;
    },
    forget: (all) => module().then((it) => it.forget(options, relay, owner.attributes, all)),
    call: (method, args) => load().then((it) => it.call(method, args)),
    update: (changed) => {
      app?.then(async (it) => (await it.update(changed)) || owner.again()).catch(quiet);
      return !!app;
    },
    destroy: () => {
      over.abort();
      isOpen = false;
      app?.then((it) => it.destroy(), quiet);
      if (own) root.replaceChildren();
      else element.remove();
    },
  };
}
