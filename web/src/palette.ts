import { lazy } from './chunks';
import type { Theme } from './color';
import type { Options } from './options';

/** Colours the widget's element: which theme it is, and the tokens that are made of the accent. */
export class Palette {
  private readonly dark = matchMedia('(prefers-color-scheme: dark)');
  private readonly strong = matchMedia('(prefers-contrast: more)');

  constructor(private readonly element: HTMLElement, private readonly options: Options) {
    for (const wish of [this.dark, this.strong]) wish.addEventListener('change', this.paint);
    this.paint();
  }

  destroy(): void {
    for (const wish of [this.dark, this.strong]) wish.removeEventListener('change', this.paint);
  }

  readonly paint = (): void => {
    const { accent, theme = 'auto' } = this.options;
    const shown: Theme = theme !== 'auto' ? theme : this.strong.matches ? 'contrast' : this.dark.matches ? 'dark' : 'light';
    this.element.dataset['theme'] = shown;
    // Without one they are those of the theme (styles/tokens.css).
    if (!accent) this.tint({});
    else lazy('accent').then(({ accentTokens }) => this.tint(accentTokens(accent, shown)), () => this.tint({ '--db-launcher': accent }));
  };
  private tint(tokens: Record<string, string>): void {
    for (const part of ['launcher', 'accent', 'accent-text', 'accent-ink']) this.element.style.setProperty(`--db-${part}`, tokens[`--db-${part}`] ?? '');
  }
}
