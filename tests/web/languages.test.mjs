// The widget in its languages: which one a visitor gets, switching while writing, right to left, the words of dates and numbers, and that nothing is cut.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { scripted_relay, shot, start_site, top, watch } from './support.mjs';

const read_json = (path) => JSON.parse(readFileSync(join(top, path), 'utf8'));
const languages = read_json('i18n/languages.json');
const texts = Object.fromEntries(languages.map(({ id }) => [id, read_json(`i18n/${id}.json`)]));

let site;

before(async () => {
  site = await start_site();
});

after(() => site?.stop());

const yesterday = () => new Date(new Date().setHours(12, 0, 0, 0) - 86_400_000);
const long_ago = Date.UTC(2025, 2, 5, 12);

const message = (id, at, rest) => ({ ID: id, type: 'TIMTextElem', flow: 'in', from: 'desk', time: Math.floor(at / 1000), sequence: Number(id.slice(2)), ...rest });
const desk = (id, at, data) => message(id, at, { type: 'TIMCustomElem', payload: { data: JSON.stringify({ customerServicePlugin: 0, ...data }), description: '', extension: '' } });
const questions = (number) => ({ src: '15', content: { header: 'FAQ', items: Array.from({ length: number }, (_, index) => ({ content: `Q${index + 1}`, desc: '' })), type: 1 } });

/** What was said before the visitor came: long ago, and yesterday, with a list of questions that is folded. */
const history = () => [
  message('m-1', long_ago, { payload: { text: 'Hello' } }),
  message('m-2', long_ago + 60_000, { payload: { text: 'Hi' }, flow: 'out', from: 'visitor' }),
  desk('m-3', yesterday().getTime(), questions(12)),
];

/** Opens a page with the widget on it, and a relay that says only what the test wants. */
async function visit({ lang = 'en', boot = '', locale = 'en-GB', viewport = { width: 1000, height: 800 }, ...options } = {}) {
  const context = await site.browser.newContext({ viewport, locale, timezoneId: 'UTC', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const faults = await watch(page);
  const tell = await scripted_relay(page, (frame) => {
    if (frame.load_history) return [{ event: 'history', messages: history(), complete: true }];
    if (frame.send) return [{ event: 'sent', client_id: frame.send.client_id, message: { ...frame.send.message, ID: `s-${frame.send.client_id}`, flow: 'out', time: Math.floor(Date.now() / 1000), sequence: 900 } }];
    return [];
  });
  site.write('site.html', `<!doctype html><html lang="${lang}"><head><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>site</title></head>
    <body><p>page</p><script async src="/deskbell.js" data-deskbell ${boot}></script></body></html>`);
  await page.goto(site.url('site.html'));
  return { page, context, faults, tell };
}

const widget = (page) => page.locator('deskbell-widget');
const opener = (page, id) => page.getByRole('button', { name: texts[id]['label.open'], exact: true });
const panel = (page) => page.getByRole('dialog');
const switch_to = (page, id) => page.evaluate((lang) => window.Deskbell('setLanguage', lang), id);
const composer = (page, id) => page.getByRole('textbox', { name: texts[id]['composer.label'], exact: true });

async function open(page, id) {
  await opener(page, id).click();
  await panel(page).waitFor();
  await page.getByRole('log').getByText('Hello').waitFor();
}

describe('which language', () => {
  for (const [locale, page_lang, boot, id] of [
    ['pt-PT', 'en', '', 'pt_br'],
    ['zh-HK', 'en', '', 'zh_tw'],
    ['he-IL', 'en', '', 'he'],
    ['sv-SE', 'de-AT', '', 'de'],
    ['ca', 'sv', '', 'es'],
    ['sv-SE', 'sv', '', 'en'],
    ['fr-FR', 'de', 'data-locale="ko"', 'ko'],
    ['fr-FR', 'de', 'data-locale="sv"', 'fr'],
  ]) {
    test(`a browser in ${locale} on a page in ${page_lang} ${boot}: ${id}`, async () => {
      const { page, context, faults } = await visit({ locale, lang: page_lang, boot });
      await opener(page, id).waitFor();
      assert.equal(await widget(page).getAttribute('dir'), languages.find((language) => language.id === id).dir);
      assert.deepEqual(faults, []);
      await context.close();
    });
  }
});

describe('switching', () => {
  test('keeps the draft, the caret, the focus and the conversation', async () => {
    const { page, context, faults, tell } = await visit();
    await open(page, 'en');
    tell({ event: 'message', message: message('m-9', Date.now(), { payload: { text: 'How can I help?' } }) });
    const box = composer(page, 'en');
    await box.fill('I have not finished this');
    await box.evaluate((field) => field.setSelectionRange(2, 6));
    for (const id of ['he', 'ko', 'zh_tw', 'en']) {
      await switch_to(page, id);
      const field = composer(page, id);
      await field.waitFor();
      assert.equal(await field.inputValue(), 'I have not finished this');
      assert.deepEqual(await field.evaluate((area) => [area.selectionStart, area.selectionEnd, area.getRootNode().activeElement === area]), [2, 6, true]);
      await page.getByRole('log').getByText('How can I help?').waitFor();
      assert.equal(await panel(page).getAttribute('dir'), id === 'he' ? 'rtl' : 'ltr');
    }
    await box.press('Enter');
    await page.getByRole('log').getByText('I have not finished this').waitFor();
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('before the chat is loaded it renames and mirrors the launcher, and loads nothing', async () => {
    const { page, context } = await visit();
    await opener(page, 'en').waitFor();
    const loaded = [];
    page.on('request', (request) => loaded.push(request.url()));
    await switch_to(page, 'fa-IR');
    await opener(page, 'fa').waitFor();
    assert.equal(await widget(page).getAttribute('dir'), 'rtl');
    assert.deepEqual(loaded, []);
    await context.close();
  });
});

test('until the words of the visitor’s language are there, nothing is written in another one', async () => {
  const { page, context, faults } = await visit({ locale: 'zh-CN' });
  let go;
  const gate = new Promise((done) => { go = done; });
  await page.route('**/lang/zh_cn.json*', async (route) => { await gate; await route.continue(); });
  await opener(page, 'zh_cn').click();
  await panel(page).waitFor();
  const written = () => panel(page).evaluate((dom) => [dom.innerText, ...[...dom.querySelectorAll('*')].flatMap((one) => [one.getAttribute('aria-label'), one.getAttribute('placeholder'), one.title])].filter((words) => words?.trim()));
  await page.waitForTimeout(500);
  assert.deepEqual(await written(), []);
  go();
  await composer(page, 'zh_cn').waitFor();
  assert.ok((await written()).length > 5);
  assert.deepEqual(faults, []);
  await context.close();
});

describe('numbers and dates', () => {
  test('the launcher counts in the forms of the language', async () => {
    const { page, context, tell } = await visit({ boot: 'data-locale="uk"' });
    await open(page, 'uk');
    await page.keyboard.press('Escape');
    for (const [number, words] of [[1, '1 непрочитане повідомлення'], [2, '2 непрочитані повідомлення'], [5, '5 непрочитаних повідомлень']]) {
      for (let id = 10; id < 10 + number; id += 1) tell({ event: 'message', message: message(`m-${id}`, Date.now(), { payload: { text: `${id}` } }) });
      await page.getByRole('button', { name: words }).waitFor();
    }
    await context.close();
  });

  test('days are written as Intl writes them', async () => {
    const { page, context } = await visit();
    await open(page, 'en');
    for (const id of ['hi', 'ko', 'tr', 'fa', 'ar', 'he', 'pt_br', 'zh_cn']) {
      await switch_to(page, id);
      await composer(page, id).waitFor();
      const [date, relative] = await page.evaluate(([tag, at]) => [
        new Intl.DateTimeFormat(tag, { weekday: 'long', day: 'numeric', month: 'long' }).format(at),
        new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }).format(-1, 'day'),
      ], [id.replace('_', '-'), long_ago]);
      const dividers = page.getByRole('log').getByRole('separator');
      const said = (await page.getByRole('log').innerText()).toLocaleLowerCase(id.replace('_', '-'));
      assert.ok(said.includes(date.toLocaleLowerCase(id.replace('_', '-'))), `${id}: ${date} in ${said.slice(0, 300)} ${await dividers.count()}`);
      assert.ok(said.includes(relative.toLocaleLowerCase(id.replace('_', '-'))), `${id}: ${relative}`);
    }
    await context.close();
  });
});

describe('from right to left', () => {
  const middle = async (locator) => {
    const { x, width } = await locator.boundingBox();
    return x + width / 2;
  };

  for (const { id } of languages.filter(({ dir }) => dir === 'rtl')) {
    test(`${id} opens mirrored`, async () => {
      const { page, context, faults } = await visit({ boot: `data-locale="${id}"` });
      const half = 500;
      assert.ok((await middle(opener(page, id))) < half, 'the launcher is at the end of a line, on the left');
      await open(page, id);
      const box = await panel(page).boundingBox();
      const center = box.x + box.width / 2;
      assert.ok(center < half, 'the panel is on the left');
      const left = async (locator) => (await middle(locator)) < center;
      assert.equal(await left(page.getByRole('button', { name: texts[id]['label.close'], exact: true })), true, 'close is on the left');
      assert.equal(await left(page.getByRole('heading', { name: texts[id]['header.title'] })), false, 'the title is on the right');
      assert.equal(await left(page.getByRole('button', { name: texts[id]['composer.send'], exact: true })), true, 'send is on the left');
      assert.equal(await left(page.getByRole('button', { name: texts[id]['composer.attach'], exact: true })), false, 'attach is on the right');
      assert.equal(await left(page.getByRole('log').getByText('Hi', { exact: true })), true, 'the visitor is on the left');
      assert.equal(await left(page.getByRole('log').getByText('Hello', { exact: true })), false, 'the desk is on the right');
      assert.equal(await composer(page, id).evaluate((field) => getComputedStyle(field).direction), 'rtl');
      assert.deepEqual(faults, []);
      await context.close();
    });
  }
});

describe('how it looks', () => {
  const states = [{ event: 'state', state: 'queueing', position: 12 }, { event: 'state', state: 'agent' }, { event: 'state', state: 'robot' }];

  /** What is cut off in the panel: elements whose words need more room than they have. */
  const cut = (page) => panel(page).evaluate((dom) => [...dom.querySelectorAll('*')]
    .filter((element) => element.checkVisibility() && !element.closest('.hidden') && /hidden|clip/.test(getComputedStyle(element).overflowY) && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1) && element.textContent.trim())
    .map((element) => `${element.className}: ${element.textContent}`));

  test('nothing is cut in any language on the narrowest phone', async () => {
    const { page, context, tell } = await visit({ viewport: { width: 320, height: 640 } });
    await open(page, 'en');
    const found = [];
    for (const { id } of languages) {
      await switch_to(page, id);
      await composer(page, id).waitFor();
      for (const state of states) {
        tell(state);
        await page.waitForTimeout(30);
        for (const what of await cut(page)) found.push(`${id} ${state.state}: ${what}`);
      }
    }
    assert.deepEqual(found, []);
    await context.close();
  });

  for (const id of ['ar', 'he', 'fa', 'hi', 'ko', 'tr', 'de', 'th']) {
    test(`${id} on a desktop and on a phone`, async () => {
      for (const [name, viewport] of [['desktop', { width: 900, height: 760 }], ['phone', { width: 390, height: 800 }]]) {
        const { page, context, tell, faults } = await visit({ boot: `data-locale="${id}"`, viewport });
        await open(page, id);
        tell({ event: 'message', message: message('m-20', Date.now(), { payload: { text: texts[id]['human.request'] }, flow: 'out', from: 'visitor' }) });
        tell({ event: 'state', state: 'queueing', position: 3 });
        await page.getByText(texts[id]['notice.queue'].replace('{position}', new Intl.NumberFormat(id.replace('_', '-')).format(3))).first().waitFor();
        await page.waitForTimeout(300);
        await page.screenshot({ path: shot(`language-${id}-${name}`) });
        assert.deepEqual(faults, []);
        await context.close();
      }
    });
  }
});
