const svg = 'http://www.w3.org/2000/svg';
/** The mark: a bell whose foot is the tail of a speech bubble. */
const bell = 'M12 2.5a6.6 6.6 0 0 1 6.6 6.6v3.3l1.65 2.7a1.05 1.05 0 0 1-.9 1.6H13.6L9 21.5v-4.8H4.65a1.05 1.05 0 0 1-.9-1.6L5.4 12.4V9.1A6.6 6.6 0 0 1 12 2.5z';

function drawing(name: string, path: string): SVGSVGElement {
  const root = document.createElementNS(svg, 'svg');
  root.setAttribute('viewBox', '0 0 24 24');
  root.setAttribute('class', name);
  root.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(svg, 'path');
  line.setAttribute('d', path);
  root.append(line);
  return root;
}

/** The round button on the page. */
export class Launcher {
  readonly button = document.createElement('button');
  private readonly count = document.createElement('span');

  constructor(label: string) {
    const { button, count } = this;
    button.type = 'button';
    button.className = 'launcher';
    button.setAttribute('aria-haspopup', 'dialog');
    button.setAttribute('aria-expanded', 'false');
    button.setAttribute('aria-label', label);
    count.className = 'badge-count';
    count.setAttribute('aria-hidden', 'true');
    count.hidden = true;
    button.append(drawing('bell', bell), drawing('down', 'M6 9.5l6 6 6-6'), count);
  }

  label(text: string): void {
    this.button.setAttribute('aria-label', text);
  }

  badge(unread: number, words: string): void {
    this.count.textContent = words;
    this.count.hidden = unread === 0;
  }

  expanded(open: boolean): void {
    this.button.setAttribute('aria-expanded', String(open));
  }

  busy(busy: boolean): void {
    if (busy) this.button.setAttribute('aria-busy', 'true');
    else this.button.removeAttribute('aria-busy');
  }
}
