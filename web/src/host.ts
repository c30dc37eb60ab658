import type { Channel, ChannelEvents } from './channels/channel';
import type { Options, User } from './options';

/** The page's events: `Deskbell('on', name, listener)`. */
export interface HostEvents {
  ready: undefined;
  open: undefined;
  close: undefined;
  message: { author: string; text: string };
  unread: { count: number };
  ended: undefined;
  /** A fixture was played to its end. */
  replayed: { fixture: string };
  error: { message: string };
}
export type EventName = keyof HostEvents;
export type Listener<N extends EventName = EventName> = (detail: HostEvents[N]) => void;

/** What the app finds prepared by the loader. */
export interface Host {
  readonly options: Options;
  /** Absolute address of the relay, with a slash at its end. */
  readonly relay: string;
  /** The language to begin with, as in i18n/languages.json. */
  readonly lang: string;
  readonly root: ShadowRoot;
  readonly element: HTMLElement;
  /** Whether the page wants this session recorded. */
  readonly recording: boolean;
  readonly launcher: HTMLButtonElement;
  /** The files, fetched since the visitor's first sign of interest. */
  readonly styles: Promise<string>;
  readonly wasm: Promise<Response>;
  catalogue(lang: string): Promise<Response>;
  emit<N extends EventName>(name: N, detail: HostEvents[N]): void;
  /** Shows how many messages are unread, and names the launcher. */
  badge(unread: number, label: string, count: string): void;
  /** The panel was opened or closed. */
  opened(open: boolean): void;
  adopt(css: string): void;
  direction(dir: 'ltr' | 'rtl'): void;
}

/** Something a page may ask for, told to the core as an event. */
export type Request = { event: 'text'; text: string } | { event: 'card'; card: unknown } | { event: 'order'; order: unknown } | { event: 'language'; lang: string };

export interface App {
  open(): void;
  close(): void;
  request(request: Request): void;
  /** The session so far as a fixture, when it is being recorded. */
  recording(): string | undefined;
  destroy(): void;
}

/** The desk that a conversation is with. */
export interface Desk {
  /** Names what is kept of it in the browser's storage: two conversations never share a key. */
  key: string;
  /** Who the visitor is there, when that is known. */
  user?: User | undefined;
  /** `token`: what an earlier visit was told to keep; `mark`: the number of the last event that another tab had. */
  channel(events: ChannelEvents, lang: string, token: string | undefined, mark: number | undefined): Channel;
}

/** What lazy/tencent.js exports. */
export interface DeskModule {
  /** Throws what the options lack. */
  desk(options: Options): Desk;
}

/** How a recording is saved: redacted unless `redact` is false; `download` hands the file to the visitor's browser as well. */
export interface SaveOptions {
  redact?: boolean;
  download?: boolean;
}

/** What tools/replay.js has besides. */
export interface ReplayModule extends AppModule {
  /** A recording as a file. */
  save(recording: string | undefined, how?: SaveOptions): Promise<File>;
}

/** What app.js and tools/replay.js export. */
export interface AppModule {
  start(host: Host): Promise<App>;
}
