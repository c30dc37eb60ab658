import { lazy } from '../chunks';
import type { Event as CoreEvent } from '../gen/protocol';
import type { User } from '../options';
import type { Carried, Channel, ChannelEvents, UploadEffect } from './channel';
import { gate } from './gate';

/** What a relay may tell the core; anything else (a click, the visitor's text) is the visitor's alone. */
const accepted = new Set(['message', 'modified', 'revoked', 'history', 'sent', 'send_failed', 'read', 'state', 'gap']);

const firstWait = 1000;
const longestWait = 30_000;
/** How long the relay may take to answer before the connection counts as dead. */
const patience = 20_000;
/** After so long without a word the relay is asked whether it is there; proxies let go of a silent connection after a minute. */
const quiet = 55_000;

/**
 * The WebSocket to the relay: greeting, reconnecting with back-off, and the number of the last event seen. A connection that is dead without a word, as on a phone that
 * changed its network, is noticed by its silence, and a lost event by the number of the next one; both end the connection, and the next one brings what was missed.
 * native/relay_client keeps to the same rules, and the delivery model (tests/model) plays with those.
 */
export class Relay implements Channel {
  private readonly uploads = new Map<string, AbortController>();
  private socket: WebSocket | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wait = firstWait;
  private watch: ReturnType<typeof setTimeout> | undefined;
  /** What the relay repeats after a greeting goes up to here. */
  private caughtUp = 0;
  private welcomed = false;
  private readonly end = new AbortController();

  constructor(private readonly address: string, private key: string | undefined, private lang: string, private seen: number | null, private readonly events: ChannelEvents, private readonly who: { desk?: string | undefined; user?: User | undefined } = {}) {
    const { signal } = this.end;
    addEventListener('online', this.hurry, { signal });
    document.addEventListener('visibilitychange', this.hurry, { signal });
  }

  connect(): void {
    if (this.end.signal.aborted) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.events.net('connecting');
    const url = new URL('ws', this.address);
    url.protocol = url.protocol.replace('http', 'ws');
    let socket: WebSocket;
    try {
      socket = new WebSocket(url);
    } catch (error) {
      this.events.refused(String(error));
      return;
    }
    this.socket = socket;
    this.listen(patience, this.giveUp);
    socket.onopen = () => socket.send(JSON.stringify({ hello: { token: this.key ?? null, after: this.seen, lang: this.lang, ...this.who } }));
    socket.onmessage = ({ data }) => {
      if (typeof data === 'string') this.receive(data);
    };
    // An error is always followed by a close.
    socket.onclose = () => this.lost();
  }

  language(lang: string): void {
    this.lang = lang;
  }

  /** The effects are the relay's frames. */
  send(effect: Carried): void {
    const { effect: name, ...body } = effect;
    const frame = name === 'typing' ? { typing: true } : { [name]: body };
    if (this.welcomed && this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  upload(effect: UploadEffect, file: File): void {
    const { client_id } = effect;
    const running = new AbortController();
    const report = (event: CoreEvent) => this.events.event(JSON.stringify(event));
    this.uploads.set(client_id, running);
    lazy('files').then(({ upload }) => upload(this.address, this.key, effect, file, report, running.signal), () => report({ event: 'upload', client_id, error: 'network' }))
      .finally(() => this.uploads.get(client_id) === running && this.uploads.delete(client_id));
  }

  cancelUpload(clientId: string): void {
    this.uploads.get(clientId)?.abort();
  }

  close(): void {
    this.end.abort();
    for (const running of this.uploads.values()) running.abort();
    clearTimeout(this.timer);
    this.giveUp();
  }

  private listen(time: number, late: () => void): void {
    clearTimeout(this.watch);
    this.watch = setTimeout(late, time);
  }

  private readonly ping = (): void => {
    this.listen(patience, this.giveUp);
    this.socket?.send('{"ping":true}');
  };

  private readonly giveUp = (): void => {
    if (this.socket) this.socket.onclose = this.socket.onmessage = null;
    this.socket?.close();
    this.lost();
  };

  private receive(text: string): void {
    this.listen(quiet, this.ping);
    let frame: { pong?: { seq?: unknown }; welcome?: { token?: unknown; seq?: unknown }; error?: { code?: unknown; info?: unknown; client_id?: unknown }; event?: unknown; message?: unknown; messages?: unknown; seq?: unknown };
    try {
      frame = JSON.parse(text) as typeof frame;
    } catch {
      this.events.refused('a frame that is not JSON');
      return;
    }
    if (frame === null || typeof frame !== 'object') return this.events.refused('a frame that is no object');
    // After a gap the history takes the place of what is not repeated.
    if (frame.event === 'gap') this.seen = this.caughtUp;
    const seq = frame.pong?.seq ?? frame.seq;
    if (typeof seq === 'number') {
      const seen = this.seen ?? 0;
      if (frame.pong ? seq > seen : seq > this.caughtUp && seq > seen + 1) return this.giveUp();
      this.seen = Math.max(seen, seq);
    }
    if (frame.pong) return;
    if (frame.welcome && typeof frame.welcome === 'object') this.welcome(frame.welcome);
    else if (frame.error) this.refused(frame.error);
    else if (typeof frame.event === 'string' && accepted.has(frame.event)) this.events.event(gate(text, frame), frame.event === 'gap' ? (this.seen ?? undefined) : typeof frame.seq === 'number' ? frame.seq : undefined);
    else this.events.refused(`an unknown frame: ${text.slice(0, 80)}`);
  }

  /** A refused frame that carried a message fails that message: for good, or (code 0) until the relay has room again. */
  private refused({ code, info, client_id }: { code?: unknown; info?: unknown; client_id?: unknown }): void {
    this.events.refused(`${String(code)}: ${String(info)}`);
    if (typeof client_id !== 'string') return;
    const passing = code === 'too_many' || code === 'store_failed' || code === 'hello_first';
    this.events.event(JSON.stringify({ event: 'send_failed', client_id, code: passing ? 0 : 400, info: String(info) }));
  }

  private welcome({ token, seq }: { token?: unknown; seq?: unknown }): void {
    if (typeof token === 'string' && token !== this.key) {
      this.key = this.events.token(token, this.key ?? null);
      // This tab was frozen over its greeting, and another has begun the conversation, or has got a newer key.
      if (this.key !== token) return this.giveUp();
    }
    // On the first greeting everything up to `seq` comes with the history; later ones are followed by what was missed.
    if (typeof seq === 'number') {
      this.caughtUp = seq;
      this.seen ??= seq;
    }
    this.welcomed = true;
    this.wait = firstWait;
    this.events.net('connected', undefined, this.seen ?? undefined);
  }

  private lost(): void {
    this.welcomed = false;
    this.socket = undefined;
    clearTimeout(this.watch);
    if (this.end.signal.aborted) return;
    this.events.net('disconnected');
    // Half of the wait is chance, so that a relay that comes back is not met by all its visitors in one moment.
    this.timer = setTimeout(() => this.connect(), this.wait * (0.5 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, longestWait);
  }

  /** The network or the visitor is back: no reason to wait any longer, and a connection from before may be dead. */
  private readonly hurry = (): void => {
    if (document.hidden || !navigator.onLine) return;
    if (this.timer !== undefined) this.connect();
    else if (this.welcomed) this.ping();
  };
}
