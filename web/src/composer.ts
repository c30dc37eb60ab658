import type { Composer as ComposerState } from './gen/protocol';
import { lazy } from './chunks';
import { el, set, uniqueId, write } from './dom/el';
import { formatsOf } from './dom/format';
import type { Member, Mentions } from './lazy/mentions';
import { icon } from './dom/icons';

export interface ComposerEvents {
  /** `quote`: key of the row that it answers. */
  text(text: string, quote?: string): void;
  draft(text: string): void;
  typing(): void;
  file(file: File): void;
}

const draftDelay = 400;
const typingEvery = 3000;

/** Where the visitor writes: grows to six lines, sends on Enter, takes files by button, paste and drop. */
export class Composer {
  readonly dom: HTMLFormElement;
  readonly area = el('textarea', '', { rows: 1, enterkeyhint: 'send', autocapitalize: 'sentences', dir: 'auto' });
  private readonly picker = el('input', '', { type: 'file', multiple: true, hidden: true, tabindex: -1 });
  private readonly attach = el('button', 'tool attach', { type: 'button' }, icon('attach'));
  private readonly post = el('button', 'post', { type: 'submit' }, icon('send'));
  private readonly reason = el('div', 'reason', { id: uniqueId() });
  private readonly quoted = el('div', 'quoting');
  private readonly unquote = el('button', 'tool', { type: 'button' }, icon('close'));
  private answers: string | undefined;
  private limit = '';
  private readonly room = el('div', 'room', { 'aria-hidden': 'true' });
  private formats = formatsOf('en');
  private draftTimer: ReturnType<typeof setTimeout> | undefined;
  /** Whether the core has heard of this box; from then on the box knows what stands in it. */
  private told = false;
  /** The last draft that the core and this box agreed on. */
  private agreed = '';
  private typedAt = 0;
  private enabled = true;
  private readonly members = new Map<string, Member>();
  private mentions: Promise<Mentions> | undefined;
  private list: Mentions | undefined;

  constructor(private readonly events: ComposerEvents) {
    this.dom = el('form', 'composer', {}, this.reason, this.quoted, el('div', 'box', {}, this.attach, this.picker, this.area, this.post), this.room);
    this.reason.hidden = true;
    this.room.hidden = true;
    this.quoted.hidden = true;
    this.unquote.addEventListener('click', () => {
      this.quote();
      this.focus();
    });
    this.dom.addEventListener('submit', (event) => {
      event.preventDefault();
      this.send();
    });
    this.area.addEventListener('keydown', (event) => {
      // While an input method composes, Enter takes a candidate; Safari says so with the code 229 only.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.send();
    });
    this.area.addEventListener('input', () => this.typed());
    this.area.addEventListener('paste', (event) => {
      if (event.clipboardData?.files.length) {
        event.preventDefault();
        this.files(event.clipboardData.files);
      }
    });
    this.attach.addEventListener('click', () => this.picker.click());
    this.picker.addEventListener('change', () => {
      this.files(this.picker.files);
      this.picker.value = '';
    });
    this.look();
  }

  /** Takes files dropped anywhere on the panel. */
  files(list: FileList | null | undefined): void {
    if (this.enabled) for (const file of list ?? []) this.events.file(file);
  }

  /** `limit`: how large a file may be, in words; `unquote`: the button that takes the answered message away. */
  language(lang: string, limit: string, unquote: string): void {
    this.formats = formatsOf(lang);
    this.limit = limit;
    set(this.unquote, { title: unquote });
  }

  /** The next message answers this one, or none; true when it answered one before. */
  quote(what?: { key: string; label: string; words: string }): boolean {
    const before = this.answers !== undefined;
    this.answers = what?.key;
    this.quoted.hidden = !what;
    this.quoted.replaceChildren();
    if (!what) return before;
    this.quoted.append(el('div', 'words', {}, el('strong', '', {}, what.label), el('span', '', { dir: 'auto' }, what.words)), this.unquote);
    this.focus();
    return before;
  }

  update(state: ComposerState): void {
    this.enabled = state.enabled;
    const reason = state.enabled ? '' : (state.reason ?? '');
    write(this.reason, reason);
    this.reason.hidden = !reason;
    this.dom.classList.toggle('off', !state.enabled);
    set(this.area, { 'aria-label': state.label, placeholder: state.placeholder, maxlength: state.maximum || null, readonly: !state.enabled, 'aria-describedby': reason ? this.reason.id : null });
    set(this.attach, { 'aria-label': state.attach_label, title: `${state.attach_label} · ${this.limit}`, 'aria-description': this.limit, 'aria-disabled': state.enabled ? null : 'true' });
    this.attach.disabled = !state.enabled;
    set(this.post, { 'aria-label': state.send_label });
    if (state.draft !== this.agreed) {
      this.agreed = state.draft;
      // A patch may be drawn when the visitor has long written more: then the core is told again.
      if (this.told) this.tellLater();
      else this.area.value = state.draft;
    }
    this.look();
  }

  /** Somebody in a group has written, who can be mentioned from now on: a list of them is loaded with the first. `label`: what it is called. */
  meet(member: Member, label: () => string): void {
    this.members.set(member.id, member);
    this.mentions ??= lazy('mentions').then(({ Mentions }) => (this.list = new Mentions(this.area, this.dom)));
    this.mentions.then((list) => list.update([...this.members.values()], label), () => (this.mentions = undefined));
  }

  /** The ids of those whose names stand behind an @. */
  mentioned(text: string): string[] | undefined {
    return this.list?.mentioned(text);
  }

  /** Shows a draft that the core already knows, as when a recording is played. */
  hold(draft: string): void {
    this.agreed = draft;
    this.area.value = draft;
    this.look();
  }

  focus(): void {
    this.area.focus({ preventScroll: true });
  }

  destroy(): void {
    clearTimeout(this.draftTimer);
  }

  private typed(): void {
    this.look();
    this.tellLater();
    const now = Date.now();
    if (this.area.value && now - this.typedAt > typingEvery) {
      this.typedAt = now;
      this.events.typing();
    }
  }

  private tellLater(): void {
    clearTimeout(this.draftTimer);
    this.draftTimer = setTimeout(() => this.keep(this.area.value), draftDelay);
  }

  private keep(text: string): void {
    if (text === this.agreed) return;
    this.told = true;
    this.agreed = text;
    this.events.draft(text);
  }

  private send(): void {
    const text = this.area.value.trim();
    if (!text || !this.enabled) return;
    clearTimeout(this.draftTimer);
    this.typedAt = 0;
    this.area.value = '';
    this.agreed = '';
    this.told = true;
    this.look();
    this.events.text(text, this.answers);
    this.quote();
    this.focus();
  }

  /** Height, the button's state, and how much room is left when it gets short. */
  private look(): void {
    const { area } = this;
    // Browsers with field-sizing grow the box by the style sheet.
    if (!CSS.supports('field-sizing', 'content')) {
      area.style.setProperty('height', 'auto');
      if (area.scrollHeight) area.style.setProperty('height', `${area.scrollHeight}px`);
    }
    this.dom.classList.toggle('filled', area.value.trim() !== '');
    const most = area.maxLength;
    this.room.hidden = most <= 0 || area.value.length < most * 0.9;
    if (!this.room.hidden) write(this.room, `${this.formats.number(area.value.length)} / ${this.formats.number(most)}`);
  }
}
