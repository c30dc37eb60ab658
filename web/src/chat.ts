import type { EventName, HostEvents, Listener } from './events';
import type { Methods } from './methods';
import type { Options, User } from './options';
import { createWidget, quiet, type Widget } from './widget';

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
  const asked: unknown[][] = [];

  const emit = <N extends EventName>(name: N, detail: HostEvents[N]) => {
    for (const target of [bus, widget?.element ?? own ?? window]) target.dispatchEvent(new CustomEvent(`deskbell:${name}`, { detail, bubbles: true }));
  };

  /** A page's mistake: told once, to those who look and to those who listen. */
  const complain = (message: string) => {
    console.error(`Deskbell: ${message}`);
    emit('error', { message });
  };

  /** What an option that the launcher cannot be drawn without stands for; one that stands for nothing is told and left out. */
  const use = <N extends 'container' | 'assets' | 'relay', T>(name: N, find: (given: Options[N]) => T | undefined | false): T => {
    const given = options[name];
    try {
      const found = find(given);
      if (found) return found;
    } catch {
      // As good as nothing.
    }
    complain(`the option ${name} names nothing here: ${typeof given === 'string' ? given.slice(0, 99) : typeof given}`);
    options[name] = undefined;
    return use(name, find);
  };
  /** Browsers end a page that asks for addresses of megabytes. */
  const folder = (name: 'assets' | 'relay', base: string, otherwise: string) => use(name, (given) => (given ||= otherwise).length < 4e3 && new URL(given, base).href.replace(/\/?$/, '/'));

  const shutdown = () => {
    widget?.destroy();
    widget = undefined;
  };
  const again = (record?: boolean): Widget => {
    const { isOpen: wasOpen, element } = widget ?? {};
    shutdown();
    const files = folder('assets', location.href, base);
    widget = createWidget(options, files, folder('relay', files, '.'), { emit, complain, again, attributes, asked }, use('container', (given = document.body) => {
      const found = typeof given === 'string' ? document.querySelector<HTMLElement>(given) : given;
      return found instanceof Element && found;
    }), own, record);
    // What the page has hidden stays so.
    if (element?.hidden) widget.element.hidden = true;
    emit('ready', undefined);
    if (wasOpen) widget.toggle(true);
    return widget;
  };
  /** What may be wrong with a call is looked at by the app. */
  const look = (...call: unknown[]): undefined => {
    asked.push(call);
    widget?.update({});
  };
  /** Options, when they can be some. */
  const taken = (method: string, given?: Options) => (given && typeof given !== 'object' ? look(method, given) : given);
  const update = (given?: Options) => {
    given = taken('update', given);
    Object.assign(options, given);
    if (widget && !widget.update(given ?? {})) again();
  };
  const booted = (): Widget => {
    if (!widget) throw Error('boot comes first');
    return widget;
  };
  const hide = (hidden: boolean) => widget && (widget.element.hidden = hidden);
  const local: Omit<Methods, Remote> = {
    // @ts-expect-error A page may call anything, as `constructor`.
    __proto__: null,
    boot: (given) => {
      const all = { ...attributes, ...taken('boot', given) };
      shutdown();
      options = all;
      again();
    },
    update,
    open: () => booted().toggle(true),
    close: () => widget?.toggle(false),
    toggle: () => booted().toggle(),
    show: () => hide(false),
    hide: () => hide(true),
    // Another person starts afresh, so that nobody sees somebody else's conversation.
    setUser: (user?: User) => JSON.stringify(user) !== JSON.stringify(options.user) && update({ user }),
    setLanguage: (locale?: string) => update({ locale }),
    setTheme: (theme?: Options['theme']) => update({ theme }),
    reset: () => {
      widget?.forget().then(() => widget && again()).catch(quiet);
    },
    shutdown,
    destroy: () => {
      widget?.forget(true).catch(quiet);
      shutdown();
      bus = new EventTarget();
    },
    on: (name: EventName, listener: Listener) => {
      const heard = (event: Event) => typeof listener === 'function' && listener((event as CustomEvent<never>).detail);
      const of = bus;
      of.addEventListener(`deskbell:${name}`, heard);
      look('on', name, typeof listener);
      return () => of.removeEventListener(`deskbell:${name}`, heard);
    },
  };

  return (method, ...args) => {
    let answer: Promise<unknown>;
    try {
      const known = local[method as keyof typeof local] as ((...given: unknown[]) => unknown) | undefined;
      if (known) return known(...args);
      answer = booted().call(method, args);
    } catch (error) {
      complain(`Deskbell('${String(method)}', …): ${error}`);
      answer = Promise.reject(error);
    }
    // Who does not wait for the answer must not be met by a rejection that nobody handles.
    answer.catch(quiet);
    return answer;
  };
}
