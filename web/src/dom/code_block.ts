import { colour } from '../colours';
import { CodeText } from './code_text';
import { el, write } from './el';
import { icon } from './icons';
import type { Drawer, Of } from './view';

/** How long the button says that it has copied. */
const saidFor = 2000;

export const code_block: Drawer<Of<'code_block'>> = (node, context) => {
  const code = new CodeText(node.text);
  const lang = el('span', 'lang', {}, node.lang);
  const words = el('span', '', { 'aria-live': 'polite' });
  context.localise(words, (_formats, labels) => labels.copy);
  const copy = el('button', 'copy', { type: 'button' }, icon('copy'), words);
  copy.addEventListener('click', () => {
    void navigator.clipboard.writeText(code.source).then(() => {
      context.localise(words, (_formats, labels) => labels.copied);
      setTimeout(() => context.localise(words, (_formats, labels) => labels.copy), saidFor);
    });
  });
  // Long lines scroll sideways; the box takes the focus so that the keyboard can scroll it too.
  const dom = el('div', 'code', {}, el('div', 'bar', { dir: 'ltr' }, lang, copy), el('pre', '', { tabindex: 0, dir: 'ltr' }, code.dom));
  const changed = () => {
    if (lang.textContent) colour(code, lang.textContent);
  };
  changed();
  return {
    dom,
    append(text) {
      code.append(text);
      changed();
    },
    update(next) {
      write(lang, next.lang ?? '');
      code.replace(next.text);
      changed();
    },
  };
};
