import type { CSSProperties, ReactElement, Ref } from 'react';
import type { Chat, EventName, HostEvents, Options } from './index.js';

type Handlers = { [N in EventName as `on${Capitalize<N>}`]?: (detail: HostEvents[N]) => void };

export interface DeskbellProps extends Options, Handlers {
  /** The chat fills this component's own box, instead of floating over the page. */
  inline?: boolean;
  className?: string;
  style?: CSSProperties;
  /** Gets the chat, to call its methods. */
  chat?: Ref<Chat>;
}

/** Boots a chat while it is mounted; changed options are handed on. */
export declare function Deskbell(props: DeskbellProps): ReactElement | null;
