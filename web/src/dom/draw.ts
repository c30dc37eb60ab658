import { attachment, location } from './attachment';
import { button } from './button';
import { card, field } from './card';
import { choice, choices } from './choices';
import { code_block } from './code_block';
import { form, input, select } from './form';
import { image } from './image';
import { list, list_item } from './list';
import { busy, divider, notice } from './notice';
import { place, takeOut } from './parts';
import { rating, rating_option } from './rating';
import { table, table_cell, table_row } from './table';
import { code, emphasis, heading, line_break, link, paragraph, quote, rule, strike, strong, text } from './text';
import { childNodes, type Context, type Drawer, type Drawers, type Drawing, type TreeNode, type View } from './view';

const drawers: Drawers = {
  attachment, busy, button, card, choice, choices, code, code_block, divider, emphasis, field, form, heading, image, input, line_break, link, list, list_item,
  location, notice, paragraph, quote, rating, rating_option, rule, select, strike, strong, table, table_cell, table_row, text,
};

function drawHead(node: TreeNode, context: Context, parent: View | null): Drawing {
  const drawer = drawers[node.kind] as Drawer<TreeNode> | undefined;
  // A kind that a newer core knows and this page does not: its children still show.
  return drawer ? drawer(node, context, parent) : drawers.paragraph({ kind: 'paragraph', children: [] }, context, parent);
}

/** Draws a node and everything below it. */
export function draw(node: TreeNode, context: Context, parent: View | null): View {
  const view: View = { node, drawing: drawHead(node, context, parent), children: [], parent };
  fill(view, childNodes(node), context);
  return view;
}

function fill(view: View, nodes: TreeNode[], context: Context): void {
  const { drawing } = view;
  if (!drawing.slot) return;
  for (const node of nodes) {
    const child = draw(node, context, view);
    view.children.push(child);
    place(drawing, child, null);
  }
  drawing.settled?.();
}

/** Removes and inserts children of a view. */
export function splice(view: View, at: number, remove: number, insert: TreeNode[], context: Context): void {
  if (!view.drawing.slot) return;
  const fresh = insert.map((node) => draw(node, context, view));
  const gone = view.children.splice(at, remove, ...fresh);
  for (const child of gone) takeOut(child.drawing.dom);
  const next = view.children[at + fresh.length]?.drawing.dom ?? null;
  for (const child of fresh) place(view.drawing, child, next);
}

/** Gives a view a node's attributes: in place where its kind can, else in a new element that takes over the children. */
export function retouch(view: View, node: TreeNode, context: Context): void {
  const { drawing } = view;
  view.node = node;
  if (drawing.update && drawing.update(node) !== false) return;
  const next = drawHead(node, context, view.parent);
  for (const child of view.children) place(next, child, null);
  drawing.dom.replaceWith(next.dom);
  view.drawing = next;
}
