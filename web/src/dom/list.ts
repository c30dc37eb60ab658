import { el, set, uniqueId } from './el';
import { partOf } from './parts';
import type { Drawer, Of } from './view';

export const list: Drawer<Of<'list'>> = (node) => {
  const ordered = node.ordered === true;
  // Numbers and points stand on the side where the text begins, whichever way the page runs.
  const dom = el(ordered ? 'ol' : 'ul', '', { dir: 'auto' });
  const update = (next: Of<'list'>) => {
    if ((next.ordered === true) !== ordered) return false;
    set(dom, { start: ordered && next.start !== 1 ? next.start : null, class: next.tight ? 'tight' : null });
    return true;
  };
  update(node);
  return { dom, slot: dom, part: () => partOf(el('div'), 'none'), update };
};

export const list_item: Drawer<Of<'list_item'>> = (node) => {
  const task = node.checked !== undefined;
  const dom = el('li', task ? 'task' : '');
  const slot = task ? el('div') : dom;
  let box: HTMLInputElement | undefined;
  if (task) {
    slot.id = uniqueId();
    // Disabled, the browser would draw it too pale to be read.
    box = el('input', '', { type: 'checkbox', tabindex: -1, 'aria-disabled': 'true', 'aria-labelledby': slot.id });
    box.onclick = () => false;
    box.checked = node.checked === true;
    dom.append(box, slot);
  }
  return {
    dom,
    slot,
    update(next) {
      if ((next.checked !== undefined) !== task) return false;
      if (box) box.checked = next.checked === true;
      return true;
    },
  };
};
