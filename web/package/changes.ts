// What the components of React and Vue share: their options are made anew with every drawing, and few of them are other ones.

type Named = Record<string, unknown>;

const isPlain = (value: unknown): value is Named => !!value && typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);

/** Whether two values say the same; functions do (see live()). An element of the page is compared as such, as what React keeps in it leads round in circles. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (one instanceof Element || other instanceof Element) return false;
  const functions = (_name: string, value: unknown) => (typeof value === 'function' ? 'function' : value);
  try {
    return JSON.stringify(one, functions) === JSON.stringify(other, functions);
  } catch {
    return false;
  }
}

/** The options that are others than before, with what they are now; those that are gone are undefined. Nothing, when all are the same. */
export function changes(before: object, now: object): Named | undefined {
  const old = before as Named;
  const given = now as Named;
  const names = [...new Set([...Object.keys(old), ...Object.keys(given)])].filter((name) => !isSame(old[name], given[name]));
  return names.length ? Object.fromEntries(names.map((name) => [name, given[name]])) : undefined;
}

/** The same value, whose functions (a button's `onPress`) call those that `latest` has in their places by then: a component's own are made anew with every drawing. */
export function live<T>(value: T, latest: () => unknown): T {
  const inner = (name: string | number, one: unknown) => live(one, () => (latest() as Named | undefined)?.[name]);
  if (typeof value === 'function') return ((...args: unknown[]) => (latest() as ((...given: unknown[]) => unknown) | undefined)?.(...args)) as T;
  if (Array.isArray(value)) return value.map((one, index) => inner(index, one)) as T;
  if (isPlain(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inner(name, one)])) as T;
  return value;
}
