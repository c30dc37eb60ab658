// How the states of the chat are laid out, where an eye found fault: what stands at which side, what is centred on what, what is seen at all. Pictures of all states: ./dev pictures.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessible } from './access.mjs';
import { open_state, show_theme, start_states } from './picture_page.mjs';
import { states } from './picture_states.mjs';

let site;

before(async () => {
  site = await start_states();
});

after(() => site?.stop());

/** Opens a state, hands the page to `look`, and closes it. */
async function at(name, where, look) {
  const { context, page } = await open_state(site, name, where);
  try {
    return await look(page);
  } finally {
    await context.close();
  }
}

/** The box of what a selector finds last in the widget, as soon as it finds something, with some of its computed style. */
const box = async (page, selector) => {
  await page.locator(`deskbell-widget ${selector}`).last().waitFor({ state: 'attached' });
  return page.evaluate(box_of, selector);
};
const box_of = (wanted) => {
  const element = [...document.querySelector('deskbell-widget').shadowRoot.querySelectorAll(wanted)].pop();
  const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
  const { direction, opacity, borderLeftWidth, borderRightWidth, borderTopWidth, backgroundColor } = getComputedStyle(element);
  const range = document.createRange();
  range.selectNodeContents(element);
  const words = range.getBoundingClientRect();
  return { left, right, top, bottom, width, height, direction, opacity, borderLeftWidth, borderRightWidth, borderTopWidth, backgroundColor, words: { left: words.left, right: words.right } };
};
const near = (one, other, what) => assert.ok(Math.abs(one - other) <= 1, `${what}: ${one}, ${other}`);

describe('looks', () => {
  test('whoever wants it still sees that the conversation is on its way', () => at('skeleton', {}, async (page) => {
    assert.equal((await box(page, '.skeleton')).opacity, '1');
    await show_theme(page, 'contrast', states.skeleton);
    assert.notEqual((await box(page, '.skeleton i')).backgroundColor, (await box(page, '.panel')).backgroundColor);
  }));

  test('the bar of a quotation stands where its words begin, whichever way the page runs', async () => {
    await at('quote', { lang: 'ar' }, async (page) => {
      const { direction, borderLeftWidth, borderRightWidth } = await box(page, 'blockquote');
      assert.deepEqual([direction, borderLeftWidth, borderRightWidth], ['ltr', '3px', '0px']);
    });
    await at('quoting', { lang: 'ar' }, async (page) => {
      await page.evaluate(() => { document.querySelector('deskbell-widget').shadowRoot.querySelector('.quoting span').textContent = 'Short'; });
      near((await box(page, '.quoting span')).words.right, (await box(page, '.quoting strong')).words.right, 'the quoted words stand below who wrote them');
    });
  });

  test('the bubble of a message that failed is as wide as what is in it', () => at('failed', {}, async (page) => {
    const bubble = await box(page, '.row.visitor .body');
    near(bubble.right - (await box(page, '.row.visitor .press')).right, 14, 'the padding behind the last button');
  }));

  test('a picture on its way stands at the visitor’s side, with the ring in its middle', async () => {
    for (const lang of ['en', 'ar']) await at('upload-picture', { lang }, async (page) => {
      const [picture, ring, button] = [await box(page, '.attachment .missing'), await box(page, '.ring'), await box(page, '.row.visitor .button')];
      near((ring.left + ring.right) / 2, (picture.left + picture.right) / 2, 'the ring');
      if (lang === 'en') near(picture.right, button.right, 'the end');
      else near(picture.left, button.left, 'the end');
    });
  });

  test('a picture that does not come leaves a box, not a word', () => at('picture-missing', {}, async (page) => {
    const { width, height } = await box(page, '.attachment .missing');
    assert.ok(width >= 180 && height >= 120, `${width}×${height}`);
  }));

  test('a long entry of the menu has the room that there is', async () => {
    await at('menu', { lang: 'de' }, async (page) => {
      assert.equal((await box(page, '.item:first-child')).height, 44);
    });
    await at('menu', { lang: 'de', device: 'narrow' }, async (page) => {
      const { left, right } = await box(page, '.menu');
      assert.ok(left >= 0 && right <= 320, `${left}–${right}`);
    });
  });

  test('a rating that is over has no empty line in it', () => at('expired', {}, async (page) => {
    near((await box(page, '.rating')).bottom - (await box(page, '.rating .option')).bottom, 17, 'below the stars');
  }));

  test('what stands in the middle stands in the middle', () => at('gone', { lang: 'de' }, async (page) => {
    const [log, notice, button] = [await box(page, '.log'), await box(page, '.row.status .notice'), await box(page, '.row.status .button')];
    for (const { left, right } of [notice, button]) near((left + right) / 2, (log.left + log.right) / 2, 'the middle');
  }));

  test('on the chat’s own page everything has the same margins', async () => {
    const page = await site.browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(site.url('chat.html'));
    await page.getByRole('log').getByRole('button').first().waitFor();
    const [face, choice, field] = [await box(page, '.face'), await box(page, '.choice'), await box(page, '.box')];
    near(choice.left, face.left, 'the start of the log');
    assert.deepEqual([choice.left, choice.right], [field.left, field.right]);
    assert.ok(field.right - field.left <= 720, 'as wide as can be read');
    await page.close();
  });

  test('on a low screen the box leaves room for what was said', () => at('full', { device: 'zoomed' }, async (page) => {
    const { height } = await box(page, '.log');
    assert.ok(height >= 56, `${height} px`);
  }));

  test('what is chosen in a list is seen in high contrast', () => at('group', {}, async (page) => {
    await show_theme(page, 'contrast', states.group);
    assert.notEqual((await box(page, '[aria-selected=true]')).backgroundColor, (await box(page, '.mentions')).backgroundColor);
  }));

  test('a picture is opened with the focus on it, and no button tells its name twice', () => at('viewer', {}, async (page) => {
    assert.equal(await page.evaluate(() => document.querySelector('deskbell-widget').shadowRoot.activeElement.className), 'stage');
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const buttons = nodes.filter(({ ignored, role }) => !ignored && role.value === 'button').map(({ name, description }) => [name.value, description?.value ?? '']);
    assert.deepEqual(buttons.map(([name]) => name).filter(Boolean).length, 5);
    assert.deepEqual(buttons.filter(([name, description]) => name === description), []);
  }));

  test('the count of what is unread has a ring of the theme’s ground', () => at('unread', {}, async (page) => {
    const ring = () => page.evaluate(() => getComputedStyle(document.querySelector('deskbell-widget').shadowRoot.querySelector('.badge-count')).boxShadow);
    await show_theme(page, 'light', states.unread);
    assert.match(await ring(), /rgb\(255, 255, 255\)/);
    await show_theme(page, 'dark', states.unread);
    assert.doesNotMatch(await ring(), /rgb\(255, 255, 255\)/);
  }));

  test('a warning has an edge where its ground is the page’s', () => at('cut', {}, async (page) => {
    await show_theme(page, 'contrast', states.cut);
    assert.equal((await box(page, '.notice.warn')).borderTopWidth, '1px');
  }));
});

// The visitor's story is walked through in light and dark; here are states, themes, languages and devices that it does not come by.
describe('in other themes', () => {
  for (const [name, theme, lang, device] of [
    ['story', 'contrast', 'ar', 'phone'], ['story-begin', 'business', 'th', 'narrow'], ['form', 'contrast', 'de', 'narrow'], ['form', 'business', 'ar', 'desktop'], ['rich-text', 'contrast', 'ar', 'desktop'],
    ['rich-text', 'business', 'de', 'phone'], ['choosing', 'contrast', 'ar', 'phone'], ['numbers', 'business', 'zh_cn', 'phone'], ['menu', 'contrast', 'ar', 'narrow'], ['end-asked', 'business', 'de', 'narrow'],
    ['failed', 'contrast', 'th', 'phone'], ['upload-picture', 'business', 'ar', 'phone'], ['group', 'contrast', 'ar', 'phone'], ['quoting', 'business', 'ar', 'phone'], ['gone', 'contrast', 'de', 'landscape'],
    ['order', 'business', 'ar', 'phone'], ['expired', 'dark', 'ar', 'phone'], ['jump', 'contrast', 'en', 'phone'], ['sound', 'contrast', 'ar', 'phone'], ['offline', 'business', 'de', 'narrow'],
  ]) {
    test(`${name}: ${theme}, ${lang}, ${device}`, () => at(name, { lang, device }, async (page) => {
      await show_theme(page, theme, states[name]);
      await accessible(page, `${name} ${theme} ${lang} ${device}`);
      const wide = await page.evaluate(() => {
        const { shadowRoot } = document.querySelector('deskbell-widget');
        const panel = shadowRoot.querySelector('.panel').getBoundingClientRect();
        return [...shadowRoot.querySelectorAll('.panel *')].filter((element) => {
          const { left, right, width } = element.getBoundingClientRect();
          return width && element.checkVisibility() && !element.closest('.hidden, pre, .table, .extras') && (left < panel.left - 1 || right > panel.right + 1);
        }).map((element) => element.className || element.tagName);
      });
      assert.deepEqual(wide, []);
    }));
  }
});
