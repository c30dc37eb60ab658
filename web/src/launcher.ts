/** The mark: a bell whose foot is the tail of a speech bubble. */
const bell = 'M12 2.5a6.6 6.6 0 0 1 6.6 6.6v3.3l1.65 2.7a1.05 1.05 0 0 1-.9 1.6H13.6L9 21.5v-4.8H4.65a1.05 1.05 0 0 1-.9-1.6L5.4 12.4V9.1A6.6 6.6 0 0 1 12 2.5z';

function make(tag: string, attributes: Record<string, string>, ...children: Element[]): HTMLElement {
  const element = document.createElementNS(`http://www.w3.org/${/svg|path/.test(tag) ? '2000/svg' : '1999/xhtml'}`, tag) as HTMLElement;
  for (const name in attributes) element.setAttribute(name, attributes[name] ?? '');
  element.append(...children);
  return element;
}

const drawing = (name: string, d: string) => make('svg', { viewBox: '0 0 24 24', class: name }, make('path', { d }));

/** The round button on the page. `picture`: an address, instead of the mark. */
export function createLauncher(name: string, picture: string | undefined) {
  const note = make('span', { class: 'note', role: 'status' });
  const button = make('button', { class: 'launcher', 'aria-haspopup': 'dialog', 'aria-expanded': 'false', 'aria-label': name },
    picture ? make('img', { class: 'bell', src: picture, alt: '' }) : drawing('bell', bell), drawing('down', 'M6 9.5l6 6 6-6'));
  return {
    button,
    note,
    state: (attribute: 'aria-label' | 'aria-expanded' | 'aria-busy', value: unknown) => button.setAttribute(attribute, `${value}`),
    /** Says what is wrong beside the button; an empty text when nothing is any more. */
    trouble: (words: string) => {
      note.textContent = words;
    },
  };
}
