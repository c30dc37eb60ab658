// `deskbell/react`: the chat as a component.

import { createElement, useEffect, useRef, type CSSProperties, type ReactElement, type Ref } from 'react';
import { createDeskbell, eventNames, type Chat, type EventName, type HostEvents, type Listeners, type Options } from 'deskbell';

type Handlers = { [N in EventName as `on${Capitalize<N>}`]?: (detail: HostEvents[N]) => void };

export interface DeskbellProps extends Options, Handlers {
  /** The chat fills this component's own box, instead of floating over the page. */
  inline?: boolean;
  className?: string;
  style?: CSSProperties;
  /** Gets the chat, to call its methods. */
  chat?: Ref<Chat>;
}

function split(props: DeskbellProps): { options: Options; handlers: Handlers } {
  const { inline, className, style, chat, ...rest } = props;
  const entries = Object.entries(rest);
  const isHandler = ([name]: [string, unknown]) => /^on[A-Z]/.test(name);
  return { options: Object.fromEntries(entries.filter((entry) => !isHandler(entry))), handlers: Object.fromEntries(entries.filter(isHandler)) };
}

/** Whether two options say the same; an element of the page is compared as such, as what React keeps in it leads round in circles. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (one instanceof Element || other instanceof Element) return false;
  try {
    return JSON.stringify(one) === JSON.stringify(other);
  } catch {
    return false;
  }
}

/** Boots a chat while it is mounted; changed options are handed on. */
export function Deskbell(props: DeskbellProps): ReactElement | null {
  const box = useRef<HTMLDivElement>(null);
  const running = useRef<Chat | null>(null);
  const { options, handlers } = split(props);
  const latest = useRef(handlers);
  const before = useRef(options);
  latest.current = handlers;

  useEffect(() => {
    const container = props.inline ? (box.current ?? undefined) : options.container;
    const tell = (name: EventName) => (detail: unknown) => (latest.current as Record<string, ((detail: unknown) => void) | undefined>)[`on${name[0]?.toUpperCase()}${name.slice(1)}`]?.(detail);
    const chat = createDeskbell({ ...options, container }, Object.fromEntries(eventNames.map((name) => [name, tell(name)])) as Listeners);
    running.current = chat;
    const { chat: given } = props;
    if (typeof given === 'function') given(chat);
    else if (given) given.current = chat;
    return () => {
      chat.shutdown();
      running.current = null;
      if (typeof given === 'function') given(null);
      else if (given) given.current = null;
    };
    // The chat lives as long as the component; what changes is handed on below.
  }, []);

  useEffect(() => {
    const old = before.current as Record<string, unknown>;
    const now = options as Record<string, unknown>;
    before.current = options;
    const changed = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => !isSame(old[name], now[name]));
    if (changed.length) running.current?.update(Object.fromEntries(changed.map((name) => [name, now[name]])));
  });

  return props.inline ? createElement('div', { ref: box, className: props.className, style: props.style }) : null;
}
