import type { Edit, Row, RowHead } from '../gen/protocol';
import { splice } from './draw';
import { Caret } from './caret';
import { applyEdits } from './edits';
import { el, set } from './el';
import { icon } from './icons';
import { source } from './links';
import { partOf } from './parts';
import { outline } from './text';
import { plain } from './tricks';
import type { Context, View } from './view';

/** A row of the log: who and when above the first of a group, the body, and how far the message has come. */
export class RowView {
  readonly dom = el('div');
  private readonly meta = el('div', 'meta');
  readonly content = el('div', 'body');
  private readonly foot = el('div', 'foot');
  private readonly delivery = el('div', 'delivery');
  private readonly body: View;
  private shown: RowHead;
  private bare = false;
  private headed = false;
  private caret: Caret | undefined;
  private readonly context: Context;

  constructor(row: Row, context: Omit<Context, 'headed'>) {
    this.context = { ...context, headed: () => (this.headed = true) };
    this.shown = row;
    this.body = { node: { kind: 'paragraph', children: [] }, drawing: { dom: this.content, slot: this.content, foot: row.streaming ? this.foot : undefined, part: () => partOf(el('div')) }, children: [], parent: null };
    this.dom.append(this.meta, this.content, this.foot, this.delivery);
    if (row.streaming) this.content.classList.add('flow');
    this.head(row);
    splice(this.body, 0, 0, row.body, this.context);
    this.settle();
  }

  get row(): RowHead {
    return this.shown;
  }

  /** Whether there is anything to be done with it: not with what was taken back, or only says that something cannot be shown. */
  get tools(): boolean {
    return this.shown.kind === 'message' && this.shown.author !== undefined && this.body.children.some(({ node }) => node.kind !== 'notice');
  }

  /** The words of the message, for screen readers and the page's `message` event. */
  get words(): string {
    // Of code the source alone, and of what is played its name, without the words on their buttons.
    const told = this.body.children.map(({ node, drawing: { dom } }) => (node.kind === 'code_block' ? node.text : node.kind === 'attachment' && node.media !== 'file' ? node.label : dom instanceof HTMLElement ? dom.innerText || dom.textContent : dom.textContent));
    return told.filter(Boolean).join('\n');
  }

  /** Everything but the body. */
  head(row: RowHead): void {
    const before = this.shown;
    this.shown = row;
    const { dom } = this;
    const rising = dom.classList.contains('rising');
    dom.className = ['row', row.kind, row.layout, row.side, row.head && 'head', row.tail && 'tail', row.streaming && 'streaming', rising && 'rising', this.bare && 'bare'].filter(Boolean).join(' ');
    if (row.streaming) this.caret ??= new Caret(this.content, this.context.grown);
    else this.rest();
    // A text that is still growing is not to be read out piece by piece.
    set(dom, { 'aria-busy': row.streaming ? 'true' : null, role: row.kind === 'divider' ? 'presentation' : 'article' });
    // For good: the whole text is told once when it is finished (Log), and must not be told again by the log's own live region.
    if (row.streaming) dom.setAttribute('aria-live', 'off');
    if (!this.meta.firstChild || before.author?.name !== row.author?.name || before.author?.avatar !== row.author?.avatar || before.time !== row.time) this.writeMeta(row);
    this.meta.classList.toggle('hidden', !row.head);
    const { delivery } = row;
    this.delivery.className = `delivery ${delivery?.state ?? ''}`;
    this.delivery.hidden = !delivery?.label;
    if (delivery?.label !== (this.delivery.textContent || undefined)) {
      this.delivery.replaceChildren(...(delivery?.state === 'failed' ? [icon('alert')] : []), delivery?.label ?? '');
    }
  }

  private writeMeta(row: RowHead): void {
    const { author, time } = row;
    this.meta.replaceChildren();
    if (author && row.side !== 'visitor') this.meta.append(avatar(author.avatar, author.name, author.role));
    if (author?.name) this.meta.append(el('span', row.side === 'visitor' ? 'name hidden' : 'name', {}, plain(author.name)));
    if (time) {
      const clock = el('time', '', { datetime: new Date(time).toISOString() });
      this.context.localise(clock, (formats) => formats.time(time));
      this.meta.append(clock);
    }
  }

  /** The text grows no more, or is not seen any more. */
  rest(): void {
    this.caret?.end();
    this.caret = undefined;
  }

  /** False when an edit did not fit what is drawn. */
  edit(edits: readonly Edit[]): boolean {
    const fits = applyEdits(this.body, edits, this.context);
    this.settle();
    this.caret?.moved();
    return fits;
  }

  /** Pictures, sounds and files are their own bubble; headings follow each other. */
  private settle(): void {
    const { children } = this.body;
    const kind = children[0]?.node.kind;
    const bare = (kind === 'attachment' || kind === 'location') && children.every(({ node }, index) => !index || node.kind === 'button');
    if (this.bare !== bare) this.dom.classList.toggle('bare', bare);
    this.bare = bare;
    if (this.headed) outline(this.content);
    this.headed = false;
  }
}

/** A picture of who speaks: the address if there is one, a bell for the robot, else the first letter of the name. */
export function avatar(address: string | undefined, name: string, role = 'agent'): HTMLElement {
  const frame = el('span', `avatar ${role}`, { 'aria-hidden': 'true' });
  const plain = role === 'agent' && name ? [...name][0]?.toLocaleUpperCase() ?? '' : icon('bell');
  const src = source(address);
  if (!src) {
    frame.append(plain);
    return frame;
  }
  const image = el('img', '', { alt: '', referrerpolicy: 'no-referrer', decoding: 'async' });
  image.addEventListener('error', () => image.replaceWith(plain));
  image.src = src;
  frame.append(image);
  return frame;
}

