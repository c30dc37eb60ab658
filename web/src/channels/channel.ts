import type { Effect } from '../gen/protocol';

/** An effect that goes to the desk as it is. */
export type Carried = Extract<Effect, { effect: 'send' | 'load_history' | 'mark_read' | 'recall' | 'typing' }>;
export type UploadEffect = Extract<Effect, { effect: 'upload' }>;

export type Net = 'connecting' | 'connected' | 'disconnected';
/** The visitor has gone on elsewhere, what they signed in with is over, or the desk will not have them. */
export type Gone = 'elsewhere' | 'expired' | 'refused';

/** What a channel tells the app. */
export interface ChannelEvents {
  /** An event for the core, as JSON text, and its number when the channel counts. */
  event(text: string, number?: number): void;
  /** `reason`: why a connection is gone for good; connect() tries again. `number`: that of the last event before this connection, when the channel counts. */
  net(state: Net, reason?: Gone, number?: number): void;
  /** A key to the conversation, to be kept for the next visit, in place of the one `before`. Gives the key that counts: another tab may have got one meanwhile. */
  token(token: string, before: string | null): string;
  /** For the operator: what was refused, or cannot be read. */
  refused(message: string): void;
}

/** The way to a desk. What it brings are events of the core in the shape of the browser SDK's messages; what it takes are the core's effects. */
export interface Channel {
  /** Connects, and stays so until close(). Again after the connection was gone for good: tries once more. */
  connect(): void;
  /** The visitor reads another language now. */
  language(lang: string): void;
  /** What cannot go out now is repeated by the core after the next "connected". */
  send(effect: Carried): void;
  /** Tells by `upload` events how far the file is, and its address or why there is none. */
  upload(effect: UploadEffect, file: File): void;
  cancelUpload(clientId: string): void;
  /** Leaves nothing behind: no connection, timer or listener. */
  close(): void;
}
