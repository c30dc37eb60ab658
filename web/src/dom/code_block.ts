import { el } from './el';
import type { Drawer, Of } from './view';

export const code_block: Drawer<Of<'code_block'>> = (node) => {
  const code = el('code', '', {}, node.text);
  // Long lines scroll sideways; the box takes the focus so that the keyboard can scroll it too.
  const dom = el('div', 'code', {}, node.lang ? el('div', 'lang', {}, node.lang) : null, el('pre', '', { tabindex: 0, dir: 'ltr' }, code));
  return {
    dom,
    update(next) {
      if (next.lang !== node.lang) return false;
      const shown = code.firstChild;
      // A stream only adds: appending keeps the reader's selection and scroll position.
      if (shown instanceof Text && next.text.startsWith(shown.data)) shown.appendData(next.text.slice(shown.data.length));
      else code.textContent = next.text;
      return true;
    },
  };
};
