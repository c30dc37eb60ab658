import { el, set, uniqueId, write } from './el';
import type { Drawer, Of } from './view';

/** A control that is not to be pressed now stays reachable and says so, instead of vanishing from the keyboard's way (and losing the focus). */
export function setDisabled(control: HTMLElement, disabled: boolean | undefined): void {
  set(control, { 'aria-disabled': disabled ? 'true' : null });
}

export function isDisabled(control: Element): boolean {
  return control.getAttribute('aria-disabled') === 'true';
}

export const button: Drawer<Of<'button'>> = (node, context, parent) => {
  let current = node;
  // Inside a form the button with the action "submit" is the form's own: Enter in a field presses it, and the form gathers the values.
  const submits = parent?.node.kind === 'form' && node.action === 'submit';
  const reason = el('div', 'reason', { id: uniqueId() });
  const control = el('button', '', { type: submits ? 'submit' : 'button' });
  const dom = el('div', 'press', {}, control);
  const update = (next: Of<'button'>) => {
    if ((parent?.node.kind === 'form' && next.action === 'submit') !== submits) return false;
    current = next;
    control.className = `button ${next.style}`;
    write(control, next.label);
    setDisabled(control, next.disabled);
    const told = next.disabled && next.reason ? next.reason : '';
    write(reason, told);
    if (told) dom.append(reason);
    else reason.remove();
    set(control, { 'aria-describedby': told ? reason.id : null });
    return true;
  };
  update(node);
  control.addEventListener('click', (event) => {
    if (isDisabled(control)) event.preventDefault();
    else if (!submits) context.press(current.action);
  });
  return { dom, update };
};
