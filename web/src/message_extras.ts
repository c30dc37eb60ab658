import type { Formats } from './dom/format';
import type { Say } from './words';

/** The lazily loaded file with what few visitors use, relative to this one; build.mjs names it. */
declare const DESKBELL_MESSAGE: string;

export interface Picture {
  src: string;
  alt: string;
}

export interface MenuItem {
  label: string;
  act(): void;
}

/** What lazy/message.js exports. */
export interface Extras {
  styles: string;
  /** A menu beside a button; the focus goes back to the button unless the chosen item takes it elsewhere. */
  menu(button: HTMLElement, within: HTMLElement, items: readonly MenuItem[]): void;
  /** Shows pictures over everything, beginning with the one at `at`. */
  viewer(pictures: readonly Picture[], at: number, root: ShadowRoot, say: Say, formats: Formats): void;
}

let loaded: Promise<Extras> | undefined;

export function extras(): Promise<Extras> {
  loaded ??= (import(new URL(DESKBELL_MESSAGE, import.meta.url).href) as Promise<Extras>).catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}
