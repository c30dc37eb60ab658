import { set } from './el';

/** Outlines on a 24 px grid, drawn with the current colour. */
const paths = {
  close: 'M6 6l12 12M18 6L6 18',
  menu: 'M5 12h.01M12 12h.01M19 12h.01',
  send: 'M12 19V5M5.5 11.5L12 5l6.5 6.5',
  attach: 'M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.5-8.5a3.4 3.4 0 0 1 4.8 4.8l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.8-7.8',
  chevron: 'M9.5 6l6 6-6 6',
  tick: 'M5 12.5l4.5 4.5L19 7.5',
  copy: 'M9 8.5h9.5v11.5H9zM5.5 15.5V4H15',
  down: 'M12 5v14M6 13l6 6 6-6',
  file: 'M13.5 3.5H7a1.5 1.5 0 0 0-1.5 1.5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V8.5zM13.5 3.5v5h5',
  pin: 'M12 21s-6.5-5.6-6.5-10.7a6.5 6.5 0 0 1 13 0C18.5 15.4 12 21 12 21zM12 12.5a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4',
  star: 'M12 3.6l2.6 5.3 5.8.850-4.2 4.1 1 5.8L12 16.9l-5.2 2.75 1-5.8-4.2-4.1 5.8-.85z',
  alert: 'M12 8v5M12 16.5h.01M12 3.5l9 16H3z',
  bell: 'M12 3.5a6 6 0 0 1 6 6v3.3l1.5 2.5a.9.900 0 0 1-.8 1.4H13.2L9.2 20.5v-3.8H5.3a.9.900 0 0 1-.8-1.4L6 12.8V9.5a6 6 0 0 1 6-6z',
} as const;

export type IconName = keyof typeof paths;
const svg = 'http://www.w3.org/2000/svg';

/** A decorative icon: hidden from assistive technology, since the control it stands in has a name. */
export function icon(name: IconName): SVGSVGElement {
  const drawing = document.createElementNS(svg, 'svg');
  set(drawing, { viewBox: '0 0 24 24', 'aria-hidden': 'true', class: `icon i-${name}` });
  const line = document.createElementNS(svg, 'path');
  line.setAttribute('d', paths[name]);
  drawing.append(line);
  return drawing;
}
