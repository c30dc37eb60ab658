// The states of the chat that have to look designed: which fixture shows each, up to when, and what is done with the page then.

/** A whole conversation in each language. */
export const stories = { en: 'story/en-broken-lamp', th: 'story/th-opening-hours', ar: 'story/ar-vip', zh_cn: 'story/zh_cn-delivery', de: 'story/de-invoice' };

const widget = (page) => page.locator('deskbell-widget');
const scrolled = (share) => (page) => page.evaluate((at) => {
  const log = document.querySelector('deskbell-widget').shadowRoot.querySelector('.log');
  log.scrollTop = (log.scrollHeight - log.clientHeight) * at;
}, share);
const text = (id, words, more = {}) => ({ at: 9000 + id, event: 'message', message: { ID: `x${id}`, type: 'TIMTextElem', payload: { text: words }, flow: 'in', from: '@customer_service_account', time: 1765000009 + id, sequence: 500 + id, nick: 'Anna', ...more } });
const long = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenverkäuferinnen https://example.com/a/very/long/address/that/goes/on/and/on/without/any/place/to/break/it?and=more 0123456789012345678901234567890123456789012345678901234567890123456789';

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
  expired: { fixture: 'evaluation/expired' },
  stars: { fixture: 'evaluation/stars' },
  numbers: { fixture: 'evaluation/numbers' },
  choosing: { fixture: 'evaluation/choosing' },
  ended: { fixture: 'state/ended-by-agent' },
  'end-asked': { fixture: 'state/end-asked' },
  gone: { fixture: 'state/gone-elsewhere' },
  unsupported: { fixture: 'bad/element-unknown' },
  upload: { fixture: 'send/file-progress' },
  'file-failed': { fixture: 'send/file-failed' },
  picture: { fixture: 'message/image' },
  sound: { fixture: 'message/sound' },
  video: { fixture: 'message/video' },
  file: { fixture: 'message/file' },
  location: { fixture: 'message/location' },
  card: { fixture: 'message/card' },
  order: { fixture: 'message/order' },
  welcome: { fixture: 'message/welcome-many' },
  branch: { fixture: 'message/branch-picked' },
  form: { fixture: 'message/task-form-required' },
  'rich-text': { fixture: 'message/rich-text' },
  group: { fixture: 'message/group', async act(page) {
    const box = page.locator('deskbell-widget textarea');
    await box.pressSequentially('@');
    await widget(page).getByRole('listbox').waitFor();
  } },
  quote: { fixture: 'send/quote' },
  revoked: { fixture: 'message/revoked' },
  long: { fixture: 'message/text', more: [text(1, long), text(2, long, { flow: 'out', from: 'visitor-1' })] },
  many: { fixture: 'message/text', more: Array.from({ length: 200 }, (_, at) => text(at + 1, `Message ${at + 1}`, at % 3 ? {} : { flow: 'out', from: 'visitor-1' })) },
  one: { fixture: 'message/text' },
  menu: { fixture: 'state/agent', async act(page) {
    await page.locator('deskbell-widget .header [aria-haspopup=menu]').click();
  } },
  typed: { fixture: 'state/agent', async act(page) {
    await page.locator('deskbell-widget textarea').fill('One line\nand a second one\nand a third one that is longer than the box is wide, so that it goes on below');
  } },
  closed: { async act(page) {
    await page.evaluate(() => window.Deskbell('close'));
    await page.waitForTimeout(200);
  } },
};
