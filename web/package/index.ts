// The package `deskbell`: the loader without a script tag. Importing it does nothing, so a server may.

import { createChat } from '../src/chat';
import type { EventName, HostEvents } from '../src/events';
import { files } from '../src/files';
import { eventNames as names, methodNames } from '../src/gen/api';
import type { Methods } from '../src/methods';
import type { Options } from '../src/options';

export type { EventName, HostEvents, Listener, SaveOptions } from '../src/events';
export type { Card, Field, Methods, Order } from '../src/methods';
export type { Options, ToolbarButton, User } from '../src/options';

/** A chat on the page: what `Deskbell('open')` does is `chat.open()`. */
export type Chat = Methods;

/** A listener for each event that is of interest. */
export type Listeners = { [N in EventName]?: (detail: HostEvents[N]) => void };

/** All of them. */
export const eventNames = names.split('|') as readonly EventName[];

/** What is no address is told by the chat. */
function folder(address: unknown): string {
  try {
    return new URL(String(address).replace(/\/?$/, '/'), location.href).href;
  } catch {
    return new URL('.', location.href).href;
  }
}

/** Boots a chat with these options; each call makes another one. `listeners` hear `ready` too. The widget's files come from `assets`, else from the relay. On a server the chat is there, and its methods do nothing. */
export function createDeskbell(options: Options = {}, listeners: Listeners = {}): Chat {
  const call = typeof document === 'undefined' ? (method: string) => (method === 'on' ? () => undefined : undefined) : createChat(folder(options?.assets ?? options?.relay ?? '.'), {});
  for (const [name, listener] of Object.entries(listeners ?? {})) call('on', name, listener);
  call('boot', options);
  return Object.fromEntries(methodNames.map((name) => [name, (...args: unknown[]) => call(name, ...args)])) as unknown as Chat;
}

/** Makes `<deskbell-chat>` known. `assets`: the address of the folder with the widget's files, for example the relay's. */
export async function defineDeskbellChat(assets: string): Promise<void> {
  if (typeof document === 'undefined') return;
  const base = folder(assets);
  const { defineElement } = (await import(/* @vite-ignore */ /* webpackIgnore: true */ new URL(`lazy/element.js${files.version}`, base).href)) as typeof import('../src/lazy/element');
  defineElement(createChat, base);
}
