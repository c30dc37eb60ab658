import { el, focusIn, set, uniqueId, write } from './el';
import { isDisabled, setDisabled } from './button';
import { icon } from './icons';
import type { Drawer, Of } from './view';

/**
 * A group of radio buttons. Arrow keys move the focus and show the label; the space bar, Enter or a click choose, so that a keyboard
 * reader can look at every step before one is sent.
 */
export const rating: Drawer<Of<'rating'>> = (node) => {
  const label = el('div', 'label', { id: uniqueId() });
  const slot = el('div', 'options', { role: 'radiogroup', 'aria-labelledby': label.id });
  // The radio buttons carry the same words as names, so the caption is for the eye only.
  const caption = el('div', 'caption', { 'aria-hidden': 'true' });
  // The style sheet puts it between the steps and a button that the core may add after them.
  slot.append(caption);
  const dom = el('div', '', {}, label, slot);

  const options = () => [...slot.querySelectorAll<HTMLElement>('[role=radio]')];
  const chosen = () => options().find((option) => option.getAttribute('aria-checked') === 'true');
  const point = (at: HTMLElement | undefined) => {
    const until = at ? options().indexOf(at) : -1;
    options().forEach((option, index) => option.classList.toggle('lit', index <= until));
    write(caption, at?.getAttribute('aria-label') ?? '');
  };
  const rest = () => {
    const focused = focusIn(slot);
    point(options().find((option) => option === focused) ?? chosen());
  };
  const find = (event: Event) => (event.target instanceof Element ? event.target.closest<HTMLElement>('[role=radio]') : null);

  slot.addEventListener('pointerover', (event) => {
    const option = find(event);
    if (option && !isDisabled(option)) point(option);
  });
  slot.addEventListener('pointerleave', rest);
  slot.addEventListener('focusin', rest);
  slot.addEventListener('focusout', () => queueMicrotask(rest));
  slot.addEventListener('keydown', (event) => {
    const list = options();
    const at = list.findIndex((option) => option === find(event));
    const step = { ArrowRight: forward(slot), ArrowLeft: -forward(slot), ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? list.length - 1 : step === undefined ? -1 : (at + step + list.length) % list.length;
    const target = list[next];
    if (at < 0 || !target) return;
    event.preventDefault();
    list.forEach((option) => set(option, { tabindex: option === target ? 0 : -1 }));
    target.focus();
  });

  const settled = () => {
    const list = options();
    const stop = chosen() ?? list[0];
    if (!list.some((option) => option.matches(':focus'))) list.forEach((option) => set(option, { tabindex: option === stop ? 0 : -1 }));
    rest();
  };
  const update = (next: Of<'rating'>) => {
    dom.className = `rating ${next.style}${next.disabled ? ' off' : ''}`;
    write(label, next.label);
    set(slot, { 'aria-disabled': next.disabled ? 'true' : null });
  };
  update(node);
  return { dom, slot, update, settled };
};

function forward(element: Element): number {
  return getComputedStyle(element).direction === 'rtl' ? -1 : 1;
}

export const rating_option: Drawer<Of<'rating_option'>> = (node, context, parent) => {
  let current = node;
  const stars = parent?.node.kind === 'rating' && parent.node.style === 'stars';
  const dom = el('button', 'option', { type: 'button', role: 'radio', tabindex: -1 });
  const update = (next: Of<'rating_option'>) => {
    current = next;
    set(dom, { 'aria-label': stars ? next.label : `${next.number} ${next.label}`, 'aria-checked': next.chosen ? 'true' : 'false' });
    setDisabled(dom, !next.action);
  };
  if (stars) dom.append(icon('star'));
  else context.localise(dom, (formats) => formats.number(current.number));
  update(node);
  dom.addEventListener('click', () => {
    if (!isDisabled(dom) && current.action) context.press(current.action);
  });
  return { dom, update };
};
