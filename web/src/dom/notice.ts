import { el } from './el';
import { icon } from './icons';
import type { Drawer, Of } from './view';

export const notice: Drawer<Of<'notice'>> = (node) => {
  const marked = node.tone === 'warn' || node.tone === 'error';
  return { dom: el('div', `notice ${node.tone}`, {}, marked ? icon('alert') : null, el('span', '', {}, node.text)) };
};

export const divider: Drawer<Of<'divider'>> = (node, context) => {
  const words = el('span');
  const { time } = node;
  if (node.label) words.textContent = node.label;
  else if (time !== undefined) context.localise(words, (formats) => formats.day(time));
  return { dom: el('div', 'divider', {}, words) };
};

export const busy: Drawer<Of<'busy'>> = (node) => {
  const words = el('span', node.style === 'typing' ? 'hidden' : 'words', {}, node.label);
  return { dom: el('div', `busy ${node.style}`, {}, el('span', 'dots', { 'aria-hidden': 'true' }, el('i'), el('i'), el('i')), words) };
};
