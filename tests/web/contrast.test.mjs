// What is drawn can be read: WCAG 2.2's contrast of every token that is written or drawn with against every one that it stands on, and of every text and control of a whole
// conversation against what is behind it, in each theme and in forced colours.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { start_drawing } from './drawing.mjs';
import { conversation, row, visitor } from './samples.mjs';

const themes = ['light', 'dark', 'contrast', 'business'];

/** Written on: where the style sheets put the words of a token. In the theme for high contrast text has 7:1 (1.4.6), elsewhere 4.5:1 (1.4.3). */
const written = {
  'text-1': ['surface-0', 'surface-1', 'surface-2', 'warn-surface', 'danger-surface'],
  'text-2': ['surface-0', 'surface-1', 'surface-2', 'warn-surface'],
  'text-3': ['surface-0', 'surface-1'],
  'accent-text': ['accent'],
  'accent-ink': ['surface-0', 'surface-1'],
  danger: ['surface-0', 'surface-1', 'danger-surface'],
  warn: ['surface-0', 'warn-surface'],
};
/** Edges, marks and rings: 3:1 (1.4.11). */
const drawn = { control: ['surface-0'], focus: ['surface-0', 'surface-1'], accent: ['surface-0'], ok: ['surface-0'] };

let drawing;
let page;

before(async () => {
  drawing = await start_drawing();
  const quote = row('quoted', [{ kind: 'quote', children: [{ kind: 'paragraph', children: [{ kind: 'text', text: 'Which blanket?' }] }] }, { kind: 'paragraph', children: [{ kind: 'text', text: 'The blue one, see ' }, { kind: 'link', href: 'https://example.com/', children: [{ kind: 'text', text: 'here' }] }, { kind: 'text', text: ' or ' }, { kind: 'code', text: 'code' }] }], { side: 'visitor', author: visitor });
  const film = row('film', [{ kind: 'attachment', media: 'video', label: 'Video', url: 'https://example.com/v.mp4', width: 320, height: 180, duration: 12 }]);
  const buttons = [{ kind: 'button', label: 'Try again', action: 'retry', style: 'plain' }, { kind: 'button', label: 'Delete', action: 'discard', style: 'plain' }];
  const failed = row('failed', [{ kind: 'paragraph', children: [{ kind: 'text', text: 'Not sent' }] }, ...buttons], { side: 'visitor', author: visitor, delivery: { state: 'failed', label: 'Not sent: the desk did not accept it' } });
  const upload = row('upload', [{ kind: 'attachment', media: 'file', label: 'File', name: 'a.pdf', size: 90_000, progress: 0.4 }, { kind: 'button', label: 'Cancel', action: 'cancel', style: 'plain' }], { side: 'visitor', author: visitor, delivery: { state: 'uploading', label: 'Uploading' } });
  ({ page } = await drawing.open([...conversation, quote, film, failed, upload], { height: 1400 }));
  await page.locator('.player').nth(1).waitFor();
  // Nothing fades or waits: what is measured is what stays.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important; }');
    const { shadowRoot } = document.querySelector('deskbell-widget');
    shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, sheet];
    window.measure = {
      rgba(text) {
        const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        paint.fillStyle = text;
        paint.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = paint.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
      },
      over: ([r, g, b, a], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a), 1],
      luminance: (colour) => colour.slice(0, 3).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)).reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0),
      contrast(a, b) {
        const [dark, light] = [this.luminance(a), this.luminance(b)].sort((x, y) => x - y);
        return (light + 0.05) / (dark + 0.05);
      },
      /** What is behind an element: the colours of it and of those around it, one over the other. */
      ground(element) {
        const layers = [];
        for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) {
          const layer = this.rgba(getComputedStyle(at).backgroundColor);
          layers.push(layer);
          if (layer[3] === 1) break;
        }
        return layers.reverse().reduce((below, layer) => this.over(layer, below), [255, 255, 255, 1]);
      },
    };
  });
});
after(() => drawing?.stop());

/** Pairs of tokens with too little between them. */
const pairs = (table, least) => page.evaluate(([list, ratio]) => {
  const { measure } = window;
  const probe = document.createElement('i');
  document.querySelector('deskbell-widget').shadowRoot.append(probe);
  const colour = (token) => {
    probe.style.color = '';
    probe.style.setProperty('color', `var(--db-${token})`);
    return measure.rgba(getComputedStyle(probe).color);
  };
  const poor = Object.entries(list).flatMap(([ink, grounds]) => grounds.map((ground) => [`${ink} on ${ground}`, measure.contrast(colour(ink), colour(ground))])).filter(([, found]) => found < ratio).map(([what, found]) => `${what}: ${found.toFixed(2)}`);
  probe.remove();
  return poor;
}, [table, least]);

/** Everything that is written or can be pressed in the panel, with too little between it and what is behind it. `texts`: how many were looked at. */
const look = (least) => page.evaluate((ratio) => {
  const { measure } = window;
  const { shadowRoot } = document.querySelector('deskbell-widget');
  const poor = new Set();
  let texts = 0;
  const tell = (what, element, found, needed) => found < needed && poor.add(`${what} ${element.className || element.tagName} ${(element.textContent || element.placeholder || '').trim().slice(0, 30)}: ${found.toFixed(2)}`);
  for (const element of shadowRoot.querySelectorAll('.panel *')) {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest('.hidden, svg, [hidden], .uploading img, .skeleton')) continue;
    // What cannot be pressed is excepted (1.4.3), but it is written with tokens that are not.
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (own) {
      texts += 1;
      const ground = measure.ground(element);
      tell('text', element, measure.contrast(measure.over(measure.rgba(getComputedStyle(element).color), ground), ground), ratio);
    }
    if (element.matches('input:not([type=range]), textarea') && element.placeholder) {
      const ground = measure.ground(element);
      tell('placeholder', element, measure.contrast(measure.over(measure.rgba(getComputedStyle(element, '::placeholder').color), ground), ground), 4.5);
    }
    if (element.matches('button:not(:disabled, [aria-disabled]), input, select, textarea')) {
      const icon = element.querySelector('svg');
      if (icon && icon.checkVisibility()) tell('mark', element, measure.contrast(measure.over(measure.rgba(getComputedStyle(icon).color), measure.ground(element)), measure.ground(element)), 3);
    }
  }
  return { poor: [...poor], texts };
}, least);

/** Controls whose ring, when they have the focus, has less than 3:1 against what is around them. */
async function rings() {
  await page.getByRole('button', { name: 'More options' }).focus();
  const poor = [];
  let seen = 0;
  for (let stop = 0; stop < 45; stop += 1) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(() => {
      const { measure } = window;
      const at = document.querySelector('deskbell-widget').shadowRoot.activeElement;
      if (!at) return null;
      const ringed = [at, at.parentElement, at.closest('.card')].find((one) => one && ((getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth) >= 1) || getComputedStyle(one).boxShadow !== 'none'));
      if (!ringed) return { what: at.className || at.tagName, ratio: 0 };
      const style = getComputedStyle(ringed);
      const ring = style.outlineStyle !== 'none' ? style.outlineColor : /rgba?\([^)]*\)|color\([^)]*\)/.exec(style.boxShadow)[0];
      // A ring with a negative offset lies on the control itself.
      const ground = measure.ground(parseFloat(style.outlineOffset) < 0 ? ringed : ringed.parentElement);
      return { what: at.className || at.tagName, ratio: measure.contrast(measure.rgba(ring), ground) };
    });
    if (!found) continue;
    seen += 1;
    if (found.ratio < 3) poor.push(`${found.what}: ${found.ratio.toFixed(2)}`);
  }
  return { poor, seen };
}

for (const theme of themes) {
  describe(theme, () => {
    before(() => page.evaluate((name) => window.theme(name), theme));
    const least = theme === 'contrast' ? 7 : 4.5;

    test('every token can be read on what it stands on', async () => {
      assert.deepEqual(await pairs(written, least), []);
      assert.deepEqual(await pairs(drawn, 3), []);
    });

    test('every text, hint and mark of a conversation', async () => {
      const { poor, texts } = await look(least);
      assert.ok(texts > 90, `${texts} texts`);
      assert.deepEqual(poor, []);
    });

    test('every ring around what has the focus', async () => {
      const { poor, seen } = await rings();
      assert.ok(seen > 30, `${seen} stops`);
      assert.deepEqual(poor, []);
    });
  });
}

test('in forced colours everything is drawn with the system\'s, and can be read', async () => {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ forcedColors: 'active', colorScheme });
    await page.evaluate(() => window.theme('light'));
    const { poor, texts } = await look(4.5);
    assert.ok(texts > 90, `${texts} texts`);
    assert.deepEqual(poor, [], colorScheme);
    assert.deepEqual((await rings()).poor, [], colorScheme);
  }
  await page.emulateMedia({ forcedColors: 'none', colorScheme: 'light' });
});
