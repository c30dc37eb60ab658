// lazy/message.js: what few visitors use, loaded when the first of them does.

import { el, focusIn, set } from '../dom/el';
import type { Formats } from '../dom/format';
import { recallTime } from '../gen/protocol';
import type { MessageExtras, Picture } from '../message_extras';
import type { Say } from '../words';

export { RowTools } from '../row_tools';
export { default as styles } from './message.css';

const svg = 'http://www.w3.org/2000/svg';
const paths = { close: 'M6 6l12 12M18 6L6 18', closer: 'M5 12h14M12 5v14', further: 'M5 12h14', before: 'M14.5 6l-6 6 6 6', after: 'M9.5 6l6 6-6 6' };

function button(path: keyof typeof paths, label: string, press: () => void, classes = ''): HTMLButtonElement {
  const drawing = document.createElementNS(svg, 'svg');
  set(drawing, { viewBox: '0 0 24 24', 'aria-hidden': 'true' });
  const line = document.createElementNS(svg, 'path');
  line.setAttribute('d', paths[path]);
  drawing.append(line);
  const made = el('button', classes, { type: 'button', title: label }, drawing);
  made.addEventListener('click', () => {
    if (made.getAttribute('aria-disabled') !== 'true') press();
  });
  return made;
}

interface MenuItem {
  label: string;
  act(): void;
}

export const options: MessageExtras['options'] = ({ log, composer, words: { say }, events, can, announce }, view, button) => {
  const { row } = view;
  const isThere = row.side === 'desk' ? !row.streaming : row.delivery?.state === 'sent' || row.delivery?.state === 'read';
  const items: MenuItem[] = [];
  if (isThere && can('quote')) items.push({ label: say(DESKBELL_WORDS.reply), act: () => composer.quote({ key: row.key, label: say(DESKBELL_WORDS.replying, { name: row.author?.name ?? '' }), words: view.words }) });
  items.push({ label: log.fixed.copy, act: () => void navigator.clipboard.writeText(view.words).then(() => announce(log.fixed.copied, 'polite')) });
  if (isThere && row.side === 'visitor' && can('recall') && Date.now() - (row.time ?? 0) < recallTime) items.push({ label: say(DESKBELL_WORDS.take_back), act: () => events.press(row.key, 'recall') });
  menu(button, log.dom, items);
};

function menu(opener: HTMLElement, within: HTMLElement, items: readonly MenuItem[]): void {
  const list = el('div', 'popup', { role: 'menu', 'aria-label': opener.getAttribute('aria-label') });
  let over = false;
  const close = (back: boolean) => {
    if (over) return;
    over = true;
    set(opener, { 'aria-expanded': null });
    if (back) opener.focus({ preventScroll: true });
    list.remove();
  };
  for (const { label, act } of items) {
    const item = el('button', '', { type: 'button', role: 'menuitem', tabindex: -1 }, label);
    item.addEventListener('click', () => {
      close(true);
      act();
    });
    list.append(item);
  }
  list.addEventListener('keydown', (event) => {
    const all = [...list.querySelectorAll('button')];
    const at = all.findIndex((item) => item === focusIn(item));
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.stopPropagation();
      event.preventDefault();
      close(true);
    } else if (next !== undefined) {
      event.preventDefault();
      all[(next + all.length) % all.length]?.focus();
    }
  });
  list.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node) || !list.contains(relatedTarget)) close(false);
  });
  within.append(list);
  set(opener, { 'aria-expanded': 'true' });
  // Below the button where there is room, else above; within the box in any case.
  const frame = within.getBoundingClientRect();
  const from = opener.getBoundingClientRect();
  const { width, height } = list.getBoundingClientRect();
  const top = from.bottom + 4 + height <= frame.bottom ? from.bottom + 4 : Math.max(frame.top + 4, from.top - height - 4);
  const left = Math.min(Math.max(frame.left + 8, getComputedStyle(within).direction === 'rtl' ? from.right - width : from.left), frame.right - width - 8);
  list.style.setProperty('top', `${top - frame.top}px`);
  list.style.setProperty('left', `${left - frame.left}px`);
  list.querySelector('button')?.focus({ preventScroll: true });
}

const steps = [1, 1.5, 2, 3, 4];

export const viewer: MessageExtras['viewer'] = (pictures: readonly Picture[], at: number, root: ShadowRoot, say: Say, formats: Formats) => {
  const opener = root.activeElement;
  const panel = root.querySelector('.panel');
  let place = at;
  let zoom = 0;
  const image = el('img', '', { referrerpolicy: 'no-referrer' });
  const stage = el('div', 'stage', { tabindex: 0, autofocus: true }, image);
  const told = el('output', '', { 'aria-live': 'polite' });
  const closer = button('closer', say(DESKBELL_WORDS.zoom_in), () => look(zoom + 1));
  const further = button('further', say(DESKBELL_WORDS.zoom_out), () => look(zoom - 1));
  const before = button('before', say(DESKBELL_WORDS.previous_image), () => turn(-1), 'turn');
  const after = button('after', say(DESKBELL_WORDS.next_image), () => turn(1), 'turn');
  const dialog = el('dialog', 'viewer', { lang: panel?.getAttribute('lang'), dir: panel?.getAttribute('dir') }, el('div', 'bar', {}, told, further, closer, ...(pictures.length > 1 ? [before, after] : []), button('close', say(DESKBELL_WORDS.close_image), () => dialog.close())), stage);

  const off = (control: HTMLElement, is: boolean) => set(control, { 'aria-disabled': is ? 'true' : null });
  const look = (step: number) => {
    zoom = Math.min(Math.max(0, step), steps.length - 1);
    stage.classList.toggle('large', zoom > 0);
    stage.style.setProperty('--zoom', String(steps[zoom]));
    off(closer, zoom === steps.length - 1);
    off(further, zoom === 0);
  };
  const show = () => {
    const picture = pictures[place];
    if (!picture) return;
    image.src = picture.src;
    image.alt = picture.alt;
    const words = say(DESKBELL_WORDS.image_of, { number: formats.number(place + 1), count: formats.number(pictures.length) });
    told.textContent = words;
    set(dialog, { 'aria-label': words });
    set(stage, { 'aria-label': picture.alt || words, role: 'group' });
    off(before, place === 0);
    off(after, place === pictures.length - 1);
    look(0);
  };
  const turn = (by: number) => {
    if (!pictures[place + by]) return;
    place += by;
    show();
  };
  dialog.addEventListener('keydown', (event) => {
    const onward = dialog.dir === 'rtl' ? -1 : 1;
    const scrolls = zoom > 0 && focusIn(stage) === stage;
    const act: Record<string, () => void> = {
      ArrowRight: () => turn(onward), ArrowLeft: () => turn(-onward), Home: () => turn(-place), End: () => turn(pictures.length - 1 - place),
      '+': () => look(zoom + 1), '=': () => look(zoom + 1), '-': () => look(zoom - 1), '0': () => look(0),
    };
    event.stopPropagation();
    // An enlarged picture is moved by the arrow keys.
    if (scrolls && event.key.startsWith('Arrow')) return;
    const wanted = act[event.key];
    if (!wanted || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    wanted();
  });
  image.addEventListener('click', () => look(zoom ? 0 : 2));
  stage.addEventListener('click', ({ target }) => {
    if (target === stage) dialog.close();
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    else root.querySelector<HTMLElement>('.log')?.focus({ preventScroll: true });
  });
  root.append(dialog);
  show();
  dialog.showModal();
};
