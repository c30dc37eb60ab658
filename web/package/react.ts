// `deskbell/react`: the chat as a component.

import { createElement, useEffect, useRef, type CSSProperties, type ReactElement, type Ref } from 'react';
import { changes, live } from './changes';
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

/** Boots a chat while it is mounted; changed options are handed on. */
export function Deskbell(props: DeskbellProps): ReactElement | null {
  const box = useRef<HTMLDivElement>(null);
  const running = useRef<Chat | null>(null);
  const { options, handlers } = split(props);
  const latest = useRef(handlers);
  const before = useRef(options);
  const now = useRef(options);
  latest.current = handlers;
  now.current = options;

  useEffect(() => {
    const container = props.inline ? (box.current ?? undefined) : options.container;
    const tell = (name: EventName) => (detail: unknown) => (latest.current as Record<string, ((detail: unknown) => void) | undefined>)[`on${name[0]?.toUpperCase()}${name.slice(1)}`]?.(detail);
    const chat = createDeskbell({ ...live(options, () => now.current), container }, Object.fromEntries(eventNames.map((name) => [name, tell(name)])) as Listeners);
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
    const changed = changes(before.current, options);
    before.current = options;
    if (changed) running.current?.update(live(changed, () => now.current));
  });

  return props.inline ? createElement('div', { ref: box, className: props.className, style: props.style }) : null;
}
