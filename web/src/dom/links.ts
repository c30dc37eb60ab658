import type { Attributes } from './el';

// The core's url policy (core/base/url.h) has passed these addresses; this second look keeps a faulty host or test from opening a script.
const openable = /^(https?|mailto|tel|blob):/i;
const showable = /^(https?:|blob:|data:image\/(png|jpe?g|gif|webp|avif|bmp)[;,])/i;

/** The attributes of a link that leaves the page, or none when the address may not be opened. */
export function linkTo(href: string | undefined): Attributes {
  return href && openable.test(href) ? { href, target: '_blank', rel: 'noopener noreferrer nofollow' } : {};
}

/** The address as the source of an image, a sound or a video, or undefined when it may not be. */
export function source(address: string | undefined): string | undefined {
  return address && showable.test(address) ? address : undefined;
}
