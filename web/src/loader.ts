import { createChat, type Deskbell } from './chat';
import type * as ElementModule from './lazy/element';
import { files } from './files';

declare global {
  interface Window {
    /** Before this script has run, or the page has a body, a stub that only keeps the calls in `q`; afterwards `tag` is the tag that the chat came from. */
    Deskbell?: Deskbell & { q?: Iterable<unknown>[]; tag?: HTMLScriptElement | null };
  }
}

const current = document.currentScript;
const script = current instanceof HTMLScriptElement ? current : document.querySelector<HTMLScriptElement>('script[data-deskbell]');
const base = new URL('.', script?.src || location.href).href;

const begin = () => {
  const before = window.Deskbell;
  const tag = before?.tag;
  // Client-side navigation runs the tags of a page again: the same one means the chat that is there, and one that has gone takes its chat along.
  if (tag?.isEqualNode(script)) return;
  if (tag?.isConnected === false) before?.('shutdown');
  const dataset: Record<string, string | undefined> = { ...script?.dataset, nonce: script?.nonce };
  const deskbell: NonNullable<typeof before> = createChat(base, dataset);
  deskbell.tag = script;
  window.Deskbell = deskbell;
  const waiting = before?.q ?? [];
  if (dataset['manual'] === undefined && !waiting.some(([method]) => method === 'boot')) deskbell('boot');
  for (const call of waiting) deskbell(...(call as [string]));
  // The class of `<deskbell-chat>` is loaded when there is one, or with data-element for those that come later.
  if (dataset['element'] !== undefined || document.querySelector('deskbell-chat')) void import(new URL(`lazy/element.js${files.version}`, base).href).then((module: typeof ElementModule) => module.defineElement(createChat, base), console.error);
};
if (document.body) begin();
else {
  const stub: NonNullable<Window['Deskbell']> = (...call) => (stub.q ??= []).push(call);
  window.Deskbell ??= stub;
  document.addEventListener('DOMContentLoaded', begin);
}
