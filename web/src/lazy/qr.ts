import { generate } from 'lean-qr';

/** A QR code as a canvas: black on white with the quiet zone that readers want, whatever the page looks like. `label`: for assistive technology. */
export function draw(text: string, label: string): HTMLCanvasElement {
  const code = generate(text);
  const canvas = document.createElement('canvas');
  const quiet = 4;
  const dot = 6;
  canvas.width = canvas.height = (code.size + 2 * quiet) * dot;
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', label);
  const paint = canvas.getContext('2d');
  if (!paint) throw new Error('this browser draws no canvas');
  paint.fillStyle = '#fff';
  paint.fillRect(0, 0, canvas.width, canvas.height);
  paint.fillStyle = '#000';
  for (let y = 0; y < code.size; y += 1) for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) paint.fillRect((x + quiet) * dot, (y + quiet) * dot, dot, dot);
  return canvas;
}
