import { el, set } from './el';
import { insideLink, linkTo } from './links';
import { hostBehind, plain } from './tricks';
import type { Drawer, Of } from './view';

/** Writes a text where it differs, so that a selection before that stays. */
function rewrite(dom: Text, text: string): void {
  const { data } = dom;
  let same = 0;
  while (same < text.length && text[same] === data[same]) same += 1;
  if (same < text.length || same < data.length) dom.replaceData(same, data.length - same, text.slice(same));
}

export const text: Drawer<Of<'text'>> = (node, _context, parent) => {
  const seen = insideLink(parent) ? plain : (words: string) => words;
  const dom = document.createTextNode(seen(node.text));
  return {
    dom,
    append: (more) => dom.appendData(seen(more)),
    update(next) {
      rewrite(dom, seen(next.text));
    },
  };
};

export const code: Drawer<Of<'code'>> = (node) => {
  const words = document.createTextNode(node.text);
  return {
    dom: el('code', '', {}, words),
    append: (more) => words.appendData(more),
    update(next) {
      rewrite(words, next.text);
    },
  };
};

const wrap = (tag: 'strong' | 'em' | 's' | 'blockquote', attributes = {}) => () => {
  const dom = el(tag, '', attributes);
  return { dom, slot: dom };
};
export const strong: Drawer<Of<'strong'>> = wrap('strong');
export const emphasis: Drawer<Of<'emphasis'>> = wrap('em');
export const strike: Drawer<Of<'strike'>> = wrap('s');
export const paragraph: Drawer<Of<'paragraph'>> = (_node, _context, parent) => {
  const dom = document.createElement('p');
  // The direction of a list and a quotation is that of their first words, which they would not look for in a paragraph that has a direction of its own.
  if (!/list_item|quote/.test(`${parent?.node.kind}`)) dom.dir = 'auto';
  return { dom, slot: dom };
};
export const quote: Drawer<Of<'quote'>> = wrap('blockquote', { dir: 'auto' });

export const line_break: Drawer<Of<'line_break'>> = () => ({ dom: el('br') });
export const rule: Drawer<Of<'rule'>> = () => ({ dom: el('hr') });

export const link: Drawer<Of<'link'>> = (node) => {
  const dom = el('a');
  let current = node;
  // Shown behind the words by the style sheet, so that a selection and the answer's own nodes stay as they are.
  const settled = () => set(dom, { 'data-host': current.href && hostBehind(dom.textContent ?? '', current.href) });
  const update = (next: Of<'link'>) => {
    current = next;
    set(dom, { href: null, title: next.title && plain(next.title), ...linkTo(next.href) });
    settled();
  };
  update(node);
  return { dom, slot: dom, update, settled };
};

// The elements say how large a heading is written; what level it has for screen readers stands in aria-level, since writers leave levels out (see `outline`).
const levels = ['h3', 'h4', 'h5', 'h6'] as const;
export const heading: Drawer<Of<'heading'>> = (node, context) => {
  const dom = el(levels[Math.min(Math.max(node.level, 1), 4) - 1] ?? 'h6', '', { dir: 'auto' });
  context.headed();
  return { dom, slot: dom, update: (next) => next.level === node.level };
};

/** Gives the headings of a message the levels below the chat's title, which is the second: the first one the third, and each that is below another in the writer's mind one more, none left out. */
export function outline(body: Element): void {
  const above: number[] = [];
  for (const heading of body.querySelectorAll('h3, h4, h5, h6')) {
    const own = Number(heading.tagName[1]);
    while ((above[above.length - 1] ?? 0) >= own) above.pop();
    above.push(own);
    const level = above.length + 2;
    set(heading, { 'aria-level': level === own ? null : level });
  }
}
