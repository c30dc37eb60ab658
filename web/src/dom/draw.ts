import { button } from './button';
import { choice, choices } from './choices';
import { list, list_item } from './list';
import { busy, divider, notice } from './notice';
import { place, takeOut } from './parts';
import { code, emphasis, heading, line_break, link, paragraph, quote, rule, strike, strong, text } from './text';
import { childNodes, type Context, type Drawer, type Drawers, type Drawing, type TreeNode, type View } from './view';

const drawers: Partial<Drawers> = {
  busy, button, choice, choices, code, divider, emphasis, heading, line_break, link, list, list_item, notice, paragraph, quote, rule, strike, strong, text,
};

/** Takes in the kinds that are loaded when the first of them is to be drawn (rich.ts). */
export function learn(more: Partial<Drawers>): void {
  Object.assign(drawers, more);
}

function drawHead(node: TreeNode, context: Context, parent: View | null): Drawing {
  const drawer = drawers[node.kind] as Drawer<TreeNode> | undefined;
  // A kind that a newer core knows and this page does not, or could not load: its children still show.
  return drawer ? drawer(node, context, parent) : paragraph({ kind: 'paragraph', children: [] }, context, parent);
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
