// The story of a visit in Chromium, with LiveDesk and with Chatwoot behind the relay: open, ask, choose, fill in a form, a person, a picture, the end, a rating. Everything is found by
// role and accessible name, as a screen reader finds it.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { red_dot, until } from '../desks/support.mjs';
import { kinds } from '../relay/with_desk.mjs';
import { launch_browser, shot, start_relay, watch } from './support.mjs';

let browser;
before(async () => { browser = await launch_browser(); });
after(() => browser?.close());

for (const kind of ['livedesk', 'chatwoot']) {
  describe(kind, () => {
    let desk;
    let relay;
    let page;
    let faults;
    const log = () => page.getByRole('log', { name: 'Messages' });
    const see = (words) => log().getByText(words).last().waitFor();
    const button = (name) => log().getByRole('button', { name, exact: true }).last();
    const picture = (name) => page.screenshot({ path: shot(`${kind}-${name}`) });
    async function say(words) {
      await page.getByRole('textbox', { name: 'Message', exact: true }).fill(words);
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await see(words);
    }
    async function choose_in_menu(name) {
      await page.getByRole('button', { name: 'More options' }).click();
      await page.getByRole('menuitem', { name }).click();
    }

    before(async () => {
      const made = await kinds[kind]();
      desk = made.desk;
      desk.pace = 150;
      relay = await start_relay({ config: made.config });
      desk.hook = `${relay.url}hooks/support/events`;
      const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, locale: 'en-GB', colorScheme: 'light' });
      page = await context.newPage();
      page.setDefaultTimeout(15_000);
      faults = await watch(page);
    });
    after(async () => {
      await page?.context().close();
      await relay?.stop();
      await desk?.stop();
    });

    test('opens, asks and is answered', async () => {
      await page.goto(relay.url);
      await page.getByRole('button', { name: 'Open chat' }).click();
      await say('When are you open?');
      await see('We are open');
      assert.equal(await log().locator('strong').getByText('Monday to Friday').count(), 1);
    });

    test('chooses, and fills in a form', async () => {
      await say('Help me choose');
      await button('A return').click();
      await log().getByRole('button', { name: 'A return', pressed: true }).waitFor();
      await see('Noted: A return=return');
      await say('The form, please');
      await log().getByRole('textbox', { name: 'Order number' }).fill('FW-2041');
      await log().getByRole('combobox', { name: 'Topic' }).selectOption('Late');
      await picture('01-form');
      await button('Submit').click();
      await see('Noted: order=FW-2041, topic=Late');
    });

    test('gets a person', async () => {
      await choose_in_menu('Talk to a person');
      await see('Hello, this is Anna');
      assert.equal(await log().getByText('among agents').count(), 0);
      await picture('02-person');
    });

    test('is not offered what the desk cannot do', async () => {
      const options = page.getByRole('button', { name: 'Message options' });
      // A row that an answer pushes away under the pointer takes its button along.
      for (let tries = 0; tries < 10; ++tries) {
        await log().getByText('Talk to a person', { exact: true }).last().hover();
        await page.waitForTimeout(200);
        if (await options.evaluate((button) => !button.classList.contains('away'))) break;
      }
      await options.click();
      await page.getByRole('menuitem', { name: 'Copy' }).waitFor();
      const offered = await page.getByRole('menuitem').allTextContents();
      // Chatwoot's public API takes no quotes, and neither takes a message back.
      assert.deepEqual(offered, kind === 'livedesk' ? ['Reply', 'Copy'] : ['Copy']);
      await page.keyboard.press('Escape');
    });

    test('sends a picture and gets one', async () => {
      await page.getByRole('dialog', { name: 'Support' }).locator('input[type=file]').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: red_dot });
      await see('Thank you, I can see it');
      assert.deepEqual([...desk.files.values()].map(({ name, bytes }) => [name, bytes.equals(red_dot)]), [['dot.png', true], ['mine.png', true]]);
      // The stand-in speaks http, and the demo page shows pictures of https only: the picture is a link then.
      assert.match(await log().getByRole('link', { name: 'Image' }).last().getAttribute('href'), /\/mine\.png$/);
      await picture('03-pictures');
    });

    test('ends it and rates', async () => {
      await say('Bye');
      await see('Please rate the conversation');
      await picture('04-rating');
      await log().getByRole('radio', { name: '😍', exact: true }).click();
      await button('Submit').click();
      await until(() => desk.conversations[0].ratings.length === 1);
      assert.equal(desk.conversations[0].ratings[0].rating, 5);
      await picture('05-rated');
    });

    test('reads the same after a reload, and nothing went wrong on the page', async () => {
      await page.reload();
      await page.getByRole('button', { name: 'Open chat' }).click();
      await see('Please rate the conversation');
      for (const words of ['Hello, this is Anna. How can I help?', 'Noted: A return=return']) assert.equal(await log().getByText(words).count(), 1);
      assert.deepEqual(faults.filter((fault) => !fault.includes(desk.url)), []);
      assert.equal(desk.conversations.length, 1);
    });
  });
}
