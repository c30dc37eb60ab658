import type { Options } from './options';

/** What is kept between pages. */
export interface Kept {
  /** The relay's key to this visitor's conversation. */
  token?: string;
  /** The visitor's id, when the page gave none. */
  visitor?: string;
  /** What the core wants back: unsent messages, the draft. */
  state?: unknown;
}

/** The visitor's storage, one entry a relay and user. Storage that is refused or full is as good as none: the chat works until the page is left. */
export class Storage {
  private kept: Kept = {};
  private readonly area: globalThis.Storage | undefined;

  constructor(kind: Options['storage'], private readonly key: string) {
    try {
      this.area = kind === 'none' ? undefined : kind === 'session' ? sessionStorage : localStorage;
      const read: unknown = JSON.parse(this.area?.getItem(key) ?? '{}');
      if (read && typeof read === 'object') this.kept = read;
    } catch {
      this.kept = {};
    }
  }

  get<K extends keyof Kept>(name: K): Kept[K] {
    return this.kept[name];
  }

  set<K extends keyof Kept>(name: K, value: Kept[K]): void {
    this.kept[name] = value;
    try {
      this.area?.setItem(this.key, JSON.stringify(this.kept));
    } catch {
      return;
    }
  }
}
