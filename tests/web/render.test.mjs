// Every node kind, drawn in a browser from hand-written patches: no core, no relay. What a screen reader finds, what edits keep, and how it looks.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { start_drawing } from './drawing.mjs';
import { shot } from './support.mjs';
import { composer, conversation, header, row } from './samples.mjs';

let drawing;
let open;

before(async () => {
  drawing = await start_drawing();
  ({ open } = drawing);
});

after(() => drawing?.stop());

describe('rendering', () => {
  test('every kind is drawn, in light, dark and from right to left', async () => {
    const { page, faults } = await open(conversation);
    // The panel as tall as its content, in pictures that an eye can take in.
    const height = await page.evaluate(() => panel.log.list.scrollHeight + 140);
    await page.setViewportSize({ width: 1000, height: height + 120 });
    await page.evaluate((tall) => panel.dom.style.setProperty('height', `${tall}px`), height);
    const pictures = async (name) => {
      await page.waitForTimeout(200);
      const box = await page.getByRole('dialog').boundingBox();
      for (let part = 0; part < 4; part += 1) {
        const height = Math.ceil(box.height / 4);
        await page.screenshot({ path: shot(`render-${name}-${part + 1}`), clip: { ...box, y: box.y + part * height, height } });
      }
    };
    for (const theme of ['light', 'dark']) {
      await page.evaluate((name) => theme(name), theme);
      await pictures(theme);
    }
    await page.evaluate(() => {
      theme('light');
      panel.dom.parentNode.host.dir = 'rtl';
      panel.apply([{ op: 'language', language: { lang: 'ar', dir: 'rtl' } }]);
    });
    await pictures('rtl');
    assert.deepEqual(faults, []);
    assert.deepEqual(await page.evaluate(() => window.faults), []);
    await page.close();
  });

  test('the accents in the style sheet are those that are made for a page that names none', async () => {
    const { page } = await open([]);
    for (const name of ['light', 'dark', 'contrast', 'business']) {
      const { made, written } = await page.evaluate((theme) => window.accents(theme), name);
      assert.deepEqual(written, made, name);
    }
    await page.close();
  });

  test('roles and names', async () => {
    const { page } = await open(conversation);
    const role = (name, options) => page.getByRole(name, { exact: true, ...options });
    for (const [name, options] of [
      ['dialog', { name: 'Fernweh Supply' }], ['log', { name: 'Messages' }], ['textbox', { name: 'Message' }], ['button', { name: 'Send' }], ['button', { name: 'Attach a file' }],
      ['button', { name: 'More options' }], ['button', { name: 'Close chat' }], ['button', { name: 'Opening hours' }], ['heading', { name: 'What an answer can hold' }],
      ['link', { name: 'opening page' }], ['columnheader', { name: 'Price' }], ['cell', { name: '49 €' }], ['link', { name: 'Reading lamp “Lise”' }],
      ['radiogroup', { name: 'How did we do?' }], ['radio', { name: 'Very satisfied' }], ['textbox', { name: 'Order number' }], ['combobox', { name: 'What would you like to know?' }],
      ['checkbox', { name: 'something done' }], ['progressbar', { name: 'holiday.png' }],
    ]) assert.equal(await role(name, options).count(), 1, `${name} ${options.name}`);
    const link = role('link', { name: 'opening page' });
    assert.equal(await link.getAttribute('rel'), 'noopener noreferrer nofollow');
    assert.equal(await link.getAttribute('target'), '_blank');
    await page.close();
  });

  test('an address that is no link or picture is not used', async () => {
    const { page, faults } = await open([row('k', [
      { kind: 'paragraph', children: [{ kind: 'link', href: 'javascript:alert(1)', children: [{ kind: 'text', text: 'bad' }] }] },
      { kind: 'image', src: 'data:image/svg+xml,<svg/>', alt: 'bad picture' },
    ])]);
    assert.equal(await page.locator('.row a[href]').count(), 0);
    assert.equal(await page.locator('.row img').count(), 0);
    assert.deepEqual(faults, []);
    await page.close();
  });

  test('a link whose words name another place says where it leads', async () => {
    const link = (words, href) => ({ kind: 'paragraph', children: [{ kind: 'link', href, children: [{ kind: 'text', text: words }] }] });
    const cases = [
      ['https://bank.example/login', 'https://evil.example/login', 'evil.example'], ['bank.example', 'https://bank.example.evil.example', 'bank.example.evil.example'], ['see www.bank.example now', 'https://bank.example@evil.example/', 'evil.example'],
      ['https://b\u0430nk.example', 'https://b\u0430nk.example', 'xn--bnk-6cd.example'], ['b\u0430nk.example', 'https://bank.example', 'bank.example'], ['bank\u200B.example', 'https://evil.example', null],
      ['https://bank.example/a', 'https://www.bank.example/b', null], ['our terms', 'https://evil.example', null], ['version 2.0.1', 'https://shop.example', null], ['me@bank.example', 'mailto:me@bank.example', null],
    ];
    const { page, faults } = await open([row('links', cases.map(([words, href]) => link(words, href)))]);
    const seen = await page.locator('.row a').evaluateAll((links) => links.map((one) => [one.textContent, one.dataset.host ?? null, getComputedStyle(one, '::after').content]));
    cases.forEach(([words, , host], at) => {
      if (words.includes('\u200B')) return assert.ok(seen[at][0].includes('[U+200B]'), seen[at][0]);
      assert.equal(seen[at][1], host, words);
      assert.equal(seen[at][2].includes('('), host !== null, words);
    });
    await page.screenshot({ path: shot('links-that-mislead') });
    // A link that grows is looked at again.
    await page.evaluate(() => panel.apply([{ op: 'body', key: 'links', edits: [{ edit: 'append_text', path: [7, 0, 0], text: ' at bank.example' }] }]));
    assert.equal(await page.locator('.row a').nth(7).getAttribute('data-host'), 'evil.example');
    assert.deepEqual(faults, []);
    await page.close();
  });

  test('signs that turn the writing around or are not seen are written out in names and links', async () => {
    const { page, faults } = await open([
      row('n', [{ kind: 'attachment', media: 'file', label: 'File', name: 'invoice\u202Efdp.exe', url: 'https://shop.example/x' }], { author: { name: 'Bank\u200B \u2066Support', role: 'agent' } }),
    ]);
    assert.equal(await page.locator('.row .slip .name').textContent(), 'invoice[U+202E]fdp.exe');
    assert.equal(await page.locator('.row .slip').getAttribute('download'), 'invoice[U+202E]fdp.exe');
    assert.equal(await page.locator('.row .meta .name').textContent(), 'Bank[U+200B] [U+2066]Support');
    assert.deepEqual(faults, []);
    await page.close();
  });

  test('a stream appends to the same text node and says its end once', async () => {
    const { page, apply } = await open([row('s', [{ kind: 'paragraph', children: [{ kind: 'text', text: 'One' }] }], { streaming: true })]);
    const stream = page.getByRole('article');
    assert.equal(await stream.getAttribute('aria-busy'), 'true');
    await page.evaluate(() => { window.kept = document.querySelector('deskbell-widget').shadowRoot.querySelector('.body p').firstChild; });
    await apply({ op: 'body', key: 's', edits: [{ edit: 'append_text', path: [0, 0], text: ' two' }, { edit: 'splice', path: [], at: 1, remove: 0, insert: [{ kind: 'paragraph', children: [{ kind: 'text', text: 'Three' }] }] }] });
    assert.equal(await page.evaluate(() => kept.data), 'One two');
    const { body: _, ...head } = row('s', [], { streaming: false });
    await apply({ op: 'row', key: 's', row: head });
    assert.equal(await stream.getAttribute('aria-busy'), null);
    assert.match(await page.evaluate(() => finished), /One two\s+Three/);
    await page.close();
  });

  test('pressing controls tells row and action', async () => {
    const { page, pressed } = await open(conversation);
    await page.getByRole('button', { name: 'Opening hours' }).click();
    await page.getByRole('radio', { name: 'Satisfied', exact: true }).click();
    await page.getByRole('button', { name: 'More options' }).click();
    await page.getByRole('menuitem', { name: 'Talk to a person' }).click();
    await page.getByRole('button', { name: 'Sold out' }).click({ force: true });
    assert.deepEqual(await pressed(), [['welcome', 'item:0'], ['rating', 'rate:4'], ['header', 'human']]);
    await page.close();
  });

  test('the arrow keys look at the steps of a rating, the space bar chooses', async () => {
    const { page, pressed } = await open(conversation);
    await page.getByRole('radio', { name: 'Very dissatisfied' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.locator('.rating .caption').first().textContent(), 'It was all right');
    assert.deepEqual(await pressed(), []);
    await page.keyboard.press('Space');
    assert.deepEqual(await pressed(), [['rating', 'rate:3']]);
    await page.close();
  });

  test('a form sends its values, keeps what was typed and leads to the first wrong field', async () => {
    const { page, apply, pressed } = await open(conversation);
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('a@b.example');
    await page.getByRole('textbox', { name: 'Order number' }).press('Enter');
    assert.deepEqual(await pressed(), [['form', 'submit', { number: '', email: 'a@b.example', reason: '' }]]);
    const fields = conversation.find(({ key }) => key === 'form').body[1].children;
    const wrongly = (at, error) => ({ edit: 'attributes', path: [1, at], node: { ...fields[at], error } });
    await apply({ op: 'body', key: 'form', edits: [wrongly(2, 'Please choose'), wrongly(0, 'Please fill this in')] });
    const wrong = page.getByRole('textbox', { name: 'Order number' });
    assert.equal(await wrong.getAttribute('aria-invalid'), 'true');
    assert.equal(await wrong.evaluate((field) => field.getRootNode().activeElement === field), true);
    assert.equal(await wrong.evaluate((field) => field.getRootNode().getElementById(field.getAttribute('aria-describedby')).textContent), 'Please fill this in');
    assert.equal(await page.getByRole('textbox', { name: 'E-mail address' }).inputValue(), 'a@b.example');
    await page.close();
  });

  test('rows move, go and come back; patches for rows that are not there are told', async () => {
    const { page, apply } = await open([row('a', [{ kind: 'notice', tone: 'muted', text: 'A' }]), row('b', [{ kind: 'notice', tone: 'muted', text: 'B' }]), row('c', [{ kind: 'notice', tone: 'muted', text: 'C' }])]);
    const order = () => page.locator('.row .notice').allTextContents();
    await apply({ op: 'move', key: 'c', at: 0 });
    assert.deepEqual(await order(), ['C', 'A', 'B']);
    await apply({ op: 'remove', key: 'a' }, { op: 'insert', at: 2, row: row('d', [{ kind: 'notice', tone: 'muted', text: 'D' }]) }, { op: 'move', key: 'c', at: 2 });
    assert.deepEqual(await order(), ['B', 'D', 'C']);
    await apply({ op: 'remove', key: 'zz' }, { op: 'body', key: 'b', edits: [{ edit: 'append_text', path: [4, 1], text: 'x' }] });
    assert.deepEqual(await page.evaluate(() => faults), ['remove zz', 'body b']);
    await page.close();
  });

  test('the log follows its end, and waits while the visitor reads above', async () => {
    const many = Array.from({ length: 60 }, (_, at) => row(`m${at}`, [{ kind: 'paragraph', children: [{ kind: 'text', text: `Message number ${at}, long enough for a line or two of the bubble it is in.` }] }]));
    const { page, apply } = await open(many);
    const log = page.getByRole('log');
    const rest = () => log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
    assert.ok(await rest() < 2);
    await apply({ op: 'insert', at: 60, row: row('new1', [{ kind: 'paragraph', children: [{ kind: 'text', text: 'Still following' }] }]) });
    assert.ok(await rest() < 2);
    await log.evaluate((box) => box.scrollTo(0, 900));
    await page.waitForTimeout(100);
    const jump = page.getByRole('button', { name: 'New messages' });
    assert.equal(await jump.isVisible(), false);
    // Whoever has scrolled up sees the way back, without a word, since nothing is new.
    const arrow = page.locator('.jump');
    const { width, height } = await arrow.boundingBox();
    assert.deepEqual([width, height], [36, 36]);
    assert.equal(await arrow.getAttribute('aria-hidden'), 'true');
    await page.locator('.panel').screenshot({ path: shot('render-way-back') });
    await arrow.click();
    await page.waitForFunction(() => panel.log.list.scrollHeight - panel.log.list.scrollTop - panel.log.list.clientHeight < 2);
    assert.equal(await arrow.isVisible(), false);
    await log.evaluate((box) => box.scrollTo(0, 900));
    await arrow.waitFor();
    const first = await page.locator('.row').nth(20).boundingBox();
    await apply({ op: 'insert', at: 61, row: row('new2', [{ kind: 'paragraph', children: [{ kind: 'text', text: 'Not following' }] }]) }, { op: 'insert', at: 0, row: row('old', [{ kind: 'paragraph', children: [{ kind: 'text', text: 'History above' }] }]) });
    const again = await page.locator('.row').nth(21).boundingBox();
    assert.ok(Math.abs(first.y - again.y) < 1.5, `${first.y} ${again.y}`);
    await page.locator('.panel').screenshot({ path: shot('render-new-messages') });
    await jump.click();
    await page.waitForFunction(() => panel.log.list.scrollHeight - panel.log.list.scrollTop - panel.log.list.clientHeight < 2);
    assert.equal(await jump.isVisible(), false);
    await page.close();
  });

  test('the composer: Enter sends, Shift+Enter does not, an input method is left alone, six lines at most', async () => {
    const { page } = await open([]);
    const box = page.getByRole('textbox', { name: 'Message' });
    await box.fill('one');
    await box.press('Shift+Enter');
    await box.pressSequentially('two');
    assert.equal(await box.inputValue(), 'one\ntwo');
    await box.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
    await box.dispatchEvent('keydown', { key: 'Enter', keyCode: 229 });
    assert.deepEqual(await page.evaluate(() => written), []);
    await box.press('Enter');
    assert.deepEqual(await page.evaluate(() => written), ['one\ntwo']);
    assert.equal(await box.inputValue(), '');
    await box.fill(Array.from({ length: 20 }, (_, line) => `line ${line}`).join('\n'));
    const { height } = await box.boundingBox();
    assert.ok(height > 120 && height < 160, String(height));
    await page.close();
  });

  test('text and controls stand out enough in both themes', async () => {
    const { page } = await open(conversation, { height: 1200 });
    for (const theme of ['light', 'dark']) {
      await page.evaluate((name) => theme(name), theme);
      await page.waitForTimeout(200);
      const low = await page.evaluate(measure_contrast);
      assert.deepEqual(low, [], theme);
    }
    await page.close();
  });

  test('on a phone the panel is the screen and modal', async () => {
    const { page } = await open(conversation, { width: 390, height: 760 });
    const box = await page.getByRole('dialog').boundingBox();
    assert.deepEqual(box, { x: 0, y: 0, width: 390, height: 760 });
    assert.equal(await page.getByRole('dialog').getAttribute('aria-modal'), 'true');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    assert.equal(await page.evaluate(() => document.documentElement.style.overflow), '');
    await page.close();
  });
});

/** Runs in the page: every visible text below 4.5:1 against what is painted behind it. */
function measure_contrast() {
  const shadow = document.querySelector('deskbell-widget').shadowRoot;
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const read = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const over = (top, under) => [0, 1, 2].map((part) => top[part] * top[3] / 255 + under[part] * (1 - top[3] / 255));
  const light = (color) => {
    const [r, g, b] = color.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    if (!element) return [255, 255, 255];
    const own = read(getComputedStyle(element).backgroundColor);
    return own[3] === 255 ? own.slice(0, 3) : over(own, ground(element.parentElement));
  };
  const low = [];
  const walker = document.createTreeWalker(shadow.querySelector('.panel'), NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const element = text.parentElement;
    const style = getComputedStyle(element);
    if (!text.data.trim() || element.closest('.hidden, option') || style.visibility === 'hidden' || !element.getClientRects().length) continue;
    const behind = ground(element);
    const [bright, dim] = [light(over(read(style.color), behind)), light(behind)].sort((a, b) => b - a);
    const ratio = (bright + 0.05) / (dim + 0.05);
    if (ratio < 4.5) low.push(`${ratio.toFixed(2)} ${text.data.slice(0, 30)}`);
  }
  return low;
}
