// The chat's own page: the widget fills the window. What the script tag says counts, and for how it looks the address as well: chat.html?locale=th&theme=dark&accent=%23a04a2a&title=Fernweh

interface Stub {
  (...call: unknown[]): unknown;
  q?: unknown[][];
}

const page = window as unknown as { Deskbell?: Stub };
const queue: unknown[][] = [];
page.Deskbell ??= Object.assign((...call: unknown[]) => queue.push(call), { q: queue });

const query = new URLSearchParams(location.search);
const chosen: Record<string, string> = {};
for (const name of ['locale', 'theme', 'accent', 'title', 'desk']) {
  const value = query.get(name);
  if (value) chosen[name] = value;
}
const title = chosen['title'] ?? document.querySelector<HTMLElement>('script[data-deskbell]')?.dataset['title'];
if (title) document.title = title;
page.Deskbell('boot', { layout: 'page', ...chosen });
