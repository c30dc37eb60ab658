import type { Attributes } from './chat';
import { optionShapes, userShape } from './gen/api';
import type { Options } from './options';

/** Texts are no longer than this: nothing that a page shows or is known by is, and browsers end a page that asks for an address of megabytes. */
const longest = 100_000;

/** A value in a few words, however strange it is. */
export function told(value: unknown): string {
  try {
    return typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : String(value).slice(0, 80);
  } catch {
    return typeof value;
  }
}

/** What is wrong with a value, or an empty text. `shape`: types as `typeof` names them, `array`, or words, separated by `|`; with `?` behind it the value may be left out. */
export function fault(what: string, shape: string, value: unknown): string {
  const words = shape.split(/[|?]/);
  const kind = Array.isArray(value) ? 'array' : typeof value;
  if (kind === 'string' && (value as string).length > longest) return `${what} has to have at most ${longest} characters`;
  return (value == null ? shape.endsWith('?') : words.some((one) => one && (one === value || one === kind))) ? '' : `${what} has to be ${words.filter(Boolean).join('|')}, not ${told(value)}`;
}

/** Shape → names, as name → shape. */
const shapes = Object.create(null) as Record<string, string>;
for (const [shape, names] of Object.entries(optionShapes)) for (const name of names.split(' ')) shapes[name] = shape;

export const optionNames = Object.keys(shapes);

/**
 * Leaves in `options` what is one and can be one, in the type that it has; the rest is told and taken out. What is undefined or null goes back to its default. `attributes`: where the
 * texts among them came from; other attributes than options are not ours.
 */
export function cleanOptions(options: Options, attributes: Attributes, complain: (what: string) => void): void {
  const values = options as Record<string, unknown>;
  let mistakes = 0;
  for (const [name, value] of Object.entries(values)) {
    const shape = shapes[name];
    const written = name in attributes && value === attributes[name];
    const read = written && shape && (value || shape === 'boolean') && value !== undefined ? fromText(shape, value as string, attributes[`${name}Name`]) : value;
    const wrong = shape ? guarded(`the option ${name}`, () => fault(`the option ${name}`, `${shape}?`, read) || (name === 'user' && read ? userFault(read) : '')) : written ? '' : `there is no option ${told(name)}, but ${optionNames}`;
    // A list in the place of options may have any number of them.
    if (wrong && (mistakes += 1) < 10) complain(wrong);
    if (wrong || !shape || read == null || (written && value === '' && shape !== 'boolean')) delete values[name];
    else values[name] = read;
  }
}

/** What is wrong, also where looking at it fails, as in a property that throws. */
export function guarded(what: string, look: () => string): string {
  try {
    return look();
  } catch (error) {
    return `${what} cannot be read: ${told(error)}`;
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
