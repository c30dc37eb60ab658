const turn = 1500;

/** While the visitor looks at another tab, the page's title and what is new take turns. */
export class TitleFlash {
  private timer: ReturnType<typeof setInterval> | undefined;
  private before = '';
  private shown = '';

  constructor() {
    document.addEventListener('visibilitychange', this.calm);
  }

  /** `words`: what is new, in short. */
  news(words: string): void {
    this.rest();
    this.before = document.title;
    const flip = () => {
      // A page that has changed its title meanwhile keeps it.
      if (document.title !== this.shown) this.before = document.title;
      document.title = document.title === this.shown ? this.before : (this.shown = words);
    };
    flip();
    this.timer = setInterval(flip, turn);
  }

  rest(): void {
    clearInterval(this.timer);
    if (this.timer !== undefined && document.title === this.shown) document.title = this.before;
    this.timer = undefined;
  }

  destroy(): void {
    this.rest();
    document.removeEventListener('visibilitychange', this.calm);
  }

  private readonly calm = (): void => {
    if (!document.hidden) this.rest();
  };
}
