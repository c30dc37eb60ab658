import type { Attributes } from './chat';
import { eventNames, optionShapes, userShape } from './gen/api';
import type { Host } from './host';
import type { Options } from './options';

/** What is wrong with a value, or an empty text. `shape`: types as `typeof` names them, `array`, or words, separated by `|`; with `?` behind it the value may be left out. */
export function fault(what: string, shape: string, value: unknown): string {
  const words = shape.split(/[|?]/);
  const kind = Array.isArray(value) ? 'array' : typeof value;
  return (value == null ? shape.endsWith('?') : words.some((one) => one && (one === value || one === kind))) ? '' : `${what} has to be ${words.filter(Boolean).join('|')}, not ${kind === 'string' ? JSON.stringify(value) : String(value)}`;
}

/** Shape → names, as name → shape. */
const shapes: Record<string, string> = {};
for (const [shape, names] of Object.entries(optionShapes)) for (const name of names.split(' ')) shapes[name] = shape;

export const optionNames = Object.keys(shapes);

/** What a page gave: its options and the events that it listens to. */
export function checkPage(host: Pick<Host, 'options' | 'attributes' | 'asked' | 'complain'>): void {
  cleanOptions(host.options, host.attributes, host.complain);
  for (const name of host.asked.splice(0)) if (!eventNames.split('|').includes(name)) host.complain(`there is no event "${name}", but ${eventNames.replaceAll('|', ',')}`);
}

/**
 * Leaves in `options` what is one and can be one, in the type that it has; the rest is told and taken out. What is undefined or null goes back to its default. `attributes`: where the
 * texts among them came from; other attributes than options are not ours.
 */
function cleanOptions(options: Options, attributes: Attributes, complain: (what: string) => void): void {
  const values = options as Record<string, unknown>;
  for (const [name, value] of Object.entries(values)) {
    const shape = shapes[name];
    const written = name in attributes && value === attributes[name];
    const read = written && shape && (value || shape === 'boolean') && value !== undefined ? fromText(shape, value as string, attributes[`${name}Name`]) : value;
    const wrong = shape ? fault(`the option ${name}`, `${shape}?`, read) || (name === 'user' && read ? userFault(read) : '') : written ? '' : `there is no option "${name}", but ${optionNames}`;
    if (wrong) complain(wrong);
    if (wrong || !shape || read == null || (written && value === '' && shape !== 'boolean')) delete values[name];
    else values[name] = read;
  }
}

function userFault(user: object): string {
  for (const [name, shape] of Object.entries(userShape)) {
    const wrong = fault(`the option user.${name}`, shape, (user as Record<string, unknown>)[name]);
    if (wrong) return wrong;
  }
  return '';
}

/** An attribute without a value switches something on, and the text "false" must not. */
function fromText(shape: string, text: string, name: string | undefined): unknown {
  if (shape === 'boolean') return text !== 'false';
  if (shape === 'number') return isNaN(+text) ? text : +text;
  if (shape === 'object') return { id: text, name };
  if (shape !== 'array') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
