import { el, write } from './dom/el';
import type { Formats } from './dom/format';
import type { Host } from './host';

/** The mark on the launcher: how many messages are unread, or that something is wrong. */
export class Badge {
  private readonly dom = el('span', 'badge-count', { 'aria-hidden': 'true' });
  private unread = '';
  private trouble = '';

  constructor(private readonly host: Host) {
    host.launcher.append(this.dom);
    this.draw();
  }

  /** `label`: the launcher's name, which says it in words. */
  count(unread: number, label: string, formats: Formats): void {
    this.unread = !unread ? '' : unread > 9 ? `${formats.number(9)}+` : formats.number(unread);
    this.host.name(label);
    this.draw();
  }

  /** Says beside the launcher what is wrong; an empty text: nothing is any more. */
  warn(trouble: string): void {
    this.trouble = trouble;
    this.host.trouble(trouble);
    this.draw();
  }

  private draw(): void {
    write(this.dom, this.trouble ? '!' : this.unread);
    this.dom.hidden = !this.dom.textContent;
  }
}
