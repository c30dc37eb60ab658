import type { Composer } from './composer';
import type { Formats } from './dom/format';
import type { RowView } from './dom/rows';
import type { Log } from './log';
import type { PanelEvents } from './panel';
import type { RowTools } from './row_tools';
import type { PageWords, Say } from './words';

export interface Picture {
  src: string;
  alt: string;
}

/** What the menu of a message may ask of the panel. */
export interface MenuPanel {
  readonly log: Pick<Log, 'dom' | 'fixed'>;
  readonly composer: Pick<Composer, 'quote'>;
  readonly words: PageWords;
  readonly events: Pick<PanelEvents, 'press'>;
  /** Whether the desk can do it. */
  can(ability: string): boolean;
  announce(text: string, politeness: 'polite' | 'assertive'): void;
}

/** What lazy/message.js exports. */
export interface MessageExtras {
  styles: string;
  RowTools: typeof RowTools;
  /** The menu of what can be done with a message, beside a button; the focus goes back to the button unless the chosen item takes it elsewhere. */
  options(panel: MenuPanel, view: RowView, button: HTMLElement): void;
  /** Shows pictures over everything, beginning with the one at `at`. */
  viewer(pictures: readonly Picture[], at: number, root: ShadowRoot, say: Say, formats: Formats): void;
}
