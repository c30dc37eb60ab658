import { el } from './el';

/** A part of a long code is this long, and then up to the end of its line. */
const partLength = 2000;

/** The text of a code block as text nodes, in parts of whole lines, so that a line more at the end of a long code costs as much as at the end of a short one. */
export class CodeText {
  readonly dom = el('code');
  private last = this.dom.appendChild(document.createTextNode(''));
  private endsLine = false;
  /** The exact source. */
  source = '';

  constructor(text: string) {
    this.append(text);
  }

  append(text: string): void {
    this.source += text;
    let rest = text;
    while (rest) {
      if (this.endsLine && this.last.length >= partLength) this.split();
      // As much as fits, and then to the end of the line.
      const end = rest.indexOf('\n', Math.max(0, partLength - this.last.length - 1)) + 1 || rest.length;
      this.last.appendData(rest.slice(0, end));
      this.endsLine = rest[end - 1] === '\n';
      rest = rest.slice(end);
    }
  }

  replace(text: string): void {
    if (text.startsWith(this.source)) return this.append(text.slice(this.source.length));
    this.dom.replaceChildren();
    this.last = this.dom.appendChild(document.createTextNode(''));
    this.source = '';
    this.endsLine = false;
    this.append(text);
  }

  private split(): void {
    const before = this.last.parentElement;
    if (before !== this.dom) before?.classList.add('done');
    this.last = document.createTextNode('');
    this.dom.append(el('span', 'part', {}, this.last));
    this.endsLine = false;
  }
}
