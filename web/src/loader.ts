import type { EventName, Listener, Request, SaveOptions } from './host';
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

  const boot = (given: Options = {}) => {
    widget?.destroy();
    options = { ...settings, ...given };
    widget = new Widget(options, base, emitter);
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
    const known = methods.get(method);
    if (known) return known(...(args as never[]));
    emitter.emit('error', { message: `Deskbell has no method "${method}"` });
    return undefined;
  };

  const waiting = window.Deskbell?.q ?? [];
  window.Deskbell = deskbell;
  const begin = () => {
    const calls = waiting.map((call) => Array.from(call));
    if (script?.dataset['manual'] === undefined && !calls.some(([method]) => method === 'boot')) boot();
    for (const [method, ...args] of calls) deskbell(String(method), ...args);
  };
  if (document.body) begin();
  else document.addEventListener('DOMContentLoaded', begin, { once: true });
}

if (typeof document !== 'undefined') {
  const current = document.currentScript;
  install(current instanceof HTMLScriptElement ? current : document.querySelector<HTMLScriptElement>('script[data-deskbell]'));
}
