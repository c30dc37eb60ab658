import type { Formats } from './dom/format';
import type { RowTools } from './row_tools';
import type { Say } from './words';

export interface Picture {
  src: string;
  alt: string;
}

export interface MenuItem {
  label: string;
  act(): void;
}

/** What lazy/message.js exports. */
export interface MessageExtras {
  styles: string;
  RowTools: typeof RowTools;
  /** A menu beside a button; the focus goes back to the button unless the chosen item takes it elsewhere. */
  menu(button: HTMLElement, within: HTMLElement, items: readonly MenuItem[]): void;
  /** Shows pictures over everything, beginning with the one at `at`. */
  viewer(pictures: readonly Picture[], at: number, root: ShadowRoot, say: Say, formats: Formats): void;
}
