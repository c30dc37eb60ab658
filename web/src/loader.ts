import type { EventName, Listener, Request, SaveOptions } from './host';
import { checkCall, checkOptions } from './check';
import { optionsOf, type Options, type User } from './options';
import { Emitter, Widget } from './widget';

/** `Deskbell('boot', {…})`, and before this script has run a stub that only keeps the calls in `q`. */
interface Deskbell {
  (method: string, ...args: unknown[]): unknown;
  q?: ArrayLike<unknown>[];
}

declare global {
  interface Window {
    Deskbell?: Deskbell;
  }
}

function install(script: HTMLScriptElement | null): void {
  const base = new URL('.', script?.src || location.href).href;
  const settings = script ? optionsOf(script) : {};
  const emitter = new Emitter();
  let widget: Widget | undefined;
  let options: Options = {};

  /** A page's mistake: told once, to those who look and to those who listen. */
  const complain = (message: string) => {
    console.error(`Deskbell: ${message}`);
    emitter.emit('error', { message });
  };

  /** Where the widget goes; a page that names nothing still gets it. */
  const place = (container: Options['container']): HTMLElement => {
    if (typeof container !== 'string') return container ?? document.body;
    let found: HTMLElement | null = null;
    try {
      found = document.querySelector(container);
    } catch {
      // What is no selector names nothing as well.
    }
    if (!found) complain(`the option container names nothing here: ${container}`);
    return found ?? document.body;
  };

  const boot = (given: Options = {}) => {
    widget?.destroy();
    options = { ...checkOptions(settings, complain), ...checkOptions(given, complain) };
    widget = new Widget(options, base, emitter, place(options.container));
  };
  const request = (event: Request) => widget?.request(event);

  const methods = new Map<string, (...args: never[]) => unknown>(Object.entries({
    boot,
    open: () => widget?.open(),
    close: () => widget?.close(),
    toggle: () => widget?.toggle(),
    shutdown: () => {
      widget?.destroy();
      widget = undefined;
    },
    on: (name: EventName, listener: Listener) => emitter.on(name, listener),
    send: (text: string) => request({ event: 'text', text }),
    card: (card: unknown) => request({ event: 'card', card }),
    order: (order: unknown) => request({ event: 'order', order }),
    language: (lang: string) => request({ event: 'language', lang }),
    theme: (theme: NonNullable<Options['theme']>) => widget?.theme(theme),
    // start → once it records; save → the file. Both fail aloud, since nobody wants to find out afterwards.
    record: (what: 'start' | 'save', how?: SaveOptions) => {
      if (!widget) return Promise.reject(new Error('there is no chat to record'));
      return what === 'save' ? widget.recorded(how) : widget.record();
    },
    // Another person starts afresh, so that nobody sees somebody else's conversation.
    user: (user: User | undefined) => {
      if (user?.id !== options.user?.id) boot({ ...options, user });
    },
  }));

  const deskbell: Deskbell = (method, ...args) => {
    try {
      const known = methods.get(method);
      const wrong = known ? checkCall(method, args) : `there is no method "${method}"`;
      if (known && !wrong) return known(...(args as never[]));
      complain(wrong);
    } catch (error) {
      complain(String(error));
    }
    return undefined;
  };

  const waiting = window.Deskbell?.q ?? [];
  window.Deskbell = deskbell;
  const begin = () => {
    const calls = waiting.map((call) => Array.from(call));
    if (script?.dataset['manual'] === undefined && !calls.some(([method]) => method === 'boot')) deskbell('boot');
    for (const [method, ...args] of calls) deskbell(String(method), ...args);
  };
  if (document.body) begin();
  else document.addEventListener('DOMContentLoaded', begin, { once: true });
}

if (typeof document !== 'undefined') {
  const current = document.currentScript;
  install(current instanceof HTMLScriptElement ? current : document.querySelector<HTMLScriptElement>('script[data-deskbell]'));
}
