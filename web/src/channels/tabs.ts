import type { Json } from '../gen/protocol';
import type { Carried, Channel, ChannelEvents, Gone, Net, UploadEffect } from './channel';

/** Where a channel that another tab had goes on: the number of the last event that came, when its events are numbered. */
export interface Resume {
  mark: number | undefined;
}

export interface TabEvents extends ChannelEvents {
  /** `before` is absent when it is another tab's word, which counts. */
  token(token: string, before?: string | null): string;
  /** The visitor has read in another tab. */
  read(): void;
  /** The tabs that have put something by. */
  others(): string[];
  /** What another tab has not sent yet. */
  elsewhere(pending: Json[]): void;
  /** The visitor has pressed something in another tab, in a row that is shown here as well. */
  pressed(row: string, action: string): void;
  /** A tab is gone and has left what it had not sent. */
  left(tab: string): void;
}

/** What tabs say to each other; only the leading one sends `event`, `net` and `token`. */
type Word =
  | { ask: string; number: number }
  | { to?: string; number?: number; lead: string; net: Net; reason?: Gone | undefined; mark: number | undefined; recent?: string[] }
  | { to?: string; event: string; mark: number | undefined }
  | { token: string }
  | { from: string; carry: Carried }
  | { from: string; upload: UploadEffect; file: File }
  | { cancel: string }
  | { again: true }
  | { read: true }
  | { to?: string; waiting: Json[] }
  | { row: string; action: string }
  | { keeps: string };

/** A leader that says nothing for so long is frozen, as on a phone: another tab takes its place. */
const patience = 3000;
/** How long a history page may take before the next one is asked for. */
const pagePatience = 20_000;
/** A tab that is only being reloaded takes up its own again. */
const reloadTime = 1500;

/**
 * One connection for all tabs of a visitor. The tab that holds the Web Lock leads: it has the channel, and passes what comes to the others and what they send to the channel.
 * When it goes, the browser gives the lock to another one, which goes on where the last event was. Each tab keeps what it has not sent (docs/reliability.md tells how nothing is
 * lost or doubled by that); one that is gone leaves it to the leader. Without Web Locks each tab has a channel of its own.
 */
export class Tabs implements Channel {
  private readonly air: BroadcastChannel | undefined;
  private readonly name = this.place.name;
  private readonly tab = this.place.tab;
  private channel: Channel | undefined;
  private leader = '';
  private net: Net = 'connecting';
  private reason: Gone | undefined;
  private started = false;
  private mark: number | undefined;
  /** What came unnumbered and tells where the session stands, by kind: for tabs that come later. */
  private readonly recent = new Map<string, string>();
  private readonly pages: { from: string; effect: Carried }[] = [];
  private page: ReturnType<typeof setTimeout> | undefined;
  private readonly uploads = new Map<string, [UploadEffect, File]>();
  private readonly watched = new Set<string>();
  /** What this tab has not sent yet. */
  private waiting: Json[] = [];
  private readonly end = this.place.end;
  private readonly held: (() => void)[] = [];
  private doubt: ReturnType<typeof setTimeout> | undefined;
  /** How often this tab has asked for the leader; only the answer to the last question removes the doubt. */
  private asked = 0;

  /** `mine`: what this tab's client ids begin with. */
  constructor(private readonly place: Place, private readonly mine: string, private readonly make: (events: ChannelEvents, resume: Resume) => Channel, private readonly events: TabEvents) {
    if (!place.free) return;
    this.held.push(place.free);
    this.air = new BroadcastChannel(place.name);
    this.air.onmessage = ({ data }) => this.hear(data as Word);
  }

  connect(): void {
    if (this.started) return this.channel ? this.channel.connect() : this.say({ again: true });
    this.started = true;
    if (!this.air) return this.lead();
    this.stand(this.place.turn);
    this.ask();
    const { signal } = this.end;
    document.addEventListener('visibilitychange', this.ask, { signal });
    addEventListener('pagehide', this.release, { signal });
    addEventListener('pageshow', ({ persisted }) => {
      if (!persisted) return;
      void navigator.locks.request(`${this.name}:${this.tab}`, { signal }, () => new Promise<void>((free) => this.held.push(free))).catch(() => undefined);
      this.stand();
      this.ask();
    }, { signal });
  }

  language(lang: string): void {
    this.channel?.language(lang);
  }

  send(effect: Carried): void {
    if (this.channel) this.carry(this.tab, effect);
    else {
      this.say({ from: this.tab, carry: effect });
      this.ask();
    }
  }

  upload(effect: UploadEffect, file: File): void {
    this.uploads.set(effect.client_id, [effect, file]);
    if (this.channel) this.channel.upload(effect, file);
    else this.say({ from: this.tab, upload: effect, file });
  }

  cancelUpload(clientId: string): void {
    this.uploads.delete(clientId);
    if (this.channel) this.channel.cancelUpload(clientId);
    else this.say({ cancel: clientId });
  }

  /** The visitor reads in this tab. */
  read(): void {
    this.say({ read: true });
  }

  /** This tab has put something by: should it go, the leader looks after it. The others show `waiting`. */
  keeps(waiting: Json[]): void {
    this.waiting = waiting;
    this.say({ keeps: this.tab });
    if (waiting.length) this.say({ waiting });
  }

  /** The visitor has pressed something in a row that other tabs show. */
  press(row: string, action: string): void {
    this.say({ row, action });
  }

  /** In one of the tabs, whichever comes first within a second. */
  once(what: string, action: () => void): void {
    if (!this.air) return action();
    void navigator.locks.request(`${this.name}:once:${what}`, { ifAvailable: true }, (lock) => {
      if (!lock) return undefined;
      action();
      return new Promise((done) => setTimeout(done, 1000));
    });
  }

  close(): void {
    this.end.abort();
    this.release();
    clearTimeout(this.doubt);
    this.air?.close();
  }

  /** Also when the page is left: WebKit does not load it anew while it has locks. A page that is taken back as it was stands in line again. */
  private readonly release = (): void => {
    for (const free of this.held.splice(0)) free();
    this.resign();
  };

  /** Stands in line to lead. Who is relieved of it, because it did not answer, stands in line again. */
  private stand(turn: Turn = inLine(this.name, { signal: this.end.signal })): void {
    turn(() => new Promise<void>((free) => {
      if (this.end.signal.aborted) return free();
      this.held.push(free);
      this.lead();
    })).catch(() => {
      if (this.end.signal.aborted) return;
      this.resign();
      this.stand();
      this.ask();
    });
  }

  private lead(): void {
    if (this.channel) return;
    const { mark } = this;
    const first = this.leader === '';
    // A channel without numbers cannot say what was missed: the newest page of history does.
    let missed = !first && mark === undefined;
    this.leader = this.tab;
    clearTimeout(this.doubt);
    this.channel = this.make({
      event: (text, number) => this.came(text, number),
      net: (state, reason, number) => {
        this.mark ??= number;
        this.net = state;
        this.reason = reason;
        clearTimeout(this.page);
        this.pages.length = 0;
        this.say({ lead: this.tab, net: state, reason, mark: this.mark });
        this.events.net(state, reason);
        if (state !== 'connected') return;
        if (missed) this.came('{"event":"gap"}', undefined);
        missed = false;
      },
      token: (token, before) => {
        const kept = this.events.token(token, before);
        if (kept === token) this.say({ token });
        return kept;
      },
      refused: (message) => this.events.refused(message),
    }, { mark });
    this.channel.connect();
    for (const [effect, file] of this.uploads.values()) this.channel.upload(effect, file);
    if (this.air) for (const tab of this.events.others()) this.adopt(tab, first ? 0 : reloadTime);
  }

  private resign(): void {
    clearTimeout(this.page);
    this.channel?.close();
    this.channel = undefined;
  }

  /** An event of the channel: to the other tabs first, so that what this one makes of it comes after it. */
  private came(text: string, mark: number | undefined): void {
    const name = nameOf(text);
    const kind = name === 'state' ? name : /\\"src\\": ?\\"(23|26)\\"/.exec(text)?.[1];
    if (kind && name !== 'history') {
      this.recent.delete(kind);
      this.recent.set(kind, text);
    }
    let to: string | undefined;
    if (name === 'history') {
      to = this.pages.shift()?.from;
      this.turn();
    }
    if (to !== this.tab) this.say({ to, event: text, mark });
    if (to === undefined || to === this.tab) this.take(text, mark);
  }

  private take(text: string, mark: number | undefined): void {
    if (mark !== undefined) this.mark = mark;
    const name = nameOf(text);
    if (name === 'sent' || name === 'upload') {
      const { client_id, url, error, message } = JSON.parse(text) as { client_id: string; url?: string; error?: string; message?: object };
      if (url || error) this.uploads.delete(client_id);
      if (name === 'sent' && !client_id.startsWith(this.mine)) {
        // To a tab that did not send it, it is a message like others.
        if (!message) return;
        text = JSON.stringify({ event: 'message', message: { ...message, clientId: client_id } });
      }
    }
    this.events.event(text);
  }

  private carry(from: string, effect: Carried): void {
    if (effect.effect !== 'load_history') return this.channel?.send(effect);
    this.pages.push({ from, effect });
    if (this.pages.length === 1) this.turn();
  }

  /** One page at a time, so that it is known whose it is. */
  private turn(): void {
    clearTimeout(this.page);
    const [next] = this.pages;
    if (!next) return;
    this.page = setTimeout(() => {
      this.pages.shift();
      this.turn();
    }, pagePatience);
    this.channel?.send(next.effect);
  }

  private say(word: Word): void {
    try {
      this.air?.postMessage(word);
    } catch {
      // Closed, or a file that cannot be handed over: the core asks again.
    }
  }

  private hear(word: Word): void {
    if ('to' in word && word.to !== undefined && word.to !== this.tab) return;
    if ('lead' in word) return this.follow(word);
    if ('read' in word) return this.events.read();
    if ('event' in word) {
      // What was on its way when the tabs changed places is known already.
      if (!this.channel && !(word.mark !== undefined && word.mark <= (this.mark ?? -1))) this.take(word.event, word.mark);
      return;
    }
    if ('token' in word) return void this.events.token(word.token);
    if ('waiting' in word) return this.events.elsewhere(word.waiting);
    if ('row' in word) return this.events.pressed(word.row, word.action);
    if ('ask' in word && this.waiting.length) this.say({ to: word.ask, waiting: this.waiting });
    const { channel } = this;
    if (!channel) return;
    if ('keeps' in word) this.adopt(word.keeps, reloadTime);
    if ('ask' in word) this.say({ to: word.ask, number: word.number, lead: this.tab, net: this.net, reason: this.reason, mark: this.mark, recent: [...this.recent.values()] });
    else if ('carry' in word) this.carry(word.from, word.carry);
    else if ('upload' in word) channel.upload(word.upload, word.file);
    else if ('cancel' in word) channel.cancelUpload(word.cancel);
    else if ('again' in word) channel.connect();
  }

  /** The leader tells that it is there, and whether it is connected. */
  private follow({ number, lead, net, reason, mark, recent }: Extract<Word, { lead: string }>): void {
    // A word that was on its way says nothing of what the leader hears now.
    if (number === this.asked) {
      clearTimeout(this.doubt);
      this.doubt = undefined;
    }
    if (this.channel) return;
    const fresh = lead !== this.leader;
    const first = this.leader === '';
    this.leader = lead;
    const before = this.mark;
    this.mark ??= mark;
    if (fresh || net !== this.net || reason !== this.reason) {
      // What was given to the one before is given again.
      if (fresh && net === 'connected') this.events.net('connecting');
      this.net = net;
      this.reason = reason;
      this.events.net(net, reason);
    }
    if (fresh) for (const [effect, file] of this.uploads.values()) this.say({ from: this.tab, upload: effect, file });
    if (first) for (const text of recent ?? []) this.events.event(text);
    else if (mark === undefined ? fresh : mark > (before ?? mark)) {
      // The leader's words come in order, so what is missing came to this tab while it led and was frozen; where nothing is numbered, something may have.
      this.mark = mark;
      this.events.event('{"event":"gap"}');
    }
  }

  /** Asks for the leader, and takes its place when it does not answer. */
  private readonly ask = (): void => {
    if (this.channel) return;
    this.asked += 1;
    this.say({ ask: this.tab, number: this.asked });
    if (!document.hidden) this.doubt ??= setTimeout(() => {
      this.doubt = undefined;
      if (!this.channel && !this.end.signal.aborted) this.stand(inLine(this.name, { steal: true }));
    }, patience);
  };

  /** Waits until a tab is gone, and a while longer, and takes what it left. */
  private adopt(tab: string, grace: number): void {
    if (tab === this.tab || this.watched.has(tab)) return;
    this.watched.add(tab);
    const name = `${this.name}:${tab}`;
    const take = (lock: Lock | null) => {
      this.watched.delete(tab);
      if (!lock) this.adopt(tab, reloadTime);
      else if (this.channel) this.events.left(tab);
    };
    navigator.locks.request(name, { signal: this.end.signal }, () => undefined)
      .then(() => setTimeout(() => void navigator.locks.request(name, { ifAvailable: true }, take), grace), () => undefined);
  }
}

/** A tab's turn to lead: what it then does, until which is over. Rejected when the turn is taken away, or never comes. */
type Turn = (lead: () => Promise<void>) => Promise<void>;

function inLine(name: string, options: LockOptions): Turn {
  let told: ((lead: () => Promise<void>) => void) | undefined;
  const lead = new Promise<() => Promise<void>>((known) => (told = known));
  const over = navigator.locks.request(name, options, async () => (await lead)());
  // Until somebody asks.
  over.catch(() => undefined);
  return (what) => {
    told?.(what);
    return over;
  };
}

/** This tab among the tabs of a conversation. */
export interface Place {
  /** Of the conversation in this browser. */
  name: string;
  tab: string;
  /** Lets the tab's lock go, by which others know that it is there; absent where tabs know nothing of each other. */
  free?: (() => void) | undefined;
  /** Ends all waiting. */
  end: AbortController;
  /** In line to lead. */
  turn?: Turn;
}

/** Finds a place for this tab: the one it had before it was reloaded, unless a copy of the tab has it. The first turn to lead is asked for with it, so that one answer of the browser's other process is waited for, not two. */
export async function takePlace(name: string, before: string | undefined, another: string, alone: boolean): Promise<Place> {
  const end = new AbortController();
  const place = { name, tab: another, end };
  if (alone || !navigator.locks || !('BroadcastChannel' in window)) return { ...place, tab: before ?? another };
  const turn = inLine(name, end);
  for (const tab of before ? [before, another] : [another]) {
    const free = await new Promise<(() => void) | undefined>((answer) => {
      navigator.locks.request(`${name}:${tab}`, { ifAvailable: true }, (lock) => (lock ? new Promise<void>(answer) : answer(undefined))).catch(() => answer(undefined));
    });
    if (free) return { ...place, tab, free, turn };
  }
  end.abort();
  return { ...place, end: new AbortController() };
}

/** What an event is called; its name stands before what it carries. */
function nameOf(text: string): string | undefined {
  return /"event": ?"(\w+)"/.exec(text.slice(0, 60))?.[1];
}
