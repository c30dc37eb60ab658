/** When nothing has come for so long (ms, twice this at most), a text that is being written shows that there is more to come. */
const pause = 300;

/**
 * The soft caret at the end of a text that is being written; the style sheet draws it. While words come they say so themselves; when they pause, it is there. A caret that stood at the end all the
 * time would be taken out and put in with every block, each time with the layout of two paragraphs: a twentieth of what a streamed answer costs.
 */
export class Caret {
  private last: Element | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;
  private quiet = false;

  /** `shown`: it may have taken the last word to a line of its own. */
  constructor(private readonly content: Element, private readonly shown: () => void) {
    this.moved();
  }

  /** The text has grown. */
  moved(): void {
    this.quiet = false;
    this.hide();
    this.timer ??= setInterval(() => {
      if (this.quiet) this.show();
      this.quiet = true;
    }, pause);
  }

  /** Nothing more comes. */
  end(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.hide();
  }

  private show(): void {
    this.end();
    let last = this.content.lastElementChild;
    while (last?.matches('ul, ol, li, .task > div, blockquote, .part')) last = last.lastElementChild;
    // Code, a table or a picture at the end has no line for it.
    if (!last?.matches('p, h3, h4, h5, h6')) return;
    last.classList.add('caret');
    this.last = last;
    this.shown();
  }

  private hide(): void {
    this.last?.classList.remove('caret');
    this.last = undefined;
  }
}
