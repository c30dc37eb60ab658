import type { Edit } from '../gen/protocol';
import { retouch, splice } from './draw';
import type { Context, View } from './view';

/** The view at a path, or undefined when the path leads nowhere. */
function find(body: View, path: readonly number[]): View | undefined {
  let view: View | undefined = body;
  for (const index of path) view = view?.children[index];
  return view;
}

/** Applies edits to a row's body. False when a path leads nowhere: the drawing and the core's tree have parted, and the caller says so. */
export function applyEdits(body: View, edits: readonly Edit[], context: Context): boolean {
  let fits = true;
  // Texts grow last: a browser sets a line anew at once when a text in it grows, but not while it knows of elements that are on their way into the page, with which it would set the line once more.
  const growing: [View, string][] = [];
  const grow = () => {
    for (const [view, text] of growing.splice(0)) {
      appendText(view, text, context);
      settle(view);
    }
  };
  for (const edit of edits) {
    const view = find(body, edit.path);
    if (!view) fits = false;
    else if (edit.edit === 'append_text') growing.push([view, edit.text]);
    else {
      if (edit.edit === 'splice') splice(view, edit.at, edit.remove, edit.insert, context);
      else {
        // It may say the whole text of one that has grown.
        grow();
        retouch(view, edit.node, context);
      }
      settle(view);
    }
  }
  grow();
  return fits;
}

function settle(view: View): void {
  for (let at: View | null = view; at; at = at.parent) at.drawing.settled?.();
}

function appendText(view: View, text: string, context: Context): void {
  const { append } = view.drawing;
  const { node } = view;
  if (!('text' in node)) return;
  if (!append) return retouch(view, { ...node, text: node.text + text }, context);
  node.text += text;
  append(text);
}
