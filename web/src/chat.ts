import type { EventName, HostEvents, Listener } from './events';
import type { Methods } from './methods';
import type { Options, User } from './options';
import { createWidget, type Widget } from './widget';

/** What the app does; a call loads it, as does one that nobody knows, to be told so. */
type Remote = 'send' | 'sendCard' | 'sendOrder' | 'setProduct' | 'human' | 'endSession' | 'rate' | 'record' | 'qr';

/** Attributes of the tag or the element by the options' names; others are there as well. */
export type Attributes = Readonly<Record<string, string | undefined>>;

/** `Deskbell('open')`. */
export type Deskbell = (method: string, ...args: unknown[]) => unknown;

/**
 * One chat of a page, not yet booted. `base`: the address of the folder with the widget's files; `attributes`: options as texts, under those of `boot`; `own`: the page's
 * element, when it wrote one. What options are is looked at by the app (check.ts), so here anything may stand in them.
 */
export function createChat(base: string, attributes: Attributes, own?: HTMLElement): Deskbell {
  let bus = new EventTarget();
  let widget: Widget | undefined;
  let options: Options = {};
  const asked: string[] = [];

  const emit = <N extends EventName>(name: N, detail: HostEvents[N]) => {
    for (const target of [bus, widget?.element ?? own ?? window]) target.dispatchEvent(new CustomEvent(`deskbell:${name}`, { detail, bubbles: true }));
  };

  /** A page's mistake: told once, to those who look and to those who listen. */
  const complain = (message: string) => {
    console.error(`Deskbell: ${message}`);
    emit('error', { message });
  };

  /** Where the widget goes; a page that names nothing still gets it. */
  const place = (): HTMLElement => {
    const { container } = options;
    if (typeof container !== 'string') return container ?? document.body;
    try {
      const found = document.querySelector<HTMLElement>(container);
      if (found) return found;
    } catch {
      // What is no selector names nothing as well.
    }
    complain(`the option container names nothing here: ${container}`);
    options.container = undefined;
    return document.body;
  };

  const shutdown = () => {
    widget?.destroy();
    widget = undefined;
  };
  const again = (record?: boolean): Widget => {
    const wasOpen = widget?.isOpen;
    shutdown();
    const parent = place();
    widget = createWidget(options, new URL(options.assets ?? base, location.href).href.replace(/\/?$/, '/'), { emit, complain, again, attributes, asked }, parent, own, record);
    emit('ready', undefined);
    if (wasOpen) widget.toggle(true);
    return widget;
  };
  const update = (given?: Options) => {
    Object.assign(options, given);
    if (widget && !widget.update(given ?? {})) again();
  };
  const local: Omit<Methods, Remote> = {
    boot: (given = {}) => {
      shutdown();
      options = { ...attributes, ...given };
      again();
    },
    update,
    open: () => widget?.toggle(true),
    close: () => widget?.toggle(false),
    toggle: () => widget?.toggle(),
    show: () => widget && (widget.element.hidden = false),
    hide: () => widget && (widget.element.hidden = true),
    // Another person starts afresh, so that nobody sees somebody else's conversation.
    setUser: (user?: User) => user?.id !== options.user?.id && update({ user }),
    setLanguage: (locale?: string) => update({ locale }),
    setTheme: (theme?: Options['theme']) => update({ theme }),
    reset: () => {
      widget?.forget().then(() => widget && again(), () => undefined);
    },
    shutdown,
    destroy: () => {
      widget?.forget(true).catch(() => undefined);
      shutdown();
      bus = new EventTarget();
    },
    on: (name: EventName, listener: Listener) => {
      const heard = (event: Event) => listener((event as CustomEvent<never>).detail);
      const of = bus;
      if (typeof listener !== 'function') complain(`the listener has to be function, not ${listener}`);
      else {
        of.addEventListener(`deskbell:${name}`, heard);
        asked.push(name);
        widget?.update({});
      }
      return () => of.removeEventListener(`deskbell:${name}`, heard);
    },
  };

  return (method, ...args) => {
    try {
      const known = local[method as keyof typeof local] as ((...given: unknown[]) => unknown) | undefined;
      if (known) return known(...args);
      const answer = widget?.call(method, args);
      // Who does not wait for the answer must not be met by a rejection that nobody handles.
      answer?.catch(() => undefined);
      return answer;
    } catch (error) {
      complain(`${error}`);
    }
  };
}
