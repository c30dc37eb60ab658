import { el, set } from './el';
import { partOf } from './parts';
import type { Drawer, Of } from './view';

/** Rows of one part. A browser lays out a whole table for every word in it. */
const rows = 16;

/**
 * A table whose columns are as wide as their contents want. A long one is several tables, one below the other: those after the first, and the first from then on, have the columns that the first
 * had when it was full, so that a new word costs the layout of some rows.
 */
export const table: Drawer<Of<'table'>> = () => {
  const slot = el('div', 'table', { tabindex: 0 });
  let columns: HTMLElement | undefined;
  let width = 0;
  const fix = (part: HTMLElement) => {
    part.classList.add('fixed');
    part.setAttribute('role', 'rowgroup');
    part.style.minWidth = `${width}px`;
    if (columns) part.prepend(columns.cloneNode(true));
    return part;
  };
  const part = () => {
    const first = slot.firstElementChild;
    const fresh = partOf(el('table'));
    if (!(first instanceof HTMLElement)) return fresh;
    if (!columns) {
      const cells = [...(first.firstElementChild?.children ?? [])].map((cell) => cell.getBoundingClientRect().width);
      width = cells.reduce((sum, one) => sum + one, 0);
      // What is drawn before it is on the screen is laid out once.
      if (!width) return undefined;
      slot.setAttribute('role', 'table');
      columns = el('colgroup', '', {}, ...cells.map((one) => {
        const column = el('col');
        column.style.width = `${(100 * one) / width}%`;
        return column;
      }));
      fix(first);
    }
    return fix(fresh);
  };
  return { dom: slot, slot, part, most: rows, direct: 0 };
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
