import type { Header, Patch, Row, RowHead } from './gen/protocol';
import { el, focusIn, set, write } from './dom/el';
import { formatsOf } from './dom/format';
import { icon } from './dom/icons';
import { RowView } from './dom/rows';
import type { MessageExtras } from './message_extras';
import type { RowTools } from './row_tools';
import type { Member } from './lazy/mentions';
import type { Context, Words } from './dom/view';
import type { Played } from './player';

/** This close to the beginning or the end of what is drawn (in CSS pixels) the log asks for more. */
const moreWithin = 240;
/** This close to the end (in CSS pixels) the log follows what is new. */
const followWithin = 64;

/** The button that leads to the end: none, for whoever has scrolled up, or for what came in meanwhile. */
type Offer = '' | 'end' | 'news';

export interface LogEvents {
  /** The visitor wants to do something with a message: its menu, beside the button. */
  options(row: RowView, button: HTMLElement): void;
  /** The visitor looks at a picture: all of the log, and which one. False: the browser may open its address. */
  pictures(all: HTMLAnchorElement[], at: number): boolean;
  press(row: string, action: string, value?: string | Record<string, string>): void;
  /** Somebody in a group has written. */
  met(member: Member): void;
  /** A sound or a video was drawn, with the browser's own controls. */
  play(media: HTMLMediaElement, played: Omit<Played, 'say'>): void;
  /** The desk's messages came in while the visitor may see them: after the first batch, at the end. */
  arrived(news: readonly RowView[]): void;
  /** A text begins to grow; screen readers are told these words, and nothing of the text before it is finished. */
  started(words: string): void;
  /** A streamed text is complete; told once. */
  finished(words: string): void;
  /** What few visitors use. */
  late(): Promise<MessageExtras>;
  /** A patch does not fit what is drawn. */
  misfit(what: string): void;
}

/** With the edits of a row that follow each other in one patch, as texts flow in many. */
function joined(patches: readonly Patch[]): Patch[] {
  const out: Patch[] = [];
  for (const patch of patches) {
    const last = out.at(-1);
    if (patch.op === 'body' && last?.op === 'body' && last.key === patch.key) out[out.length - 1] = { ...patch, edits: [...last.edits, ...patch.edits] };
    else out.push(patch);
  }
  return out;
}

/** The scrolling log of rows. */
export class Log {
  readonly list = el('div', 'log', { role: 'log', 'aria-live': 'off', tabindex: 0 });
  readonly dom: HTMLElement;
  private readonly jump = el('button', 'jump', { type: 'button' }, icon('down'), el('span'));
  private readonly rows: RowView[] = [];
  private tools: RowTools | undefined;
  private wantsTools = false;
  private readonly byKey = new Map<string, RowView>();
  private readonly localised = new WeakMap<Element, Words>();
  private readonly growth: ResizeObserver;
  private readonly end = new AbortController();
  private formats = formatsOf('en');
  private words: Header['labels'] = { close: '', menu: '', log: '', new_messages: '', copy: '', copied: '', answering: '' };
  private label = '';
  private followed = false;
  private offered: Offer = 'news';
  /** Where the log was scrolled to. */
  private top = 0;
  /** The visitor holds the pointer down in the log and may be selecting text: nothing may move under it. */
  private held = false;
  /** The height of what is in the box, and of the box, when the end was last seen. */
  private sized: [number, number] = [0, 0];
  private settled = false;
  /** A page of history was asked for by scrolling. */
  private asked = false;

  constructor(private readonly events: LogEvents) {
    this.dom = el('div', 'scroll', {}, this.list, this.jump);
    for (const sign of ['pointerover', 'focusin']) this.dom.addEventListener(sign, this.getTools, { passive: true });
    this.list.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a.picture') : null;
      if (!link?.href || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const all = [...this.list.querySelectorAll<HTMLAnchorElement>('a.picture[href]')];
      if (events.pictures(all, all.indexOf(link))) event.preventDefault();
    });
    this.following = true;
    this.offer('');
    this.jump.addEventListener('click', () => {
      if (this.byKey.has('later')) this.press('later', 'newest');
      else this.toEnd('smooth');
      this.list.focus({ preventScroll: true });
    });
    this.list.addEventListener('scroll', () => {
      // A box that changed its size scrolls by itself; that is not the visitor leaving the end.
      const { scrollHeight, clientHeight, scrollTop } = this.list;
      const up = scrollTop < this.top;
      this.top = scrollTop;
      if (this.following && (scrollHeight !== this.sized[0] || clientHeight !== this.sized[1])) return;
      this.following = this.nearEnd();
      this.sized = [scrollHeight, clientHeight];
      if (this.following) return this.offer('');
      const below = scrollHeight - clientHeight - scrollTop;
      if (up && !this.offered && below > clientHeight) this.offer('end');
      // Whoever reads upwards is not asked to press for more.
      if (this.settled && scrollTop < moreWithin) this.more('earlier');
      else if (below < moreWithin) this.more('later');
    }, { passive: true });
    this.list.addEventListener('pointerdown', ({ button }) => {
      this.held = button === 0;
    });
    for (const lift of ['pointerup', 'pointercancel']) addEventListener(lift, this.release, { signal: this.end.signal });
    // The picture's own listener comes later.
    this.list.addEventListener('load', () => setTimeout(this.keepEnd), true);
    this.growth = new ResizeObserver(this.keepEnd);
    this.growth.observe(this.list);
  }

  /** Whether what is new at the end is brought into view. */
  private get following(): boolean {
    return this.followed;
  }

  private set following(on: boolean) {
    if (this.followed === on) return;
    this.followed = on;
    this.list.classList.toggle('following', on);
  }

  get empty(): boolean {
    return this.rows.length === 0;
  }

  /** The fixed words of the header. */
  get fixed(): Header['labels'] {
    return this.words;
  }

  labels(words: Header['labels']): void {
    this.words = words;
    set(this.list, { 'aria-label': words.log });
    const jump = this.jump.lastElementChild;
    if (jump) jump.textContent = words.new_messages;
    this.sayAll();
  }

  /** `options`: what the button of a message's menu is called. */
  language(lang: string, options: string): void {
    this.formats = formatsOf(lang);
    this.label = options;
    this.sayAll();
  }

  /** Applies the row patches of one frame and keeps the reader's place. */
  apply(patches: readonly Patch[]): void {
    const stay = !this.following || this.held;
    const anchor = stay ? this.anchor() : undefined;
    const active = focusIn(this.list);
    const focused = this.list.contains(active) ? active : null;
    const home = focused?.closest<HTMLElement>('.row');
    let mine = false;
    let fresh = false;
    const news: RowView[] = [];
    for (const patch of joined(patches)) {
      if (patch.op === 'insert') {
        const last = patch.at >= this.rows.length;
        news.push(...this.insert(patch.at, patch.row, last));
        mine ||= last && patch.row.side === 'visitor';
        fresh ||= last && patch.row.side === 'desk';
      } else if ('key' in patch) {
        const view = this.byKey.get(patch.key);
        if (!view || (patch.op === 'body' && !view.edit(patch.edits))) this.events.misfit(`${patch.op} ${patch.key}`);
        else if (patch.op === 'remove') this.remove(view);
        else if (patch.op === 'move') this.move(view, patch.at);
        else if (patch.op === 'row') this.head(view, patch.row);
        else fresh ||= patch.key === this.rows.at(-1)?.row.key;
      }
    }
    // Their words are read from the page, which costs a layout: once, and not for each.
    if (news.length) this.events.arrived(news);
    if (!stay || (mine && this.settled)) this.toEnd(stay ? 'auto' : 'grown');
    else {
      anchor?.();
      if (fresh && !this.held && !this.nearEnd()) this.offer('news');
    }
    // A control that was used up leaves the focus to its message.
    if (focused && (!focused.isConnected || focused.matches(':disabled'))) {
      const next = home?.isConnected ? home : this.list;
      if (next === home) set(next, { tabindex: -1 });
      next.focus({ preventScroll: true });
    }
    // Whoever reads the end is taken along with it.
    if (!stay && this.byKey.has('later')) queueMicrotask(() => this.byKey.has('later') && this.events.press('later', 'newest'));
    this.settleTools();
    // A conversation that has begun may be answered to, quoted and taken back.
    const last = this.rows.at(-1)?.row;
    if (last?.side === 'desk' && !last.streaming && this.rows.some(({ row }) => row.side === 'visitor')) this.getTools();
    if (!this.settled && this.rows.length) {
      this.settled = true;
      // History is not news: reading out starts with what comes after the first batch.
      setTimeout(() => set(this.list, { 'aria-live': 'polite' }), 1000);
    }
  }

  /** The end is in view: the panel was opened, or (`grown`) there may be more than before. */
  toEnd(behavior: ScrollBehavior | 'grown' = 'auto'): void {
    this.following = true;
    this.offer('');
    // What is not shown has no end, and looking for it would have the browser style it for nothing.
    if (this.dom.closest('[hidden]')) return;
    const { list } = this;
    const { scrollHeight } = list;
    // Most words of an answer that grows begin no new line, and each further look at the page costs.
    if (behavior === 'grown' && scrollHeight === this.sized[0]) return;
    const { clientHeight, scrollTop } = list;
    this.sized = [scrollHeight, clientHeight];
    if (behavior === 'smooth') list.scrollTo({ top: scrollHeight, behavior });
    else if (scrollTop + clientHeight < scrollHeight) list.scrollTop = scrollHeight;
  }

  destroy(): void {
    this.end.abort();
    this.growth.disconnect();
    for (const row of this.rows) row.rest();
  }

  /** Images that load, fonts, the keyboard of a phone: whoever reads the end goes on reading the end. */
  private readonly keepEnd = (): void => {
    if (this.following && !this.held) this.toEnd();
  };

  /** The button for what can be done with a message is loaded when the visitor moves towards one. */
  private readonly getTools = (): void => {
    if (this.wantsTools) return;
    this.wantsTools = true;
    this.events.late().then(({ RowTools }) => {
      const row = (target: Element) => this.rows.find(({ dom }) => dom.contains(target));
      this.tools = new RowTools(this.list, () => this.rows.filter(({ tools }) => tools), row, this.events.options, (told) => this.events.finished(`${told.row.author?.name ?? ''}: ${told.words}`));
      this.settleTools();
      this.list.after(this.tools.button);
    }, () => {
      this.wantsTools = false;
    });
  };

  private settleTools(): void {
    this.tools?.settle(this.label, this.rows.some(({ tools }) => tools));
  }

  /** The desk's message that came in at the end, if it is one. */
  private insert(at: number, row: Row, last: boolean): RowView[] {
    const view = new RowView(row, this.context(row.key));
    if (this.settled && last) view.dom.classList.add('rising');
    this.rows.splice(at, 0, view);
    this.byKey.set(row.key, view);
    this.asked = false;
    this.list.insertBefore(view.dom, this.rows[at + 1]?.dom ?? null);
    // An answer that grows is taken to the end by each piece, by its images and by its caret; observed, it would have every frame laid out twice.
    if (!row.streaming) this.growth.observe(view.dom);
    if (row.author?.id && row.side === 'desk') this.events.met({ ...row.author, id: row.author.id });
    const arrived = this.settled && last && row.kind === 'message' && row.side === 'desk';
    if (arrived && row.streaming) this.events.started(this.words.answering);
    return arrived ? [view] : [];
  }

  private remove(view: RowView): void {
    const focused = view.dom.contains(focusIn(this.list));
    this.growth.unobserve(view.dom);
    view.rest();
    view.dom.remove();
    this.rows.splice(this.rows.indexOf(view), 1);
    this.byKey.delete(view.row.key);
    if (focused) this.list.focus({ preventScroll: true });
  }

  private move(view: RowView, at: number): void {
    this.rows.splice(this.rows.indexOf(view), 1);
    this.rows.splice(at, 0, view);
    const next = this.rows[at + 1]?.dom ?? null;
    if (view.dom.nextSibling !== next) this.list.insertBefore(view.dom, next);
  }

  private head(view: RowView, row: RowHead): void {
    const streamed = view.row.streaming;
    view.head(row);
    // The body edit of the last piece may stand after this patch in the batch.
    if (streamed && !row.streaming) {
      this.growth.observe(view.dom);
      if (this.settled) queueMicrotask(() => this.events.finished(view.words));
    }
  }

  private context(row: string): Omit<Context, 'headed'> {
    return {
      press: (action, value) => this.press(row, action, value),
      grown: this.keepEnd,
      play: (media, played) => this.events.play(media, { ...played, localise: this.localise }),
      localise: this.localise,
    };
  }

  private press(row: string, action: string, value?: string | Record<string, string>): void {
    // The end that comes now is the one to be at.
    if (action === 'newest') {
      this.following = true;
      this.offer('');
    }
    this.events.press(row, action, value);
  }

  private readonly localise = (element: Element, words: Words): void => {
    this.localised.set(element, words);
    element.classList.add('local');
    this.say(element);
  };

  private sayAll(): void {
    for (const element of this.list.querySelectorAll('.local')) this.say(element);
  }

  private say(element: Element): void {
    const words = this.localised.get(element);
    if (words) write(element, words(this.formats, this.words));
  }

  /** Asks for messages that are known, or can be had, beyond what is drawn. */
  private more(where: 'earlier' | 'later'): void {
    if (this.asked || !this.byKey.has(where)) return;
    this.asked = true;
    this.events.press(where, where);
  }

  /** What came in while the pointer was held down has moved the end away, unless it was little. */
  private readonly release = (): void => {
    if (!this.held) return;
    this.held = false;
    if (!this.following) return;
    this.following = this.nearEnd();
    if (this.following) this.toEnd();
    else this.offer('news');
  };

  /** Shows the way to the end, or not. */
  private offer(what: Offer): void {
    if (this.offered === what) return;
    this.offered = what;
    this.jump.hidden = !what;
    // An arrow without a word is for the pointer: the keyboard has its End key, and who hears has no place to come back from.
    const plain = what === 'end';
    this.jump.classList.toggle('plain', plain);
    set(this.jump, { 'aria-hidden': plain ? 'true' : null, tabindex: plain ? -1 : null });
  }

  /** The end of what is drawn is that of the conversation for those only who were taken there. */
  private nearEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    return (this.following || !this.byKey.has('later')) && scrollHeight - scrollTop - clientHeight <= followWithin;
  }

  /** Remembers what is at the upper edge of the view, as far down the tree as a block of text; the function it returns puts that back where it was on the screen. */
  private anchor(): (() => void) | undefined {
    const edge = this.list.getBoundingClientRect().top + this.list.clientTop;
    const visible = (elements: Iterable<Element>) => {
      for (const element of elements) if (element.getBoundingClientRect().bottom > edge) return element;
      return undefined;
    };
    // What is loaded belongs between the button for it, or the day above it, and what is read.
    let found = visible(this.rows.filter(({ row }) => row.key !== 'earlier' && row.kind !== 'divider').map(({ dom }) => dom));
    for (let inner = found?.querySelector('.body') ?? undefined; inner; inner = inner.matches('.body, .part') ? visible(inner.children) : undefined) found = inner;
    if (!found) return undefined;
    const mark = found;
    const before = mark.getBoundingClientRect().top;
    return () => {
      const moved = mark.isConnected ? mark.getBoundingClientRect().top - before : 0;
      // Scroll positions are rounded to the screen's pixels; chasing a fraction would make it two.
      if (Math.abs(moved) >= 0.5) this.list.scrollTop += moved;
    };
  }
}
