// What every screen has to hold: axe-core finds nothing, everything that can be pressed is large enough, the focus is somewhere and is seen.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { web } from './support.mjs';

const source = readFileSync(createRequire(join(web, 'package.json')).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// Rules about a whole page, of which the widget is a guest.
const of_the_page = ['region', 'landmark-one-main', 'page-has-heading-one', 'bypass'];
/** What axe-core finds in the widget, one line each. */
export async function findings(page) {
  // Over the protocol, which a content security policy does not hold back.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  return page.evaluate(async ([values, off]) => {
    // What is just coming up is paler than it will be.
    const moving = document.querySelector('deskbell-widget').shadowRoot.getAnimations().filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime));
    await Promise.allSettled(moving.map(({ finished }) => finished));
    const { violations } = await window.axe.run('deskbell-widget', { runOnly: values, rules: Object.fromEntries(off.map((id) => [id, { enabled: false }])), resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) => `${id}: ${html.slice(0, 160)} ${[...any, ...all, ...none].map(({ message }) => message).join('; ')}`));
  }, [tags, of_the_page]);
}

/** What can be pressed and is smaller than 24 × 24 px (WCAG 2.2, 2.5.8); links in running text are excepted there. */
export function small_targets(page) {
  return page.evaluate(() => {
    const { shadowRoot } = document.querySelector('deskbell-widget');
    return [...shadowRoot.querySelectorAll('button, a[href], input, select, textarea, [role=radio], [role=menuitem], summary')].flatMap((control) => {
      if (control.closest('[hidden]') || control.matches(':disabled, .task input') || control.type === 'file' || !control.getClientRects().length || !control.checkVisibility({ visibilityProperty: true })) return [];
      if (control.matches('a') && control.closest('p, li, td, th, dd')) return [];
      const { width, height } = control.getBoundingClientRect();
      // A link that the style sheet stretches over its card is as large as the card.
      const card = control.closest('.card')?.getBoundingClientRect();
      return Math.max(width, card?.width ?? 0) >= 23.9 && Math.max(height, card?.height ?? 0) >= 23.9 ? [] : [`${control.className || control.tagName} ${Math.round(width)}×${Math.round(height)} ${control.textContent.slice(0, 30)}`];
    });
  });
}

export async function accessible(page, what) {
  assert.deepEqual(await findings(page), [], `axe-core: ${what}`);
  assert.deepEqual(await small_targets(page), [], `targets: ${what}`);
}

/** Where the focus is inside the widget, as role or tag and name; "" when it is nowhere. */
export const focus = (page) => page.evaluate(() => {
  const at = document.querySelector('deskbell-widget').shadowRoot.activeElement;
  return at ? `${at.getAttribute('role') ?? at.tagName.toLowerCase()} ${at.getAttribute('aria-label') ?? at.textContent}`.trim() : '';
});

/** Whether the element with the focus, or the box around it, is drawn otherwise than without. */
export const focus_seen = (page) => page.evaluate(() => {
  const at = document.querySelector('deskbell-widget').shadowRoot.activeElement;
  const drawn = (element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
  };
  return !!at && (drawn(at) || drawn(at.parentElement) || at.matches('h2'));
});
