// What only some pages want: a toolbar, quick messages, another welcome. Loaded when the options name one of them.

import { fault, guarded, told } from '../check';
import { el } from '../dom/el';
import { linkTo } from '../dom/links';
import { buttonShape } from '../gen/api';
import type { Header } from '../gen/protocol';
import type { Options, ToolbarButton } from '../options';
import css from './extras.css';

export interface ExtrasEvents {
  /** The visitor wants this said. */
  say(text: string): void;
  /** An action of the header's menu. */
  press(action: string): void;
  /** What was pressed, for the page. */
  pressed(label: string): void;
  complain(what: string): void;
}

export { css };

/** The row of chips above the box that the visitor writes in. */
export class Extras {
  readonly dom = el('div', 'extras');
  private header: Header | undefined;
  private written = false;
  private shown = '';
  private readonly told = new Set<string>();

  constructor(private readonly options: Options, private readonly events: ExtrasEvents) {}

  /** The conversation's state has changed, or `written`: the visitor has written. */
  update(header = this.header, written = this.written): void {
    this.header = header;
    this.written = written;
    const { toolbar = [], quickMessages = [] } = this.options;
    const quick = written ? [] : quickMessages.flatMap((text) => (this.right(fault('quickMessages', 'string', text)) ? [this.chip(text, 'quick', () => {
      this.events.pressed(text);
      this.events.say(text);
    })] : []));
    const state = header?.state ?? 'idle';
    const buttons = toolbar.filter((button) => this.check(button) && this.fits(button, state)).map((button) => this.button(button, state));
    // A chip under the visitor's finger stays the one that it is.
    const chips = [...quick, ...buttons.filter((button) => button !== undefined)];
    const shown = JSON.stringify([toolbar.length && state, ...chips.map((chip) => chip.textContent)]);
    if (shown === this.shown) return;
    this.shown = shown;
    this.dom.replaceChildren(...chips);
  }

  private right(wrong: string): boolean {
    if (wrong && !this.told.has(wrong)) {
      this.told.add(wrong);
      this.events.complain(wrong);
    }
    return !wrong;
  }

  private check(button: ToolbarButton): boolean {
    return this.right(guarded('a button of the toolbar', () => {
      const wrong = fault('a button of the toolbar', 'object', button);
      if (wrong) return wrong;
      for (const [name, value] of Object.entries(button)) {
        const amiss = buttonShape[name] ? fault(`the toolbar's ${name}`, buttonShape[name], value) : `a button of the toolbar has no ${told(name)}, but ${Object.keys(buttonShape)}`;
        if (amiss) return amiss;
      }
      return button.preset || button.label ? '' : 'a button of the toolbar has to have a preset or a label';
    }));
  }

  private fits({ states, when }: ToolbarButton, state: string): boolean {
    if (states && !states.split(' ').includes(state)) return false;
    try {
      return !when || when(state);
    } catch (error) {
      return this.right(`the toolbar's when: ${String(error)}`);
    }
  }

  /** Nothing for a preset that makes no sense in this state. */
  private button({ preset, label, text, link, onPress }: ToolbarButton, state: string): HTMLElement | undefined {
    const action = this.header?.actions.find((node) => node.kind === 'button' && node.action === preset);
    if (preset && action?.kind !== 'button') return undefined;
    const words = label ?? (action?.kind === 'button' ? action.label : '');
    const to = linkTo(link);
    if (link && !this.right(to['href'] ? '' : `the toolbar's link has to be a web address, not ${link}`)) return undefined;
    const press = () => {
      this.events.pressed(words);
      if (preset) this.events.press(preset);
      if (text) this.events.say(text);
      onPress?.(state);
    };
    if (!link) return this.chip(words, '', press);
    const chip = el('a', 'chip', to, words);
    chip.addEventListener('click', press);
    return chip;
  }

  private chip(label: string, kind: string, press: () => void): HTMLElement {
    const chip = el('button', `chip ${kind}`, { type: 'button' }, label);
    chip.addEventListener('click', () => {
      try {
        press();
      } catch (error) {
        // A fault of the page is the page's to see.
        reportError(error);
      }
    });
    return chip;
  }
}

interface Message {
  payload?: { data?: string };
}

/** The desk's welcome in a frame, with the page's words for it; other frames as they are. */
export function welcomed(frame: string, words: string): string {
  if (!frame.includes('welcome_msg')) return frame;
  const event = JSON.parse(frame) as { message?: Message; messages?: Message[] };
  for (const { payload } of [event.message, ...(event.messages ?? [])].filter((message) => message !== undefined)) {
    if (!payload?.data?.includes('welcome_msg')) continue;
    const data = JSON.parse(payload.data) as { subtype?: string; content?: { title?: string; content?: string } };
    if (data.subtype !== 'welcome_msg' || !data.content) continue;
    data.content = { ...data.content, title: '', content: words };
    payload.data = JSON.stringify(data);
  }
  return JSON.stringify(event);
}
