import { el } from './el';
import { picture } from './image';
import { linkTo } from './links';
import type { Drawer, Of } from './view';

export const card: Drawer<Of<'card'>> = (node) => {
  const slot = el('dl');
  const href = linkTo(node.href);
  // The link is stretched over the whole card by the style sheet, so its name stays the title alone.
  const title = href.href ? el('a', '', href, node.title) : node.title;
  const dom = el('article', 'card', {},
    node.image ? el('div', 'cover', {}, picture(node.image, '')) : null,
    el('div', 'words', {},
      node.eyebrow ? el('div', 'eyebrow', {}, node.eyebrow) : null,
      el('div', 'title', {}, title),
      node.desc ? el('div', 'desc', {}, node.desc) : null,
      slot));
  return { dom, slot };
};

export const field: Drawer<Of<'field'>> = (node) => ({ dom: el('div', 'field', {}, el('dt', '', {}, node.label), el('dd', '', {}, node.value)) });
