import { isDisabled } from './button';
import { el, set, uniqueId, write } from './el';
import { icon } from './icons';
import type { Drawer, Of } from './view';

export const form: Drawer<Of<'form'>> = (node, context) => {
  const label = el('div', 'label', { id: uniqueId() });
  const slot = el('div', 'fields');
  const dom = el('form', 'form', { novalidate: true, 'aria-labelledby': label.id }, label, slot);
  let submitted = false;
  dom.addEventListener('submit', (event) => {
    event.preventDefault();
    const pressed = dom.querySelector('button[type=submit]');
    if (!pressed || isDisabled(pressed)) return;
    const values: Record<string, string> = {};
    for (const control of dom.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select')) values[control.name] = control.value;
    submitted = true;
    context.press('submit', values);
  });
  const update = (next: Of<'form'>) => {
    write(label, next.label ?? '');
    label.hidden = !next.label;
    dom.classList.toggle('off', next.disabled === true);
  };
  const settled = () => {
    // Once the whole batch of edits is in, so that it is the first wrong field and not the first one edited.
    queueMicrotask(() => {
      const wrong = submitted ? dom.querySelector<HTMLElement>('[aria-invalid]') : null;
      if (!wrong) return;
      submitted = false;
      wrong.focus();
    });
  };
  update(node);
  return { dom, slot, update, settled };
};

type Line = Of<'input'> | Of<'select'>;

/** Label, control, error: what an input and a select have in common. `show` writes the core's value, when it is a new one. */
function line<C extends HTMLInputElement | HTMLSelectElement>(control: C, around: HTMLElement, show: (value: string) => void) {
  control.id = uniqueId();
  const label = el('label', '', { for: control.id });
  const words = el('span');
  const error = el('div', 'error', { id: uniqueId() });
  label.append(words);
  const dom = el('div', 'line', {}, label, around);
  let given: string | undefined;
  const update = (next: Line) => {
    write(words, next.label);
    label.classList.toggle('required', next.required === true);
    set(control, { name: next.name, required: next.required, disabled: next.disabled, 'aria-invalid': next.error ? 'true' : null, 'aria-describedby': next.error ? error.id : null });
    if (next.error) {
      error.replaceChildren(icon('alert'), next.error);
      dom.append(error);
    } else error.remove();
    // What the visitor typed stays, unless the core says something it had not said before.
    if (next.value !== undefined && next.value !== given) {
      given = next.value;
      show(next.value);
    }
  };
  return { dom, update };
}

export const input: Drawer<Of<'input'>> = (node) => {
  const control = el('input', '', { type: 'text', autocomplete: 'on' });
  const base = line(control, control, (value) => {
    if (control.value !== value) control.value = value;
  });
  const update = (next: Of<'input'>) => {
    if (next.name !== node.name) return false;
    set(control, { placeholder: next.placeholder });
    base.update(next);
    return true;
  };
  update(node);
  return { dom: base.dom, update };
};

export const select: Drawer<Of<'select'>> = (node) => {
  const control = el('select');
  const base = line(control, el('div', 'select', {}, control, icon('chevron')), (value) => {
    control.value = value;
  });
  let shown = '';
  const update = (next: Of<'select'>) => {
    if (next.name !== node.name) return false;
    const options = JSON.stringify([next.placeholder, next.options]);
    if (options !== shown) {
      const kept = control.value;
      control.replaceChildren(el('option', '', { value: '' }, next.placeholder ?? ''), ...next.options.map((option) => el('option', '', { value: option }, option)));
      control.value = next.options.includes(kept) ? kept : '';
      shown = options;
    }
    base.update(next);
    return true;
  };
  update(node);
  return { dom: base.dom, update };
};
