import type { Drawing, View } from './view';

/** So many children stand in an element or in one of its parts, unless the kind says otherwise. */
const usual = 32;

/** Makes an element a part of one with many children. The style sheet makes it look as if its children stood in that element itself. */
export function partOf<E extends Element>(element: E, role?: string): E {
  element.classList.add('part');
  if (role) element.setAttribute('role', role);
  return element;
}

const isPart = (element: Element | null | undefined): element is Element => element?.classList.contains('part') === true;

/**
 * Puts a child before `next`, or at the end. An element that is laid out costs the browser a look at each of its children, so long answers, lists and tables are kept in parts
 * of a few dozen: what a new piece of text costs does not depend on how long the text is. A part that is complete is marked, so that the browser may pass over it while it is
 * out of sight.
 */
export function place({ slot, part, foot, most = usual, direct = most }: Drawing, { node, drawing: { dom } }: View, next: ChildNode | null): void {
  if (!slot) return;
  if (foot && node.kind === 'notice' && !next && slot.hasChildNodes()) {
    foot.append(dom);
    return;
  }
  const before = next?.parentElement === foot ? null : next;
  if (before && isPart(before.parentElement)) before.before(dom);
  else if (before || !part) slot.insertBefore(dom, before);
  else {
    const end = slot.lastElementChild;
    let home = isPart(end) ? end : slot;
    const fresh = home.childElementCount >= (home === slot ? direct : most) ? part() : undefined;
    if (fresh) {
      if (home !== slot) done(home);
      home = slot.appendChild(fresh);
    }
    home.append(dom);
  }
}

/** The browser may pass over this part from now on while it is out of sight. Its height is written down, since a part may be out of sight before a frame has recorded it. */
function done(part: Element): void {
  const { height } = part.getBoundingClientRect();
  if (height && part instanceof HTMLElement) part.style.containIntrinsicBlockSize = `auto ${height}px`;
  part.classList.add('done');
}

/** Takes a child out, and the part that it leaves empty. */
export function takeOut(child: ChildNode): void {
  const home = child.parentElement;
  child.remove();
  if (isPart(home) && !home.hasChildNodes()) home.remove();
}
