import type { Patch, Row, RowHead } from './gen/protocol';
import { el, focusIn, set } from './dom/el';
import { Formats } from './dom/format';
import { icon } from './dom/icons';
import { RowView } from './dom/rows';
import type { Context } from './dom/view';

/** This close to the end (in CSS pixels) the log follows what is new. */
const followWithin = 64;

export interface LogEvents {
  press(row: string, action: string, value?: string | Record<string, string>): void;
  /** A desk's message came in while the visitor may see it: after the first batch, at the end. */
  arrived(row: Row, words: string): void;
  /** A streamed text is complete; told once. */
  finished(words: string): void;
  /** A patch does not fit what is drawn. */
  misfit(what: string): void;
}

/** The scrolling log of rows. */
export class Log {
  readonly list = el('div', 'log', { role: 'log', 'aria-live': 'off', tabindex: 0 });
  readonly dom: HTMLElement;
  private readonly jump = el('button', 'jump', { type: 'button' }, icon('down'), el('span'));
  private readonly rows: RowView[] = [];
  private readonly byKey = new Map<string, RowView>();
  private readonly localised = new WeakMap<Element, (formats: Formats) => string>();
  private readonly growth: ResizeObserver;
  private formats = new Formats('en');
  private following = true;
  private sized = '';
  private settled = false;

  constructor(private readonly events: LogEvents) {
    this.dom = el('div', 'scroll', {}, this.list, this.jump);
    this.jump.hidden = true;
    this.jump.addEventListener('click', () => {
      this.toEnd('smooth');
      this.list.focus({ preventScroll: true });
    });
    this.list.addEventListener('scroll', () => {
      // A box that changed its size scrolls by itself; that is not the visitor leaving the end.
      if (this.following && this.size() !== this.sized) return;
      this.following = this.nearEnd();
      this.sized = this.size();
      if (this.following) this.jump.hidden = true;
    }, { passive: true });
    // Images that load, fonts, the keyboard of a phone: whoever reads the end goes on reading the end.
    this.growth = new ResizeObserver(() => {
      if (this.following) this.toEnd();
    });
    this.growth.observe(this.list);
  }

  get empty(): boolean {
    return this.rows.length === 0;
  }

  labels(log: string, newMessages: string): void {
    set(this.list, { 'aria-label': log });
    const words = this.jump.lastElementChild;
    if (words) words.textContent = newMessages;
  }

  language(lang: string): void {
    this.formats = new Formats(lang);
    for (const element of this.list.querySelectorAll('.local')) this.say(element);
  }

  /** Applies the row patches of one frame and keeps the reader's place. */
  apply(patches: readonly Patch[]): void {
    const anchor = this.following ? undefined : this.anchor();
    let mine = false;
    let fresh = false;
    for (const patch of patches) {
      switch (patch.op) {
        case 'insert': {
          const last = patch.at >= this.rows.length;
          this.insert(patch.at, patch.row, last);
          mine ||= last && patch.row.side === 'visitor';
          fresh ||= last && patch.row.side === 'desk';
          break;
        }
        case 'remove': this.remove(patch.key); break;
        case 'move': this.move(patch.key, patch.at); break;
        case 'row': this.head(patch.key, patch.row); break;
        case 'body':
          if (!this.byKey.get(patch.key)?.edit(patch.edits)) this.events.misfit(`body ${patch.key}`);
          break;
      }
    }
    if (this.following || (mine && this.settled)) this.toEnd();
    else {
      anchor?.();
      if (fresh) this.jump.hidden = false;
    }
    if (!this.settled && this.rows.length) {
      this.settled = true;
      // History is not news: reading out starts with what comes after the first batch.
      setTimeout(() => set(this.list, { 'aria-live': 'polite' }), 1000);
    }
  }

  /** The panel was opened: the end is in view. */
  toEnd(behavior: ScrollBehavior = 'auto'): void {
    this.following = true;
    this.jump.hidden = true;
    this.sized = this.size();
    this.list.scrollTo({ top: this.list.scrollHeight, behavior });
  }

  destroy(): void {
    this.growth.disconnect();
  }

  private insert(at: number, row: Row, last: boolean): void {
    const view = new RowView(row, this.context(row.key));
    if (this.settled && last) view.dom.classList.add('rising');
    this.rows.splice(at, 0, view);
    this.byKey.set(row.key, view);
    this.list.insertBefore(view.dom, this.rows[at + 1]?.dom ?? null);
    this.growth.observe(view.dom);
    if (this.settled && last && row.kind === 'message' && row.side === 'desk') this.events.arrived(row, view.words);
  }

  private remove(key: string): void {
    const view = this.byKey.get(key);
    if (!view) return this.events.misfit(`remove ${key}`);
    const focused = view.dom.contains(focusIn(this.list));
    this.growth.unobserve(view.dom);
    view.dom.remove();
    this.rows.splice(this.rows.indexOf(view), 1);
    this.byKey.delete(key);
    if (focused) this.list.focus({ preventScroll: true });
  }

  private move(key: string, at: number): void {
    const view = this.byKey.get(key);
    if (!view) return this.events.misfit(`move ${key}`);
    this.rows.splice(this.rows.indexOf(view), 1);
    this.rows.splice(at, 0, view);
    const next = this.rows[at + 1]?.dom ?? null;
    if (view.dom.nextSibling !== next) this.list.insertBefore(view.dom, next);
  }

  private head(key: string, row: RowHead): void {
    const view = this.byKey.get(key);
    if (!view) return this.events.misfit(`row ${key}`);
    const streamed = view.row.streaming;
    view.head(row);
    // The body edit of the last piece may stand after this patch in the batch.
    if (streamed && !row.streaming && this.settled) queueMicrotask(() => this.events.finished(view.words));
  }

  private context(row: string): Context {
    return {
      press: (action, value) => this.events.press(row, action, value),
      localise: (element, words) => {
        this.localised.set(element, words);
        element.classList.add('local');
        this.say(element);
      },
    };
  }

  private say(element: Element): void {
    const words = this.localised.get(element);
    if (words) element.textContent = words(this.formats);
  }

  private size(): string {
    return `${this.list.scrollHeight}/${this.list.clientHeight}`;
  }

  private nearEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    return scrollHeight - scrollTop - clientHeight <= followWithin;
  }

  /** Remembers the first row in view; the function it returns puts that row back where it was on the screen. */
  private anchor(): (() => void) | undefined {
    const top = this.list.scrollTop;
    const view = this.rows.find(({ dom }) => dom.offsetTop + dom.offsetHeight > top);
    if (!view) return undefined;
    const offset = view.dom.offsetTop - top;
    return () => {
      if (view.dom.isConnected) this.list.scrollTop = view.dom.offsetTop - offset;
    };
  }
}
