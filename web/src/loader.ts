import { createChat, type Deskbell } from './chat';
import type * as ElementModule from './lazy/element';
import { files } from './files';

declare global {
  interface Window {
    /** Before this script has run a stub that only keeps the calls in `q`. */
    Deskbell?: Deskbell & { q?: Iterable<unknown>[] };
  }
}

const current = document.currentScript;
const script = current instanceof HTMLScriptElement ? current : document.querySelector<HTMLScriptElement>('script[data-deskbell]');
const base = new URL('.', script?.src || location.href).href;
const deskbell = createChat(base, { ...script?.dataset, nonce: script?.nonce });
const waiting = window.Deskbell?.q ?? [];
window.Deskbell = deskbell;

const begin = () => {
  if (script?.dataset['manual'] === undefined && !waiting.some(([method]) => method === 'boot')) deskbell('boot');
  for (const [method, ...args] of waiting) deskbell(method as string, ...args);
  element();
};
/** The class of `<deskbell-chat>` is loaded when there is one, or with data-element for those that come later. */
const element = () => {
  if (script?.dataset['element'] !== undefined || document.querySelector('deskbell-chat')) void import(new URL(`lazy/element.js${files.version}`, base).href).then((module: typeof ElementModule) => module.defineElement(createChat, base), console.error);
};
if (document.body) begin();
else document.addEventListener('DOMContentLoaded', begin, { once: true });
