import { el, set } from './el';
import { icon } from './icons';
import { picture } from './image';
import { linkTo, source } from './links';
import { percent, size as sizeIn } from './measures';
import { plain } from './tricks';
import type { Context, Drawer, Of } from './view';

type Attachment = Of<'attachment'>;

/** The ring of an upload: a circle whose share is set by the style sheet from --share. */
function ring(context: Context, progress: () => number): HTMLElement {
  const words = el('span');
  context.localise(words, (formats) => percent(formats, progress()));
  return el('div', 'ring', { role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100 }, words);
}

function media(node: Attachment, context: Context): HTMLElement {
  const address = source(node.url);
  if (node.media === 'image') return el('a', 'picture', linkTo(node.url), picture(node.url, node.name && node.name !== node.label ? `${node.label} ${node.name}` : node.label, node.width, node.height));
  if (node.media === 'video' && address) {
    const video = el('video', '', { src: address, controls: true, preload: 'metadata', playsinline: true, width: node.width, height: node.height, 'aria-label': node.label });
    context.play(video, { duration: node.duration, name: () => node.label });
    return video;
  }
  if (node.media === 'audio' && address) {
    const audio = el('audio', '', { src: address, controls: true, preload: 'none', 'aria-label': node.label });
    context.play(audio, { duration: node.duration, name: () => node.label });
    return el('div', 'sound', {}, audio);
  }
  const size = el('span', 'meta');
  if (node.size !== undefined) context.localise(size, (formats) => sizeIn(formats, node.size ?? 0));
  const words = el('span', 'words', {}, el('span', 'name', {}, plain(node.name || node.label)), size);
  return el('a', 'slip', { ...linkTo(node.url), download: node.url ? plain(node.name ?? '') : null }, el('span', 'badge', node.name && node.name !== node.label ? { role: 'img', 'aria-label': node.label } : {}, icon('file')), words);
}

export const attachment: Drawer<Of<'attachment'>> = (node, context) => {
  let current = node;
  const dom = el('div', `attachment ${node.media}`, {}, media(node, context));
  const circle = ring(context, () => current.progress ?? 1);
  const show = (next: Attachment) => {
    current = next;
    const loading = next.progress !== undefined && next.progress < 1;
    dom.classList.toggle('uploading', loading);
    if (!loading) return circle.remove();
    dom.append(circle);
    set(circle, { 'aria-valuenow': Math.round((next.progress ?? 0) * 100), 'aria-label': next.label });
    circle.style.setProperty('--share', String(next.progress));
    context.localise(circle.firstElementChild ?? circle, (formats) => percent(formats, current.progress ?? 1));
  };
  show(node);
  return {
    dom,
    update(next) {
      const { progress: _old, ...before } = current;
      const { progress: _new, ...after } = next;
      if (JSON.stringify(before) !== JSON.stringify(after)) return false;
      show(next);
      return true;
    },
  };
};

export const location: Drawer<Of<'location'>> = (node, context) => {
  const place = el('span', 'meta', { dir: 'ltr' });
  context.localise(place, (formats) => `${formats.number(node.latitude)}, ${formats.number(node.longitude)}`);
  const words = el('span', 'words', {}, el('span', 'name', {}, node.label), place);
  return { dom: el('a', 'slip', linkTo(node.href), el('span', 'badge', {}, icon('pin')), words) };
};
