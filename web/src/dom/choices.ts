import { isDisabled, setDisabled } from './button';
import { el, set, write } from './el';
import { icon } from './icons';
import type { Drawer, Of } from './view';

export const choices: Drawer<Of<'choices'>> = (node) => {
  const dom = el('div');
  const update = (next: Of<'choices'>) => {
    dom.className = `choices ${next.layout}`;
  };
  update(node);
  return { dom, slot: dom, update };
};

export const choice: Drawer<Of<'choice'>> = (node, context) => {
  let current = node;
  const label = el('span', 'label');
  const desc = el('span', 'desc');
  const dom = el('button', 'choice', { type: 'button' }, el('span', 'words', {}, label, desc), icon('chevron'), icon('tick'));
  const update = (next: Of<'choice'>) => {
    current = next;
    write(label, next.label);
    write(desc, next.desc ?? '');
    desc.hidden = !next.desc;
    dom.classList.toggle('chosen', next.chosen === true);
    set(dom, { 'aria-pressed': next.chosen ? 'true' : null });
    setDisabled(dom, next.disabled || !next.action);
  };
  update(node);
  dom.addEventListener('click', () => {
    if (!isDisabled(dom) && current.action) context.press(current.action);
  });
  return { dom, update };
};
