import { el, set } from './el';
import { insideLink, linkTo, source } from './links';
import type { Drawer, Of } from './view';

/** An image whose box is reserved before it loads; it never tells the page's address to the image's host. */
export function picture(src: string | undefined, alt: string, width?: number, height?: number): HTMLElement {
  const address = source(src);
  if (!address) return el('span', 'missing', {}, alt);
  const image = el('img', 'loading', { alt, width, height, loading: 'lazy', decoding: 'async', referrerpolicy: 'no-referrer' });
  image.addEventListener('load', () => image.classList.remove('loading'));
  image.addEventListener('error', () => image.replaceWith(el('span', 'missing', {}, alt || address)));
  image.src = address;
  return image;
}


export const image: Drawer<Of<'image'>> = (node, _context, parent) => {
  const shown = picture(node.src, node.alt, node.width, node.height);
  set(shown, { title: node.title });
  if (insideLink(parent)) return { dom: shown };
  return { dom: el('a', 'picture', linkTo(node.src), shown) };
};
