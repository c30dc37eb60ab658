import type { EventName, HostEvents } from './types/events.js';
import type { Methods } from './types/methods.js';
import type { Options } from './types/options.js';

export type { EventName, HostEvents, Listener, SaveOptions } from './types/events.js';
export type { Card, Field, Methods, Order } from './types/methods.js';
export type { Options, ToolbarButton, User } from './types/options.js';

/** A chat on the page: what `Deskbell('open')` does is `chat.open()`. */
export type Chat = Methods;
/** A listener for each event that is of interest. */
export type Listeners = { [N in EventName]?: (detail: HostEvents[N]) => void };
/** All of them. */
export declare const eventNames: readonly EventName[];
/** Boots a chat with these options; each call makes another one. On a server the chat is there, and its methods do nothing. */
export declare function createDeskbell(options?: Options, listeners?: Listeners): Chat;
/** Makes `<deskbell-chat>` known. `assets`: the address of the folder with the widget's files, for example the relay's. */
export declare function defineDeskbellChat(assets: string): Promise<void>;
