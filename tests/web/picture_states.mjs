// The states of the chat that have to look designed: which fixture shows each, up to when, with which lines more, and what is done with the page then. `hang` and `broken`: pictures that do not come yet,
// or not at all; `blocked`: an address that is refused, whereupon the launcher keeps its theme; `live`: the sandbox desk instead of a fixture; `early`: `act` does not wait for the end of the fixture.

/** A whole conversation in each language. */
export const stories = { en: 'story/en-broken-lamp', th: 'story/th-opening-hours', ar: 'story/ar-vip', zh_cn: 'story/zh_cn-delivery', de: 'story/de-invoice' };

const widget = (page) => page.locator('deskbell-widget');
const scrolled = (share) => (page) => page.evaluate((at) => {
  const log = document.querySelector('deskbell-widget').shadowRoot.querySelector('.log');
  log.scrollTop = (log.scrollHeight - log.clientHeight) * at;
}, share);
const text = (id, words, more = {}) => ({ at: 9000 + id, event: 'message', message: { ID: `x${id}`, type: 'TIMTextElem', payload: { text: words }, flow: 'in', from: '@customer_service_account', time: 1765000009 + id, sequence: 500 + id, nick: 'Anna', ...more } });
const long = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenverkäuferinnen https://example.com/a/very/long/address/that/goes/on/and/on/without/any/place/to/break/it?and=more 0123456789012345678901234567890123456789012345678901234567890123456789';

const close = async (page) => {
  await page.evaluate(() => window.Deskbell('close'));
  await page.waitForTimeout(200);
};
/** Opens the menu of the message that has these words in it. */
const row_menu = async (page, words) => {
  await page.locator('deskbell-widget .row.message', { hasText: words }).last().locator('.body').hover();
  const button = page.locator('deskbell-widget button.options:not(.away)');
  await button.waitFor();
  await button.click();
  await page.locator('deskbell-widget .popup').waitFor();
};
const upload = (name, mime, ...more) => [{ at: 9000, event: 'file', name, size: 2_345_678, mime, ref: 'f1' }, { at: 9500, event: 'upload', client_id: 'c2', progress: 0.4 }, ...more];

export const states = {
  story: {},
  'story-begin': { act: scrolled(0) },
  'story-middle': { act: scrolled(0.5) },
  skeleton: { fixture: 'state/connecting', until: 0 },
  empty: { fixture: 'state/empty' },
  connecting: { fixture: 'state/connecting' },
  offline: { fixture: 'state/offline' },
  queue: { fixture: 'state/queue' },
  waiting: { fixture: 'state/waiting' },
  thinking: { fixture: 'message/thinking' },
  typing: { fixture: 'message/typing' },
  streaming: { fixture: 'stream/growing' },
  cut: { fixture: 'stream/cut' },
  failed: { fixture: 'send/refused' },
  queued: { fixture: 'send/queued' },
  answered: { fixture: 'evaluation/answered' },
  expired: { fixture: 'evaluation/expired' },
  stars: { fixture: 'evaluation/stars' },
  numbers: { fixture: 'evaluation/numbers' },
  choosing: { fixture: 'evaluation/choosing' },
  ended: { fixture: 'state/ended-by-agent' },
  'end-asked': { fixture: 'state/agent', async act(page) {
    await page.locator('deskbell-widget .header [aria-haspopup=menu]').click();
    await widget(page).getByRole('menuitem').last().click();
    await page.locator('deskbell-widget .row.status .button').first().waitFor();
  } },
  gone: { fixture: 'state/gone-elsewhere' },
  unsupported: { fixture: 'bad/element-unknown' },
  upload: { fixture: 'send/file-progress' },
  'file-failed': { fixture: 'send/file-failed' },
  'upload-picture': { fixture: 'state/empty', more: upload('lamp.jpg', 'image/jpeg') },
  picture: { fixture: 'message/image' },
  'picture-loading': { fixture: 'message/image', hang: 'pictures' },
  'picture-missing': { fixture: 'message/image', broken: true },
  sound: { fixture: 'message/sound' },
  video: { fixture: 'message/video' },
  file: { fixture: 'message/file' },
  location: { fixture: 'message/location' },
  card: { fixture: 'message/card' },
  order: { fixture: 'message/order' },
  welcome: { fixture: 'message/welcome-many' },
  branch: { fixture: 'message/branch-picked' },
  form: { fixture: 'message/task-form', until: 1500, async act(page) {
    await page.locator('deskbell-widget .form button[type=submit]').click();
    await page.locator('deskbell-widget .error').first().waitFor();
  } },
  'form-choices': { fixture: 'message/form-choices' },
  'form-sent': { fixture: 'message/task-form-sent' },
  chips: { fixture: 'message/task-branch-quick', until: 1500 },
  'rich-text': { fixture: 'message/rich-text' },
  group: { fixture: 'message/group', async act(page) {
    const box = page.locator('deskbell-widget textarea');
    await box.pressSequentially('@');
    await widget(page).getByRole('listbox').waitFor();
  } },
  quote: { fixture: 'send/quote' },
  quoting: { fixture: 'state/agent', more: [text(1, 'Which lamp is it, the one with the linen shade or the one of brass that stood in the window last week?')], async act(page) {
    await row_menu(page, 'Which lamp');
    await widget(page).getByRole('menuitem').first().click();
  } },
  'message-menu': { fixture: 'send/read', act: (page) => row_menu(page, '') },
  revoked: { fixture: 'message/revoked' },
  long: { fixture: 'message/text', more: [text(1, long), text(2, long, { flow: 'out', from: 'visitor-1' })] },
  many: { fixture: 'message/text', more: Array.from({ length: 200 }, (_, at) => text(at + 1, `Message ${at + 1}`, at % 3 ? {} : { flow: 'out', from: 'visitor-1' })) },
  jump: { fixture: 'message/text', early: true, options: { replaySpeed: 10 }, more: [...Array.from({ length: 40 }, (_, at) => text(at + 1, `Message ${at + 1}`, at % 3 ? {} : { flow: 'out', from: 'visitor-1' })), { ...text(41, 'One more'), at: 30_000 }], async act(page) {
    await page.locator('deskbell-widget').getByText('Message 40').waitFor();
    await scrolled(0.5)(page);
    await page.locator('deskbell-widget .jump').waitFor();
  } },
  emoji: { fixture: 'message/text', more: [text(1, '👍'), text(2, 'Perfect 🎉 see you on Friday 👋🏽 👨‍👩‍👧', { flow: 'out', from: 'visitor-1' }), text(3, '🇹🇭 🇸🇦 🇨🇳 🇩🇪 ok?')] },
  one: { fixture: 'message/text' },
  menu: { fixture: 'state/agent', async act(page) {
    await page.locator('deskbell-widget .header [aria-haspopup=menu]').click();
  } },
  typed: { fixture: 'state/agent', async act(page) {
    await page.locator('deskbell-widget textarea').fill('One line\nand a second one\nand a third one that is longer than the box is wide, so that it goes on below');
  } },
  full: { fixture: 'state/agent', async act(page) {
    await page.locator('deskbell-widget textarea').fill(Array.from({ length: 12 }, (_, at) => `Line ${at + 1} 👋🏽`).join('\n'));
  } },
  closed: { act: close },
  unread: { fixture: 'state/agent', more: [{ at: 5000, event: 'close' }, ...Array.from({ length: 12 }, (_, at) => text(at + 1, `Message ${at + 1}`))], act: close },
  dropping: { fixture: 'state/agent', act: (page) => page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'a.png'));
    document.querySelector('deskbell-widget').shadowRoot.querySelector('.panel').dispatchEvent(new DragEvent('dragover', { dataTransfer: data }));
  }) },
  viewer: { fixture: 'message/image', more: [{ at: 5000, event: 'message', message: { ID: 'm2', type: 'TIMImageElem', payload: { imageInfoArray: [{ type: 0, url: 'https://shop.example/lamp.jpg', width: 720, height: 540, size: 9999 }] }, flow: 'in', from: '@customer_service_account', time: 1765000002, sequence: 9, nick: 'Lin' } }], async act(page) {
    await page.locator('deskbell-widget .attachment a').first().click();
    await page.locator('deskbell-widget dialog.viewer[open]').waitFor();
  } },
  toolbar: { live: true, options: { toolbar: [{ preset: 'human' }, { preset: 'end' }, { label: 'Returns', link: 'https://shop.example/returns' }], quickMessages: ['Where is my order?', 'I want to return something'] } },
  trouble: { blocked: /app\.js/, async act(page) {
    await page.locator('deskbell-widget .note').filter({ hasText: /./ }).waitFor();
  } },
};
