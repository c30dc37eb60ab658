type Rgb = readonly [number, number, number];

/** Reads any CSS colour with the help of a canvas; undefined for what is none. */
function readColor(text: string): Rgb | undefined {
  const paint = CSS.supports('color', text) && document.createElement('canvas').getContext('2d');
  if (!paint) return undefined;
  paint.fillStyle = text;
  // The style is given back as #rrggbb for colours of sRGB. Others are painted and looked at, which browsers that hide their fingerprint may falsify.
  const hex = /^#(..)(..)(..)$/.exec(paint.fillStyle);
  if (hex) return [parseInt(hex[1] ?? '', 16), parseInt(hex[2] ?? '', 16), parseInt(hex[3] ?? '', 16)];
  paint.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = paint.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

/** Relative luminance, WCAG 2.2. */
function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: Rgb, b: Rgb): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** Moves a colour towards white or black until it stands out from `ground` by at least `ratio`. */
function standOut(color: Rgb, ground: Rgb, ratio: number): Rgb {
  const target = luminance(ground) < 0.2 ? 255 : 0;
  let out = color;
  for (let share = 0; share <= 1 && contrast(out, ground) < ratio; share += 0.04) {
    out = color.map((part) => Math.round(part + (target - part) * share)) as unknown as Rgb;
  }
  return out;
}

const css = (color: Rgb) => `rgb(${color.join(' ')})`;
const white: Rgb = [255, 255, 255];
const ink: Rgb = [20, 22, 24];

export type Theme = 'light' | 'dark' | 'contrast' | 'business';

/** Of each theme (styles/tokens.css): the neutral bubble, against which the accent is measured, and the accent of a page that names none. */
const themes: Record<Theme, readonly [ground: Rgb, accent: Rgb]> = {
  light: [[244, 243, 240], [27, 107, 92]],
  dark: [[36, 38, 41], [27, 107, 92]],
  contrast: [white, [0, 66, 56]],
  business: [[241, 244, 248], [30, 79, 140]],
};

/**
 * The accent as it is for the launcher, which stands on the page, and as three tokens: the fill (3:1 against the panel), the text on it (the better of white and near-black), and the accent as text
 * (4.5:1 against the panel and the neutral bubble; all of it 7:1 where high contrast is wanted).
 */
export function accentTokens(accent: string | undefined, theme: Theme): Record<string, string> {
  const [ground, own] = themes[theme];
  const strong = theme === 'contrast';
  const fill = standOut(readColor(accent ?? '') ?? own, ground, strong ? 7.1 : 3);
  return {
    '--db-launcher': accent || css(own),
    '--db-accent': css(fill),
    '--db-accent-text': css(contrast(fill, white) >= contrast(fill, ink) || contrast(fill, white) >= 4.5 ? white : ink),
    '--db-accent-ink': css(standOut(fill, ground, strong ? 7.1 : 4.6)),
  };
}
