import type { Json } from './gen/protocol';
import type { Options } from './options';

/** What is kept between pages. */
export interface Kept {
  /** The relay's key to this visitor's conversation. */
  token?: string;
  /** The visitor's id, when the page gave none. */
  visitor?: string;
}

/** What the core wants back: unsent messages, the draft. */
export type TabState = {
  pending?: Json[];
  draft?: string;
  /** The tab was left; told only by browsers in which tabs cannot ask for each other. */
  left?: boolean;
};

/**
 * The visitor's storage: one entry for each relay and user, and one for each tab that has something unsent, so that no tab overwrites another's. Storage that is refused is as good as none: the chat
 * works until the page is left. So does it with one that is full, which is told.
 */
export class Storage {
  private kept: Kept = {};
  private readonly area: globalThis.Storage | undefined;
  /** Why what should be kept is not, since the last time that it could be. */
  failure: unknown;
  /** Told when that changes. */
  told = (): void => undefined;

  constructor(kind: Options['storage'], readonly key: string) {
    try {
      this.area = kind === 'none' ? undefined : kind === 'session' ? sessionStorage : localStorage;
      this.area?.getItem(key);
    } catch {
      this.area = undefined;
    }
  }

  get<K extends keyof Kept>(name: K): Kept[K] {
    // Another tab may have written meanwhile.
    this.kept = { ...this.kept, ...this.read<Kept>(this.key) };
    return this.kept[name];
  }

  set<K extends keyof Kept>(name: K, value: Kept[K]): void {
    this.get(name);
    this.kept[name] = value;
    this.write(this.key, this.kept);
  }

  /** The name of this tab, the same after a reload. */
  get tab(): string | undefined {
    return this.area && session()?.getItem(`${this.key}#`) || undefined;
  }

  set tab(name: string | undefined) {
    if (!this.area) return;
    try {
      session()?.setItem(`${this.key}#`, name ?? '');
    } catch {
      return;
    }
  }

  state(tab: string): TabState | undefined {
    return this.read<TabState>(`${this.key}#${tab}`);
  }

  keep(tab: string, state: TabState = {}): void {
    this.write(`${this.key}#${tab}`, state.pending?.length || state.draft ? state : undefined);
  }

  /** The tabs that have something in here. */
  tabs(): string[] {
    const start = `${this.key}#`;
    return this.area ? Object.keys(this.area).filter((key) => key.length > start.length && key.startsWith(start)).map((key) => key.slice(start.length)) : [];
  }

  private read<T>(key: string): T | undefined {
    try {
      const read: unknown = JSON.parse(this.area?.getItem(key) ?? 'null');
      return read && typeof read === 'object' ? (read as T) : undefined;
    } catch {
      return undefined;
    }
  }

  private note(failure: unknown): void {
    const changed = !failure !== !this.failure;
    this.failure = failure;
    if (changed) this.told();
  }

  private write(key: string, value: object | undefined): void {
    try {
      if (!value) return this.area?.removeItem(key);
      this.area?.setItem(key, JSON.stringify(value));
      this.note(undefined);
    } catch (failure) {
      // What stood there before stays: sent twice, a message is known by its id, and lost it is lost.
      this.note(failure);
    }
  }
}

function session(): globalThis.Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}
