import { el, set } from './el';
import { partOf } from './parts';
import type { Drawer, Of } from './view';

export const table: Drawer<Of<'table'>> = () => {
  const slot = el('table');
  return { dom: el('div', 'table', { tabindex: 0 }, slot), slot, part: () => partOf(el('tbody')), direct: 0 };
};

export const table_row: Drawer<Of<'table_row'>> = (node) => {
  const dom = el('tr');
  return { dom, slot: dom, update: (next) => next.header === node.header };
};

export const table_cell: Drawer<Of<'table_cell'>> = (node, _context, parent) => {
  const heading = parent?.node.kind === 'table_row' && parent.node.header === true;
  const dom = heading ? el('th', '', { scope: 'col' }) : el('td');
  const update = (next: Of<'table_cell'>) => set(dom, { class: next.align });
  update(node);
  return { dom, slot: dom, update };
};
