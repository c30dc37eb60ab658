import type { ButtonNode, Header as HeaderState } from './gen/protocol';
import { isDisabled } from './dom/button';
import { el, focusIn, set, write } from './dom/el';
import { icon } from './dom/icons';
import { avatar } from './dom/rows';

/** The top of the panel: who is there, a menu of what can be done, and the way out. */
export class Header {
  readonly dom: HTMLElement;
  readonly title = el('h2', 'title', { tabindex: -1 });
  private readonly face = el('div', 'face');
  private readonly subtitle = el('div', 'subtitle');
  private readonly more = el('button', 'tool', { type: 'button', 'aria-haspopup': 'menu', 'aria-expanded': 'false' }, icon('menu'));
  private readonly menu = el('div', 'menu', { role: 'menu' });
  private readonly shut = el('button', 'tool', { type: 'button' }, icon('close'));
  private drawn = '';

  constructor(private readonly press: (action: string) => void, close?: () => void) {
    this.dom = el('div', 'header', {}, this.face, el('div', 'names', {}, this.title, this.subtitle), el('div', 'more', {}, this.more, this.menu), this.shut);
    this.menu.hidden = true;
    this.more.hidden = true;
    if (close) this.shut.addEventListener('click', close);
    this.shut.hidden = !close;
    this.more.addEventListener('click', () => this.showMenu(this.menu.hidden === true));
    this.more.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowDown') return;
      event.preventDefault();
      this.showMenu(true);
    });
    this.menu.addEventListener('keydown', (event) => this.walk(event));
    this.dom.addEventListener('focusout', (event) => {
      if (!(event.relatedTarget instanceof Node) || !this.menu.parentElement?.contains(event.relatedTarget)) this.showMenu(false, false);
    });
  }

  /** Closes the menu; false when it was not open. */
  closeMenu(): boolean {
    if (this.menu.hidden) return false;
    this.showMenu(false);
    return true;
  }

  update(header: HeaderState): void {
    write(this.title, header.title);
    write(this.subtitle, header.subtitle);
    this.dom.dataset['state'] = header.state;
    this.dom.dataset['connection'] = header.connection;
    const face = `${header.avatar ?? ''}|${header.state === 'agent' ? header.title : ''}`;
    if (face !== this.drawn) {
      this.drawn = face;
      this.face.replaceChildren(avatar(header.avatar, header.title, header.state === 'agent' ? 'agent' : 'robot'), el('i', 'dot'));
    }
    set(this.shut, { 'aria-label': header.labels.close });
    set(this.more, { 'aria-label': header.labels.menu });
    set(this.menu, { 'aria-label': header.labels.menu });
    const actions = header.actions.filter((node): node is ButtonNode => node.kind === 'button');
    this.more.hidden = actions.length === 0;
    if (actions.length === 0) this.showMenu(false);
    const focused = [...this.menu.children].indexOf(focusIn(this.menu) ?? this.menu);
    this.menu.replaceChildren(...actions.map((action) => this.item(action)));
    if (focused >= 0) (this.items()[Math.min(focused, actions.length - 1)] ?? this.shut).focus();
  }

  private item(node: ButtonNode): HTMLElement {
    const reason = node.disabled ? node.reason : undefined;
    const item = el('button', `item ${node.style}`, { type: 'button', role: 'menuitem', tabindex: -1, 'aria-disabled': node.disabled ? 'true' : null }, el('span', '', {}, node.label));
    if (reason) item.append(el('span', 'reason', {}, reason));
    item.addEventListener('click', () => {
      if (isDisabled(item)) return;
      this.showMenu(false);
      this.press(node.action);
    });
    return item;
  }

  private items(): HTMLElement[] {
    return [...this.menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
  }

  private showMenu(open: boolean, focus = true): void {
    if (this.menu.hidden === !open) return;
    this.menu.hidden = !open;
    set(this.more, { 'aria-expanded': String(open) });
    if (focus) (open ? this.items()[0] : this.more)?.focus();
  }

  private walk(event: KeyboardEvent): void {
    const items = this.items();
    const at = items.findIndex((item) => item === focusIn(item));
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    items[(next + items.length) % items.length]?.focus();
  }
}
