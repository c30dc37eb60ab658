import { el, focusIn, set } from './dom/el';
import { icon } from './dom/icons';
import type { RowView } from './dom/rows';

const size = 28;

/**
 * The button for what can be done with a message: one for all rows, beside the one that the pointer is over. To the keyboard it is one stop behind the log, which the arrow
 * keys move from message to message. It stands outside the log, where moving it is no news to a screen reader.
 */
export class RowTools {
  readonly button = el('button', 'options', { type: 'button', 'aria-haspopup': 'menu' }, icon('menu'));
  private row: RowView | undefined;
  private label = '';

  /** `rows`: those with a menu, in order. `told`: what a screen reader is to say of the row that the keyboard has moved to. */
  constructor(private readonly list: HTMLElement, private readonly rows: () => RowView[], of: (target: Element) => RowView | undefined, open: (row: RowView, button: HTMLElement) => void, private readonly told: (row: RowView) => void) {
    const { button } = this;
    this.rest();
    const over = (target: EventTarget | null) => {
      const row = target instanceof Element ? of(target) : undefined;
      if (row?.tools && (row !== this.row || button.classList.contains('away'))) this.beside(row);
    };
    // Not only when it comes in: a row that was scrolled may come to rest under it.
    list.addEventListener('pointermove', ({ target }) => over(target), { passive: true });
    // The pointer was on its way while this was.
    queueMicrotask(() => over(list.querySelector('.row:hover')));
    const left = ({ pointerType, relatedTarget }: PointerEvent) => {
      if (pointerType === 'mouse' && !(relatedTarget instanceof Node && (button.contains(relatedTarget) || list.contains(relatedTarget)))) this.rest();
    };
    list.addEventListener('pointerleave', left);
    button.addEventListener('pointerleave', left);
    list.addEventListener('scroll', () => {
      const { row } = this;
      if (row && this.held) return this.beside(row);
      // An answer that grows scrolls the log under a pointer that rests. Who is about to press the button finds it where it is; else it stays with the row.
      if (row && button.matches(':hover') && this.shows(row)) return;
      const next = list.querySelector('.row:hover');
      const under = next ? of(next) : undefined;
      if (under?.tools && this.shows(under)) this.beside(under);
      else this.rest();
    }, { passive: true });
    button.addEventListener('click', () => {
      if (this.row) open(this.row, button);
    });
    button.addEventListener('focus', () => {
      const { row } = this;
      this.to(row && this.rows().includes(row) ? row : this.rows().pop());
    });
    button.addEventListener('blur', () => this.rest());
    button.addEventListener('keydown', (event) => {
      const rows = this.rows();
      const at = this.row ? rows.indexOf(this.row) : -1;
      const next = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      const row = rows[next];
      if (!row) return;
      this.to(row);
      this.told(row);
    });
  }

  /** After the rows changed. `any`: whether one of them has a menu. */
  settle(label: string, any: boolean): void {
    // With every word of an answer: an attribute that is set, even to what it was, costs the browser a look at the element's style.
    if (this.label !== label) set(this.button, { 'aria-label': label });
    this.label = label;
    const hidden = !label || !any;
    if (this.button.hidden !== hidden) this.button.hidden = hidden;
    if (this.row && !this.row.dom.isConnected) this.row = undefined;
  }

  /** It has the focus, or its menu is open. */
  private get held(): boolean {
    return focusIn(this.button) === this.button || this.button.hasAttribute('aria-expanded');
  }

  /** Whether what it says is in view, if only in part. */
  private shows(row: RowView): boolean {
    const frame = this.list.getBoundingClientRect();
    const { top, bottom } = row.content.getBoundingClientRect();
    return row.dom.isConnected && bottom > frame.top + size && top < frame.bottom - size;
  }

  private to(row: RowView | undefined): void {
    if (!row) return this.rest();
    row.dom.scrollIntoView({ block: 'nearest' });
    this.beside(row);
  }

  private rest(): void {
    this.button.classList.add('away');
    if (!this.held) this.place(0, 0);
  }

  /** Where there is room at the side of what is said, else on its corner. */
  private beside(row: RowView): void {
    this.row = row;
    const frame = this.list.getBoundingClientRect();
    const box = row.content.getBoundingClientRect();
    const x = box.right + size + 6 <= frame.right ? box.right + 4 : box.left - size - 6 >= frame.left ? box.left - size - 4 : box.right - size;
    const y = Math.min(Math.max(box.top, frame.top + 4), frame.bottom - size - 4);
    this.place(x - frame.left, y - frame.top);
    this.button.classList.remove('away');
  }

  private place(left: number, top: number): void {
    this.button.style.setProperty('left', `${left}px`);
    this.button.style.setProperty('top', `${top}px`);
  }
}
