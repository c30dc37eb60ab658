import { el } from './dom/el';

/** Two live regions that nobody sees. A region is emptied first, so that the same words are read again. */
export class Announcer {
  readonly dom: HTMLElement;
  private readonly regions = { polite: el('div', '', { role: 'status' }), assertive: el('div', '', { role: 'alert' }) };

  constructor() {
    this.dom = el('div', 'hidden', {}, this.regions.polite, this.regions.assertive);
  }

  say(text: string, politeness: 'polite' | 'assertive'): void {
    const region = this.regions[politeness];
    region.textContent = '';
    setTimeout(() => {
      region.textContent = text;
    }, 50);
  }
}
