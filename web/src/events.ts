// What a page can hear. The one source of its names, details and documentation, as options.ts.

/** The page's events: `Deskbell('on', name, listener)`, and `deskbell:` events of the window. */
export interface HostEvents {
  /** The launcher is drawn. */
  ready: undefined;
  /** The chat was opened. */
  open: undefined;
  /** The chat was closed. */
  close: undefined;
  /** The desk said something. */
  message: { author: string; text: string };
  /** How many messages are unread has changed. */
  unread: { count: number };
  /** The conversation's state has changed, as the toolbar's `states` name it, or the connection has: connecting, connected, disconnected. */
  state: { state: string; connection: string };
  /** The visitor has rated. */
  rated: undefined;
  /** The conversation has ended. */
  ended: undefined;
  /** A fixture was played to its end. */
  replayed: { fixture: string };
  /** The visitor pressed a button of the toolbar, a quick message, or a control of a message. */
  action: { label: string };
  /** A mistake of the page, or something that failed, in words for developers. */
  error: { message: string };
}
export type EventName = keyof HostEvents;
export type Listener<N extends EventName = EventName> = (detail: HostEvents[N]) => void;

/** How a recording is saved: redacted unless `redact` is false; `download` hands the file to the visitor's browser as well. */
export interface SaveOptions {
  /** Whether names, numbers and addresses are replaced; on by default. */
  redact?: boolean;
  /** Hands the file to the visitor's browser as well. */
  download?: boolean;
}
