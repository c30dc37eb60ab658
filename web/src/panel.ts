import type { Patch } from './gen/protocol';
import { Announcer } from './announcer';
import { lazy } from './chunks';
import { Composer, type ComposerEvents } from './composer';
import { el, focusIn, set, write } from './dom/el';
import { formatsOf } from './dom/format';
import { icon } from './dom/icons';
import type { MessageExtras } from './message_extras';
import { uploadMegabytes } from './gen/protocol';
import { Header } from './header';
import { Log, type LogEvents } from './log';
import type { Played } from './player';
import { PageWords } from './words';

export interface PanelEvents extends ComposerEvents, Omit<LogEvents, 'options' | 'pictures' | 'late' | 'met' | 'play'> {
  close(): void;
  /** Brings in the styles of what is loaded late. */
  adopt(css: string): void;
}

const openingTime = 180;
const closingTime = 120;

/** The window of the conversation. */
export class Panel {
  readonly dom: HTMLElement;
  readonly log: Log;
  readonly composer: Composer;
  private readonly header: Header;
  private readonly announcer = new Announcer();
  private readonly skeleton = el('div', 'skeleton', { 'aria-hidden': 'true' }, el('i'), el('i'), el('i'));
  private readonly phone = matchMedia('(max-width: 479.98px)');
  private readonly touch = matchMedia('(pointer: coarse)');
  private readonly still = matchMedia('(prefers-reduced-motion: reduce)');
  private pageOverflow: string | undefined;
  private shown = false;
  /** Places of words, as in DESKBELL_WORDS. */
  private readonly warnings = new Set<number>();
  private readonly unkept = el('p', 'unkept', { role: 'status' });
  private readonly drop = el('div', 'drop', { 'aria-hidden': 'true' }, icon('attach'), el('span'));
  readonly events: PanelEvents;
  private formats = formatsOf('en');
  /** Styles of what was loaded late. */
  private readonly styled = new Set<string>();
  private entered = false;
  /** What the desk cannot do. */
  private cannot: string[] = [];
  readonly words = new PageWords();

  /** `floating`: over the page, to be opened and closed; else it stands where it is put. */
  constructor(title: string, events: PanelEvents, private readonly floating = true) {
    this.header = new Header((action) => events.press('header', action), floating ? events.close : undefined);
    this.events = events;
    this.log = new Log({ ...events, options: (row, button) => void this.late().then(({ options }) => options(this, row, button), () => undefined), pictures: (all, at) => this.pictures(all, at), late: () => this.late(), met: (member) => this.composer.meet(member, () => this.words.say(DESKBELL_WORDS.members)), play: (media, played) => void this.play(media, played) });
    this.composer = new Composer(events);
    this.log.dom.append(this.skeleton);
    this.dom = el('section', 'panel', { role: floating ? 'dialog' : 'region', 'aria-label': title }, this.header.dom, this.log.dom, this.drop, this.unkept, this.composer.dom, this.announcer.dom);
    this.dom.hidden = true;
    this.unkept.hidden = true;
    this.dom.addEventListener('keydown', (event) => this.key(event, events.close));
    this.dom.addEventListener('dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      this.dom.classList.add('dropping');
    });
    this.dom.addEventListener('dragleave', (event) => {
      if (!(event.relatedTarget instanceof Node) || !this.dom.contains(event.relatedTarget)) this.dom.classList.remove('dropping');
    });
    this.dom.addEventListener('drop', (event) => {
      event.preventDefault();
      this.dom.classList.remove('dropping');
      this.composer.files(event.dataTransfer?.files);
    });
    this.dom.addEventListener('wheel', (event) => {
      if (!event.ctrlKey && Math.abs(event.deltaY) > Math.abs(event.deltaX)) this.contain(event, event.deltaY);
    }, { passive: false });
    let finger = 0;
    this.dom.addEventListener('touchstart', ({ touches }) => {
      finger = touches[0]?.clientY ?? 0;
    }, { passive: true });
    this.dom.addEventListener('touchmove', (event) => {
      const [touch, more] = event.touches;
      // Two fingers make the page larger; that is the visitor's right.
      if (touch && !more) this.contain(event, finger - touch.clientY);
    }, { passive: false });
    this.phone.addEventListener('change', this.fit);
    visualViewport?.addEventListener('resize', this.fit);
    visualViewport?.addEventListener('scroll', this.fit);
  }

  get open(): boolean {
    return this.shown;
  }

  show(): void {
    if (this.shown) return;
    this.shown = true;
    this.dom.hidden = false;
    this.fit();
    this.log.toEnd();
    // A chat that is part of the page must not take the focus from what the visitor does there.
    if (!this.floating) return;
    this.animate([{ opacity: 0, transform: 'scale(0.92)' }, { opacity: 1, transform: 'none' }], openingTime);
    // On touch screens the keyboard would cover half of what the visitor wants to see first.
    if (this.touch.matches) this.header.title.focus({ preventScroll: true });
    else this.composer.focus();
  }

  /** True when the focus was inside and has to go somewhere. */
  hide(): boolean {
    if (!this.shown) return false;
    this.shown = false;
    const inside = this.dom.contains(focusIn(this.dom));
    this.header.closeMenu();
    this.fit();
    this.leave();
    const motion = this.animate([{ opacity: 1, transform: 'none' }, { opacity: 0, transform: 'scale(0.96)' }], closingTime);
    const vanish = () => {
      if (!this.shown) this.dom.hidden = true;
    };
    if (motion) motion.finished.then(vanish, vanish);
    else vanish();
    return inside;
  }

  apply(patches: readonly Patch[]): void {
    for (const patch of patches) {
      if (patch.op === 'language') this.language(patch.language.lang, patch.language.dir);
      else if (patch.op === 'composer') this.composer.update(patch.composer);
      else if (patch.op === 'header') {
        const { header } = patch;
        this.header.update(header);
        this.cannot = (header.cannot ?? []) as string[];
        this.log.labels(header.labels);
        set(this.dom, { 'aria-label': header.title });
      }
    }
    this.log.apply(patches);
    if (!this.log.empty) this.skeleton.remove();
  }

  /** Says a word of the page above the box while it is so. */
  warn(word: number, is: boolean): void {
    this.warnings[is ? 'add' : 'delete'](word);
    this.sayWarnings();
  }

  private sayWarnings(): void {
    const text = [...this.warnings].map((word) => this.words.say(word)).join(' · ');
    this.unkept.hidden = !text;
    write(this.unkept, text);
  }

  readonly announce = (text: string, politeness: 'polite' | 'assertive'): void => this.announcer.say(text, politeness);

  destroy(): void {
    this.shown = false;
    this.fit();
    this.leave();
    this.phone.removeEventListener('change', this.fit);
    visualViewport?.removeEventListener('resize', this.fit);
    visualViewport?.removeEventListener('scroll', this.fit);
    this.log.destroy();
    this.composer.destroy();
    this.dom.remove();
  }

  private language(lang: string, dir: string): void {
    set(this.dom, { lang: lang.replace(/_/g, '-'), dir });
    const { say } = this.words;
    this.formats = formatsOf(lang);
    this.log.language(lang, say(DESKBELL_WORDS.options));
    const limit = say(DESKBELL_WORDS.limit, { limit: this.formats.number(uploadMegabytes) });
    write(this.drop.lastElementChild ?? this.drop, `${say(DESKBELL_WORDS.drop)} · ${limit}`);
    this.composer.language(lang, limit, say(DESKBELL_WORDS.quote_cancel));
    this.sayWarnings();
  }

  /** On a phone the panel is the screen: modal, the page behind does not scroll, and the box ends where the keyboard begins. */
  private readonly fit = (): void => {
    const full = this.shown && this.floating && this.phone.matches;
    set(this.dom, { 'aria-modal': full ? 'true' : null });
    const page = document.documentElement.style;
    if (full && this.pageOverflow === undefined) {
      this.pageOverflow = page.overflow;
      page.overflow = 'hidden';
    } else if (!full && this.pageOverflow !== undefined) {
      page.overflow = this.pageOverflow;
      this.pageOverflow = undefined;
    }
    if (full) this.enter();
    const seen = this.shown && this.floating ? visualViewport : null;
    // On a larger screen the panel stands above the keyboard as well; a page that is only made larger has none.
    const squeezed = !full && !!seen && innerHeight - seen.height * seen.scale > 120;
    const view = full || squeezed ? seen : null;
    this.dom.classList.toggle('squeezed', squeezed);
    this.dom.style.setProperty('--db-height', view ? `${view.height}px` : '');
    this.dom.style.setProperty('--db-top', view ? `${view.offsetTop}px` : '');
  };

  /** A panel that is the screen is left by the phone's back button: it stands in the history while it is open. */
  private enter(): void {
    if (this.entered) return;
    this.entered = true;
    history.pushState({ ...(history.state as object | null), deskbell: true }, '');
    addEventListener('popstate', this.back);
  }

  private leave(): void {
    if (!this.entered) return;
    this.entered = false;
    removeEventListener('popstate', this.back);
    // A page that went on meanwhile is not taken back.
    if ((history.state as { deskbell?: true } | null)?.deskbell) history.back();
  }

  private readonly back = (): void => {
    if ((history.state as { deskbell?: true } | null)?.deskbell) return;
    this.entered = false;
    removeEventListener('popstate', this.back);
    this.events.close();
  };

  /** The page behind never scrolls with the panel: what nothing in it takes up goes nowhere. `by`: pixels down. */
  private contain(event: Event, by: number): void {
    for (const step of event.composedPath()) {
      if (step === this.dom) break;
      if (!(step instanceof Element) || step.scrollHeight <= step.clientHeight || !/auto|scroll/.test(getComputedStyle(step).overflowY)) continue;
      const { scrollTop, scrollHeight, clientHeight } = step;
      if (by < 0 ? scrollTop > 0 : scrollTop + clientHeight < scrollHeight - 1) return;
    }
    if (event.cancelable) event.preventDefault();
  }

  readonly can = (ability: string): boolean => !this.cannot.includes(ability);

  private pictures(all: HTMLAnchorElement[], at: number): boolean {
    const root = this.dom.getRootNode();
    if (!(root instanceof ShadowRoot)) return false;
    const shown = all.map((link) => ({ src: link.href, alt: link.querySelector('img')?.alt ?? '' }));
    void this.late().then(({ viewer }) => viewer(shown, at, root, this.words.say, this.formats), () => open(all[at]?.href, '_blank', 'noopener'));
    return true;
  }

  private async late(): Promise<MessageExtras> {
    const loaded = await lazy('message');
    this.adopt(loaded.styles);
    return loaded;
  }

  private adopt(css: string): void {
    if (!this.styled.has(css)) this.events.adopt(css);
    this.styled.add(css);
  }

  /** Where the controls do not come, the browser's own stay. */
  private async play(media: HTMLMediaElement, played: Omit<Played, 'say'>): Promise<void> {
    try {
      const { controls, styles } = await lazy('player');
      this.adopt(styles);
      controls(media, { ...played, say: this.words.say });
    } catch {
      media.controls = true;
    }
  }

  private animate(frames: Keyframe[], duration: number): Animation | undefined {
    return this.still.matches ? undefined : this.dom.animate(frames, { duration, easing: 'ease-out' });
  }

  private key(event: KeyboardEvent, close: () => void): void {
    if (event.key === 'Escape' && !event.isComposing) {
      event.stopPropagation();
      if (!this.header.closeMenu() && !this.composer.quote() && this.floating) close();
    } else if (event.key === 'Tab' && this.dom.hasAttribute('aria-modal')) this.keepInside(event);
  }

  /** Tab goes round inside the panel while it is modal. */
  private keepInside(event: KeyboardEvent): void {
    const stops = [...this.dom.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, audio, video, [tabindex="0"]')]
      .filter((stop) => stop.tabIndex >= 0 && !stop.matches(':disabled') && stop.getClientRects().length > 0);
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (focusIn(this.dom) !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops[stops.length - 1] : stops[0])?.focus();
  }
}
