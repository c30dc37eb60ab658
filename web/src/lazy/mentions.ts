// lazy/mentions.js: who can be mentioned with an @. Loaded when the conversation is a group.

import { el, set } from '../dom/el';
import styles from './mentions.css';

export interface Member {
  id: string;
  /** As it stands behind an @. */
  name: string;
  /** The address of a picture. */
  avatar?: string;
}

/** An @ that begins a word, and what is written behind it, up to the caret. */
const mention = /(?:^|[^\p{L}\p{N}_.])@([^\s@]{0,40})$/u;

const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);

let made = 0;
/** Unlike those of the app, which is another bundle and counts for itself. */
const id = (): string => `db-mention-${(made += 1)}`;

/** A list over the box: arrows and Enter, a pointer or a finger choose; the field keeps the focus, and says which one is chosen. */
export class Mentions {
  private readonly list = el('div', 'mentions', { role: 'listbox', id: id() });
  private members: Member[] = [];
  private label = () => '';
  private shown: Member[] = [];
  private chosen = 0;
  /** Where the visitor said that it is no mention. */
  private dismissed = -1;

  constructor(private readonly area: HTMLTextAreaElement, composer: HTMLElement) {
    const root = area.getRootNode();
    if (root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    composer.append(this.list);
    this.list.hidden = true;
    set(area, { 'aria-autocomplete': 'list', 'aria-haspopup': 'listbox' });
    area.addEventListener('input', () => this.look());
    area.addEventListener('click', () => this.look());
    area.addEventListener('blur', () => this.hide());
    // Before the box's own keys: Enter chooses here, and Escape closes the list and nothing else.
    area.addEventListener('keydown', (event) => this.key(event), true);
    // The field keeps the focus.
    this.list.addEventListener('pointerdown', (event) => event.preventDefault());
    this.list.addEventListener('click', (event) => {
      const index = [...this.list.children].findIndex((option) => event.composedPath().includes(option));
      if (index >= 0) this.take(index);
    });
  }

  /** `label`: what the list is called, in the language of now. */
  update(members: Member[], label: () => string): void {
    this.members = members;
    this.label = label;
    // An @ may stand there already: this is loaded when the group is seen, and people are met later.
    if (this.area.matches(':focus')) this.look();
  }

  /** The ids of the members whose names stand behind an @ in a text; nothing when nobody's does. */
  mentioned(text: string): string[] | undefined {
    const ids = new Set<string>();
    for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      // Of two names that begin alike the longer one is meant.
      const [meant] = this.members.filter(({ name }) => text.startsWith(name, at + 1)).sort((a, b) => b.name.length - a.name.length);
      if (meant) ids.add(meant.id);
    }
    return ids.size ? [...ids] : undefined;
  }

  /** What stands behind an @ before the caret; nothing when there is none. */
  private get query(): string | undefined {
    const { selectionStart, selectionEnd, value } = this.area;
    return selectionStart === selectionEnd ? mention.exec(value.slice(0, selectionStart))?.[1] : undefined;
  }

  private look(): void {
    const { query } = this;
    if (query === undefined) this.dismissed = -1;
    const at = this.area.selectionStart - (query?.length ?? 0);
    if (query === undefined || at === this.dismissed) return this.hide();
    const wanted = query.toLocaleLowerCase();
    const begins = (name: string) => name.toLocaleLowerCase().split(/\s+/).some((_, index, words) => words.slice(index).join(' ').startsWith(wanted));
    this.shown = this.members.filter(({ name }) => begins(name));
    if (!this.shown.length) return this.hide();
    this.chosen = Math.min(this.chosen, this.shown.length - 1);
    this.list.replaceChildren(...this.shown.map(({ name, avatar }) => {
      const letter = [...name][0]?.toLocaleUpperCase() ?? '';
      const image = avatar && el('img', '', { src: avatar, alt: '', referrerpolicy: 'no-referrer' });
      if (image) image.addEventListener('error', () => image.replaceWith(letter));
      const face = el('span', 'face', { 'aria-hidden': 'true' }, image || letter);
      return el('div', '', { role: 'option', id: id() }, face, el('span', '', { dir: 'auto' }, name));
    }));
    this.list.hidden = false;
    set(this.list, { 'aria-label': this.label() });
    set(this.area, { 'aria-controls': this.list.id });
    this.mark();
  }

  private mark(): void {
    [...this.list.children].forEach((option, index) => set(option as HTMLElement, { 'aria-selected': index === this.chosen ? 'true' : 'false' }));
    const option = this.list.children[this.chosen];
    set(this.area, { 'aria-activedescendant': option?.id ?? null });
    option?.scrollIntoView({ block: 'nearest' });
  }

  private hide(): void {
    this.list.hidden = true;
    this.chosen = 0;
    set(this.area, { 'aria-activedescendant': null, 'aria-controls': null });
  }

  private key(event: KeyboardEvent): void {
    if (this.list.hidden || event.isComposing || event.keyCode === 229) return;
    const { length } = this.shown;
    if (event.key === 'ArrowDown') this.chosen = (this.chosen + 1) % length;
    else if (event.key === 'ArrowUp') this.chosen = (this.chosen + length - 1) % length;
    else if (event.key === 'Enter' || event.key === 'Tab') this.take(this.chosen);
    else if (event.key === 'Escape') {
      this.dismissed = this.area.selectionStart - (this.query?.length ?? 0);
      this.hide();
    } else return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!this.list.hidden) this.mark();
  }

  private take(index: number): void {
    const { query } = this;
    const member = this.shown[index];
    if (query === undefined || !member) return this.hide();
    const end = this.area.selectionStart;
    this.area.setRangeText(`${member.name} `, end - query.length, end, 'end');
    this.hide();
    // The box keeps the draft, and grows.
    this.area.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
