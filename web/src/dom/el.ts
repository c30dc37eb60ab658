/** Attribute values: true writes an empty attribute; false, undefined and null leave it out. */
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;
export type Content = Node | string | null | undefined | false;

/** Makes an element: the class names, the attributes, then what is inside. Text goes in as text nodes; nothing here parses markup. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K, classes = '', attributes: Attributes = {}, ...content: Content[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (classes) element.className = classes;
  set(element, attributes);
  for (const part of content) if (part) element.append(part);
  return element;
}

/** Sets or removes attributes, touching only those that differ. */
export function set(element: Element, attributes: Attributes): void {
  for (const name in attributes) {
    const value = attributes[name];
    if (value === false || value === undefined || value === null) element.removeAttribute(name);
    else {
      const text = value === true ? '' : String(value);
      if (element.getAttribute(name) !== text) element.setAttribute(name, text);
    }
  }
}

/** Changes the text of an element only when it differs, so that selections and live regions stay quiet. */
export function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

let made = 0;
// What is loaded late has a counter of its own.
const mine = Math.random().toString(36).slice(2, 7);
/** An id for aria references, unique on the page. */
export function uniqueId(): string {
  made += 1;
  return `db-${mine}-${made}`;
}

/** The focused element of the tree that an element is in. */
export function focusIn(element: Element): Element | null {
  const root = element.getRootNode();
  return root instanceof ShadowRoot || root instanceof Document ? root.activeElement : null;
}
