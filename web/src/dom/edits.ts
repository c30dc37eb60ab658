import type { Edit } from '../gen/protocol';
import { retouch, splice } from './draw';
import type { Context, View } from './view';

/** The view at a path, or undefined when the path leads nowhere. */
function find(body: View, path: readonly number[]): View | undefined {
  let view: View | undefined = body;
  for (const index of path) view = view?.children[index];
  return view;
}

/** Applies one edit of a row's body. False when its path leads nowhere: the drawing and the core's tree have parted, and the caller says so. */
export function applyEdit(body: View, edit: Edit, context: Context): boolean {
  const view = find(body, edit.path);
  if (!view) return false;
  switch (edit.edit) {
    case 'attributes':
      retouch(view, edit.node, context);
      break;
    case 'append_text':
      appendText(view, edit.text, context);
      break;
    case 'splice':
      splice(view, edit.at, edit.remove, edit.insert, context);
      break;
  }
  for (let at: View | null = view; at; at = at.parent) at.drawing.settled?.();
  return true;
}

function appendText(view: View, text: string, context: Context): void {
  const { append } = view.drawing;
  const { node } = view;
  if (!('text' in node)) return;
  if (!append) return retouch(view, { ...node, text: node.text + text }, context);
  node.text += text;
  append(text);
}
