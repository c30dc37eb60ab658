import type { Formats } from './dom/format';
import type { Say } from './words';

/** What the controls of a sound or a video need of their surroundings. */
export interface Played {
  /** Seconds, where the message tells; the file does when it is loaded. */
  duration: number | undefined;
  /** What it is called, in the language of now. */
  name(): string;
  say: Say;
  /** Writes words now and whenever the language changes. */
  localise(element: Element, words: (formats: Formats) => string): void;
}

/** What lazy/player.js exports. */
export interface Player {
  styles: string;
  /** Puts controls in the place of the browser's own. */
  controls(media: HTMLMediaElement, played: Played): void;
}
