import type { Attributes } from './el';
import type { View } from './view';

// The core's url policy (core/base/url.h) has passed these addresses; this second look keeps a faulty host or test from opening a script.
// What blob: names is a file that a page has made, so a page is named in it.
const openable = /^(https?:|mailto:|tel:|blob:(https?:\/\/|null\/))/i;
const showable = /^(https?:|blob:(https?:\/\/|null\/)|data:image\/(png|jpe?g|gif|webp|avif|bmp)[;,])/i;

/** The attributes of a link that leaves the page, or none when the address may not be opened. */
export function linkTo(href: string | undefined): Attributes {
  return href && openable.test(href) ? { href, target: '_blank', rel: 'noopener noreferrer nofollow' } : {};
}

/** The address as the source of an image, a sound or a video, or undefined when it may not be. */
export function source(address: string | undefined): string | undefined {
  return address && showable.test(address) ? address : undefined;
}

export function insideLink(parent: View | null): boolean {
  for (let view = parent; view; view = view.parent) if (view.node.kind === 'link') return true;
  return false;
}
