// What a page can ask of the widget. The one source of its names, arguments and documentation, as options.ts.

import type { EventName, Listener, SaveOptions } from './events';
import type { Options, User } from './options';

/** A line of a card or an order. */
export interface Field {
  /** The label. */
  name: string;
  /** What it says. */
  value: string;
}

/** A product. */
export interface Card {
  /** Its name. */
  header: string;
  /** What it is. */
  desc?: string;
  /** The address of a picture. */
  pic?: string;
  /** The address of its page. */
  url?: string;
  /** Further lines. */
  customField?: Field[];
}

/** An order. */
export interface Order {
  /** A line above it. */
  guide?: string;
  /** Its name. */
  name: string;
  /** What it is. */
  desc?: string;
  /** The address of a picture. */
  pic?: string;
  /** The address of its page. */
  url?: string;
  /** State, amount and the like. */
  customField?: Field[];
}

/** `Deskbell('open')`, or `open()` on what the package and `<deskbell-chat>` give. */
export interface Methods {
  /** Draws the launcher with these options; a second boot starts afresh with others. */
  boot(options?: Options): void;
  /** Changes some options; what can change in place does, for the rest the chat is connected anew. */
  update(options: Options): void;
  /** Opens the chat. */
  open(): void;
  /** Closes it; the launcher stays. */
  close(): void;
  /** Opens or closes it. */
  toggle(): void;
  /** Shows the widget after `hide`. */
  show(): void;
  /** Hides the widget, launcher and all. The conversation goes on. */
  hide(): void;
  /** Sends words as the visitor's. */
  send(text: string): void;
  /** Sends a product card. */
  sendCard(card: Card): void;
  /** Sends an order. */
  sendOrder(order: Order): void;
  /** The product that the visitor looks at: it goes out before the next thing that they write. Nothing takes it back. */
  setProduct(card?: Card): void;
  /** Another id starts that person's own conversation; nobody, that of this browser. */
  setUser(user?: User): void;
  /** Switches the language; the draft and the conversation stay. Nothing: the one that the visitor began with. */
  setLanguage(locale?: string): void;
  /** Switches the palette. */
  setTheme(theme?: 'auto' | 'light' | 'dark' | 'contrast' | 'business'): void;
  /** Asks for a person. */
  human(): void;
  /** Ends the conversation. */
  endSession(): void;
  /** Asks the desk for the rating. */
  rate(): void;
  /** `start` begins afresh and keeps every event, `save` gives the file. Both answer with a promise that is rejected when it cannot be. */
  record(what: 'start' | 'save', how?: SaveOptions): Promise<void | File>;
  /** A QR code of the chat's own page in the same language, looks and with the same desk, as a canvas whose name is its address. */
  qr(): Promise<HTMLCanvasElement>;
  /** Forgets this browser's key to the conversation and starts another one. */
  reset(): void;
  /** Takes the widget off the page and closes the connection; listeners stay for the next boot. */
  shutdown(): void;
  /** Leaves nothing: no element, listener, timer, storage. */
  destroy(): void;
  /** Listens; what it answers stops listening. */
  on(name: EventName, listener: Listener): () => void;
}
