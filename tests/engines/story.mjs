// The visitor's story, told to an engine: an object with goto, reload, evaluate(source), click(x, y), type(text), key(name), upload(expression of a file input, path), screenshot(path), close(), version().
// What a visitor does is done with the engine's own mouse and keyboard; the page is only asked what it shows.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const helpers = readFileSync(new URL('page_side.js', import.meta.url), 'utf8');
const patience = 15_000;

/** The hand and the eye of a visitor. */
export class Visitor {
  constructor(engine) {
    this.engine = engine;
  }

  /** Asks engineStory of page_side.js, which a new page gets first. */
  async ask(what, ...given) {
    const call = `window.engineStory.${what}(${given.map((one) => JSON.stringify(one)).join(', ')})`;
    return this.engine.evaluate(`(() => { if (!window.engineStory) { ${helpers} } const found = ${call}; return found === undefined ? null : found; })()`);
  }

  async until(what, test, ...given) {
    const end = Date.now() + patience;
    for (;;) {
      const found = await this.ask(what, ...given);
      if (test(found)) return found;
      if (Date.now() > end) throw new Error(`${what}(${JSON.stringify(given)}) is still ${JSON.stringify(found)}`);
      await new Promise((wait) => setTimeout(wait, 60));
    }
  }

  see = (text) => this.until('says', Boolean, text);
  there = (role, name) => this.until('count', (count) => count > 0, role, name);
  gone = (role, name) => this.until('count', (count) => count === 0, role, name);

  /** Clicks when it stands still. */
  async click(role, name) {
    let before;
    const place = await this.until('where', (now) => {
      const still = now && before && now[0] === before[0] && now[1] === before[1];
      before = now;
      return still;
    }, role, name);
    await this.engine.click(...place);
  }

  async say(words) {
    await this.click('textbox', this.box);
    await this.engine.type(words);
    await this.engine.key('Enter');
    await this.see(words);
  }

  async write(field, words) {
    await this.click('textbox', field);
    await this.engine.type(words);
    assert.equal(await this.ask('value', 'textbox', field), words);
  }

  box = 'Message';
}

const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAYAAADED76LAAAAFklEQVQYV2NkYPj/n4EIwDiqEF8oAQBv2wX/NkQ4NAAAAABJRU5ErkJggg==';

/** The steps: [what, what is done]. `at.url`: of a relay with the demo's shop; `at.folder`: for the file that is sent. */
export const steps = (visitor, at, shot) => [
  ['opens the launcher and reads the welcome', async () => {
    await visitor.engine.goto(at.url);
    await visitor.click('button', 'Open chat');
    await visitor.there('dialog', 'Support');
    await visitor.see('Welcome to Fernweh Supply');
    await visitor.there('button', 'What are your opening hours?');
    await visitor.until('is_focused', Boolean, 'textbox', visitor.box);
    await visitor.engine.screenshot(shot('01-welcome'));
  }],
  ['asks, and reads an answer that is being written', async () => {
    await visitor.say('How do I care for linen?');
    await visitor.there('heading', 'Caring for linen');
    await visitor.see('the creases belong to linen');
    await visitor.there('cell', 'Candle wax');
    await visitor.engine.screenshot(shot('02-streamed'));
  }],
  ['picks a branch', async () => {
    await visitor.say('Help me choose');
    await visitor.click('button', 'I have a wish for the shop');
    await visitor.see('What should we add to the shop?');
  }],
  ['fills in a form of one question: what is missing is said, and the field is where the typing goes', async () => {
    await visitor.click('button', 'Submit');
    await visitor.see('Please fill this in');
    await visitor.engine.type('A blanket for the dog');
    await visitor.engine.key('Enter');
    await visitor.see('I have noted “A blanket for the dog” for our buyers');
  }],
  ['fills in the form of a task', async () => {
    await visitor.say('Where is my order?');
    await visitor.there('textbox', { pattern: '^Order number' });
    await visitor.write({ pattern: '^E-mail address' }, 'visitor@shop.example');
    await visitor.write({ pattern: '^Order number' }, 'FW-2041');
    await visitor.ask('choose', 'combobox', { pattern: '^What would you like to know' }, 'When it arrives');
    await visitor.click('button', 'Submit');
    await visitor.see('Order FW-2041 left our warehouse this morning');
    await visitor.engine.screenshot(shot('03-form'));
  }],
  ['asks for a person and waits through the queue', async () => {
    await visitor.click('button', 'More options');
    await visitor.click('menuitem', 'Talk to a person');
    await visitor.see('Hello, this is Anna. How can I help you?');
    await visitor.until('shows', Boolean, 'Anna is with you');
  }],
  ['sends a picture', async () => {
    const path = join(at.folder, 'corner.png');
    writeFileSync(path, Buffer.from(picture, 'base64'));
    await visitor.engine.upload('window.engineStory.file_input()', path);
    await visitor.see('Thank you for the picture');
    await visitor.there('img', { pattern: 'corner|Image' });
    await visitor.engine.screenshot(shot('04-agent'));
  }],
  ['rates five stars', async () => {
    await visitor.say('I would like to rate you');
    await visitor.there('radiogroup', 'How did we do?');
    await visitor.click('radio', 'Very satisfied');
    await visitor.until('checked', Boolean, 'radio', 'Very satisfied');
    await visitor.click('button', 'Submit');
    await visitor.see('Thank you for telling us.');
    await visitor.engine.screenshot(shot('05-rated'));
  }],
  ['ends the session', async () => {
    await visitor.click('button', 'More options');
    await visitor.click('menuitem', 'End conversation');
    await visitor.see('End this conversation?');
    await visitor.click('button', 'End conversation');
    await visitor.see('Conversation ended');
  }],
  ['switches the language', async () => {
    await visitor.ask('choose', 'combobox', 'Language', '简体中文');
    await visitor.there('button', '发送');
    await visitor.engine.screenshot(shot('06-chinese'));
  }],
  ['comes back and finds it all', async () => {
    await visitor.engine.reload();
    await visitor.click('button', { pattern: '^打开' });
    await visitor.see('Thank you for telling us.');
    for (let pages = 0; pages < 6 && !(await visitor.ask('says', 'the creases belong to linen')); pages += 1) {
      const rows = await visitor.ask('count', 'article');
      await visitor.click('button', { pattern: '更早' });
      await visitor.until('count', (count) => count > rows, 'article');
    }
    await visitor.see('the creases belong to linen');
    await visitor.engine.screenshot(shot('07-history'));
  }],
];
