import type { Channel, ChannelEvents } from './channels/channel';
import type { SaveOptions } from './events';
import type { Options, User } from './options';
import type { Owner } from './widget';

/** What the app finds prepared by the loader. */
export interface Host extends Owner {
  /** As they are now: the loader and the app change them in place. */
  readonly options: Options;
  /** Absolute address of the relay, with a slash at its end. */
  readonly relay: string;
  /** Absolute address of the widget's files, with a slash at its end. */
  readonly base: string;
  readonly layout: NonNullable<Options['layout']>;
  readonly root: ShadowRoot;
  readonly element: HTMLElement;
  /** Whether the page wants this session recorded. */
  readonly recording: boolean;
  readonly launcher: HTMLButtonElement;
  /** The files, fetched since the visitor's first sign of interest. */
  readonly styles: Promise<string>;
  readonly wasm: Promise<Response>;
  /** A language's texts. */
  catalogue(lang: string): Promise<object>;
  /** The language that the options of now ask for. */
  language(): string;
  /** Names the launcher, unless the page does. */
  name(label: string): void;
  /** Says beside the launcher what is wrong; an empty text: nothing is any more. */
  trouble(words: string): void;
  /** The panel was opened or closed. */
  opened(open: boolean): void;
  adopt(css: string): void;
  /** Gives the direction that it is: the page's, where it names one. */
  direction(dir: 'ltr' | 'rtl'): 'ltr' | 'rtl';
}

export interface App {
  open(): void;
  close(): void;
  /** A method that the loader hands on; an empty name only says that the app runs. */
  call(method: string, args: unknown[]): unknown;
  /** True when these options could be changed in place. */
  update(options: Options): boolean | Promise<boolean>;
  destroy(): void;
}

/** The desk that a conversation is with. */
export interface Desk {
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

/** What tools/replay.js has besides. */
export interface ReplayModule extends Pick<AppModule, 'start'> {
  /** A recording as a file. */
  save(recording: string | undefined, how?: SaveOptions): Promise<File>;
}

/** What app.js and tools/replay.js export. */
export interface AppModule {
  start(host: Host): Promise<App>;
  /** Takes what a chat of the page (which its attributes stand for) has kept out of the browser's storage: of the conversation with these options, or `all`, as those with other users. */
  forget(options: Options, relay: string, chat: object, all?: boolean): Promise<void>;
}
