// An answer while it grows: the core's markdown stream (build/web/deskbell-stream.wasm) drawn by the page's log in a browser, piece by piece.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { shot } from './support.mjs';
import { answer } from '../bench/stream/inputs.mjs';
import { hostile } from './hostile.mjs';
import { open, paragraph, requests, start, stop } from './stream_page.mjs';

before(start);
after(stop);

describe('an answer that grows', () => {
  test('the button of a message stays with it under a pointer that rests, and where it is under one that is about to press it', async () => {
    const { page, context, faults } = await open({ rows: 12 });
    const { chunks } = answer('mixed', 8 * 1024);
    await page.evaluate(() => {
      panel.log.language('en', 'Message options');
      begin();
    });
    const button = page.getByRole('button', { name: 'Message options' });
    const message = page.getByText('Message number 11');
    const shown = () => button.evaluate((one) => !one.classList.contains('away'));
    const top_of = async (what) => Math.round((await what.boundingBox()).y);
    const grow = async (from, to) => {
      const before = await top_of(message);
      for (const chunk of chunks.slice(from, to)) {
        await page.evaluate((piece) => give(piece), chunk);
        await page.waitForTimeout(20);
      }
      await page.waitForTimeout(100);
      return before - (await top_of(message));
    };
    await message.hover();
    await page.waitForFunction(() => root.querySelector('.options:not(.away)'));
    assert.ok((await grow(0, 12)) > 20, 'the log went on');
    // Under the pointer is this message still, or the next one.
    assert.ok(await shown());
    const { tops, at } = await page.evaluate(() => ({ tops: [...root.querySelectorAll('.row .body')].map((body) => Math.round(body.getBoundingClientRect().top)), at: Math.round(root.querySelector('.options').getBoundingClientRect().top) }));
    assert.ok(tops.includes(at), `${at} is none of ${tops}`);

    await message.hover();
    await page.waitForFunction((row) => Math.abs(root.querySelector('.options').getBoundingClientRect().top - row) < 2, await top_of(message.locator('xpath=ancestor-or-self::*[contains(@class, "body")]')));
    await button.hover();
    const where = await top_of(button);
    assert.ok((await grow(12, 18)) > 5, 'the log went on again');
    assert.ok(await shown());
    assert.equal(await top_of(button), where);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('nodes are made once, blocks that are done are left alone, no marker is seen, nothing shrinks, selections stay', async () => {
    const { page, context, faults } = await open();
    const { chunks } = answer('mixed', 24 * 1024);
    const seen = await page.evaluate(async (list) => {
      begin();
      const size = (node) => 1 + [...node.childNodes].reduce((sum, child) => sum + size(child), 0);
      const out = { created: 0, raw: [], shrinks: 0, lost: [], touched: [] };
      const observer = new MutationObserver(() => undefined);
      observer.observe(body, { childList: true, characterData: true, subtree: true });
      const blocks = () => [...body.querySelectorAll(':scope > :not(.part), :scope > .part > *')];
      const block_of = (node) => blocks().find((block) => block.contains(node));
      const raw = /\*|\]\(|`|~~|^#{1,6} |\|/m;
      const words = (node) => [...node.childNodes].map((child) => (child.nodeType === 3 ? child.data : child.matches('pre, code, .bar') ? '' : words(child))).join('');
      let held;
      let tail;
      let height = 0;
      for (const [index, chunk] of [...list, undefined].entries()) {
        const done = blocks().slice(0, -2);
        if (chunk === undefined) finish();
        else give(chunk);
        for (const { addedNodes, target } of observer.takeRecords()) {
          for (const node of addedNodes) out.created += size(node);
          const block = block_of(target);
          if (block && block !== body && done.includes(block)) out.touched.push(`${index}: ${block.textContent.slice(0, 40)}`);
        }
        const last = blocks().at(-1);
        if (last && raw.test(words(last))) out.raw.push(words(last).slice(-60));
        if (body.offsetHeight < height) out.shrinks += 1;
        height = body.offsetHeight;
        const texts = document.createTreeWalker(body.querySelector('p') ?? body, NodeFilter.SHOW_TEXT);
        if (!held && texts.nextNode()?.data.length > 20) {
          held = document.createRange();
          held.setStart(texts.currentNode, 2);
          held.setEnd(texts.currentNode, 16);
          held.words = held.toString();
        }
        if (held && held.toString() !== held.words) out.lost.push('first');
        if (tail && (tail.toString() !== tail.words || !tail.startContainer.isConnected)) out.lost.push(`tail at ${index}: ${tail.words}`);
        if (index % 12 === 0 && last) {
          const walker = document.createTreeWalker(last, NodeFilter.SHOW_TEXT);
          let text;
          while (walker.nextNode()) if (!walker.currentNode.parentElement.closest('.bar') && walker.currentNode.data.trim().length > 2) text = walker.currentNode;
          if (text) {
            tail = document.createRange();
            tail.setStart(text, 0);
            tail.setEnd(text, 3);
            tail.words = tail.toString();
          }
        }
        if (index % 100 === 0) await frame();
      }
      return { ...out, final: size(body) - 1, faults, parts: body.querySelectorAll('.part').length };
    }, chunks);
    assert.deepEqual(seen.faults, []);
    assert.ok(seen.parts > 0, 'long enough for parts');
    assert.ok(seen.created <= 1.1 * seen.final, `${seen.created} created, ${seen.final} at the end`);
    assert.deepEqual(seen.touched, []);
    assert.deepEqual(seen.raw, []);
    assert.ok(seen.shrinks <= 3, `${seen.shrinks} shrinks`);
    assert.deepEqual(seen.lost, []);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('pieces that come between two frames stand as if each had come by itself', async () => {
    const { page, context } = await open();
    const { chunks } = answer('mixed', 4096);
    const [singly, together] = await page.evaluate((pieces) => {
      const stream = (at_once) => {
        begin();
        for (let at = 0; at < pieces.length; at += at_once) {
          // As they flow: a patch for each edit.
          const patches = pieces.slice(at, at + at_once).flatMap((piece) => core.append(piece)).map((edit) => ({ op: 'body', key: 's', edits: [edit] }));
          if (patches.length) panel.log.apply(patches);
        }
        finish();
        return body.innerHTML;
      };
      return [stream(1), stream(9)];
    }, chunks);
    assert.ok(singly.length > 4096);
    assert.equal(together, singly);
    await context.close();
  });

  test('the words of a link stay selected while its address comes, and through the end', async () => {
    const { page, context } = await open();
    const seen = await page.evaluate(async () => {
      begin();
      give('Washed linen is in [our sho');
      const link = body.querySelector('a');
      const range = document.createRange();
      range.selectNodeContents(link.firstChild);
      const [text, words] = [link.firstChild, range.toString()];
      const out = [];
      for (const chunk of ['p](htt', 'ps://shop.example/linen', ' "Linen")', ', and **in [ano', 'ther', '](https://a.example)** too']) {
        out.push(link.hasAttribute('href'));
        give(chunk);
      }
      finish();
      return { out, words, kept: text.data.startsWith(range.toString()) && range.startContainer === text && text.isConnected && range.toString(), href: link.getAttribute('href'), links: [...body.querySelectorAll('a')].map((one) => one.outerHTML.replace(/ (target|rel)="[^"]*"/g, '')) };
    });
    assert.equal(seen.words, 'our sho');
    assert.equal(seen.kept, 'our sho');
    assert.deepEqual(seen.out, [false, false, false, true, true, true]);
    assert.deepEqual(seen.links, ['<a href="https://shop.example/linen" title="Linen">our shop</a>', '<a href="https://a.example">another</a>']);
    await context.close();
  });

  test('a reader further up does not move by a pixel, in an earlier message and within the answer', async () => {
    const { page, context } = await open({ rows: 30 });
    const { chunks } = answer('mixed', 20 * 1024);
    const moves = await page.evaluate(async (list) => {
      begin();
      for (const chunk of list.slice(0, 500)) give(chunk);
      await frame();
      const out = [];
      const places = [() => root.querySelectorAll('.row')[12], () => body.children[6], () => body.querySelector('.part')?.children[3] ?? body.children[20]];
      let at = 500;
      for (const place of places) {
        const mark = place();
        log.scrollTop += mark.getBoundingClientRect().top - log.getBoundingClientRect().top - 40;
        await frame();
        await frame();
        const before = mark.getBoundingClientRect().top;
        let most = 0;
        for (const end = at + 90; at < end; at += 1) {
          give(list[at]);
          most = Math.max(most, Math.abs(mark.getBoundingClientRect().top - before));
          if (at % 20 === 0) await frame();
        }
        await frame();
        out.push(Math.max(most, Math.abs(mark.getBoundingClientRect().top - before)));
      }
      return { out, jump: !root.querySelector('.jump').hidden };
    }, chunks);
    assert.equal(moves.out.length, 3);
    // Both places are measured in fractions, and a scroll position is rounded to the screen's pixels.
    for (const moved of moves.out) assert.ok(moved < 1, `moved by ${moved} pixels`);
    assert.equal(moves.jump, true);
    await page.getByRole('button', { name: 'New messages' }).click();
    await page.waitForFunction(() => log.scrollHeight - log.scrollTop - log.clientHeight < 2);
    await context.close();
  });

  test('it follows within 64 pixels of the end, and not at 65', async () => {
    const { page, context } = await open({ rows: 20 });
    const rest = async (distance) => {
      await page.evaluate(async (px) => {
        log.scrollTop = log.scrollHeight - log.clientHeight - px;
        await frame();
        await frame();
      }, distance);
      return page.evaluate(async () => {
        for (let line = 0; line < 12; line += 1) give(`\n\nAnother paragraph, number ${line}.`);
        await frame();
        return log.scrollHeight - log.scrollTop - log.clientHeight;
      });
    };
    await page.evaluate(() => begin());
    assert.ok(await rest(0) < 2);
    assert.ok(await rest(64) < 2);
    assert.ok(await rest(66) > 200);
    await context.close();
  });

  test('nothing moves while a selection is being dragged', async () => {
    const { page, context } = await open({ rows: 12 });
    await page.evaluate(() => {
      begin();
      give('The first paragraph of the answer, which is long enough to be selected.\n\n');
    });
    const line = await page.evaluate(() => {
      const { left, top } = body.querySelector('p').getBoundingClientRect();
      return { x: left + 4, y: top + 8 };
    });
    await page.mouse.move(line.x, line.y);
    await page.mouse.down();
    await page.mouse.move(line.x + 120, line.y, { steps: 4 });
    const during = await page.evaluate(async () => {
      const before = log.scrollTop;
      for (let index = 0; index < 30; index += 1) give(`And paragraph ${index} after it.\n\n`);
      await frame();
      return { moved: log.scrollTop - before, selected: root.getSelection?.().toString() ?? getSelection().toString() };
    });
    assert.equal(during.moved, 0);
    assert.ok(during.selected.length > 8, during.selected);
    await page.mouse.up();
    const later = await page.evaluate(async () => {
      const before = log.scrollTop;
      give('Still more.\n\n');
      finish();
      await frame();
      return { moved: log.scrollTop - before, selected: root.getSelection?.().toString() ?? getSelection().toString(), jump: !root.querySelector('.jump').hidden };
    });
    assert.deepEqual(later, { moved: 0, selected: during.selected, jump: true });
    await context.close();
  });

  test('a caret stands before the first words and where the words pause, not while they come, and not when all is said', async () => {
    const { page, context } = await open();
    // What ends in the caret, and how wide the caret is.
    const caret = () => page.evaluate(() => [body, ...body.querySelectorAll('*')].map((element) => [element.tagName, element.textContent, getComputedStyle(element, '::after')]).filter(([, , { content, borderInlineStartWidth }]) => content === '""' && borderInlineStartWidth === '8px').map(([tag, words]) => `${tag} ${words}`));
    const pauses = () => page.waitForFunction(() => body.querySelector('.caret'));
    await page.evaluate(() => begin());
    assert.deepEqual(await caret(), ['DIV ']);
    for (const [text, where] of [
      ['Linen is **washed** at', 'P Linen is washed at'],
      [' 40 degrees.\n\n## How', 'H4 How'],
      ['\n\n- once\n- and again\n  1. gen', 'P gen'],
      ['tly\n\n> They say', 'P They say'],
      ['\n\n- [ ] rinse', 'P rinse'],
    ]) {
      assert.deepEqual(await page.evaluate((piece) => {
        give(piece);
        return [...body.querySelectorAll('.caret')].length;
      }, text), 0);
      await pauses();
      assert.deepEqual(await caret(), [where]);
    }
    await page.locator('.panel').screenshot({ path: shot('stream-caret') });
    // Code has no line for it.
    await page.evaluate(() => give('\n\n```sh\nwash'));
    await page.waitForTimeout(700);
    assert.deepEqual(await caret(), []);
    await page.evaluate(() => give('\n```\n\nThat is'));
    await pauses();
    await page.evaluate(() => finish());
    assert.deepEqual(await caret(), []);
    await page.waitForTimeout(700);
    assert.deepEqual(await caret(), []);
    await context.close();
  });

  test('whoever reads the end stays there when, in a pause, a picture comes or the caret takes a line of its own', async () => {
    const { page, context, faults } = await open({ rows: 12 });
    const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="500"><rect width="300" height="500"/></svg>';
    await page.route('**/late.svg', async (route) => {
      await new Promise((done) => setTimeout(done, 400));
      await route.fulfill({ contentType: 'image/svg+xml', body: picture });
    });
    const below = () => page.evaluate(async () => {
      await frame();
      await frame();
      return log.scrollHeight - log.scrollTop - log.clientHeight;
    });
    const height = () => page.evaluate(() => log.scrollHeight);
    await page.evaluate(() => {
      begin();
      give(`So it looks:\n\n![A lamp](${location.origin}/late.svg)\n\nAs you`);
    });
    const without = await height();
    await page.waitForFunction(() => body.querySelector('img')?.naturalHeight === 500);
    assert.ok(await height() > without + 100, 'the picture made the answer higher');
    assert.ok(await below() < 2);

    // As where the last word has just room in its line, and its caret none.
    await page.evaluate(() => {
      const tall = new CSSStyleSheet();
      tall.replaceSync('.caret::after { display: block; height: 22px; }');
      root.adoptedStyleSheets.push(tall);
      give(' see');
    });
    const before = await height();
    await page.waitForFunction(() => body.querySelector('.caret'));
    assert.equal(await height(), before + 22);
    assert.ok(await below() < 2);
    await page.evaluate(() => finish());
    assert.ok(await below() < 2);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('an answer that grew is set as one that came whole', async () => {
    const { page, context } = await open();
    const text = '# Linen\n\nIs washed.\n\n## How\n\n- once\n- again\n\nThen:\n\n1. dry\n\n> They say\n\n```sh\nwash\n```\n\n### Why\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\nThat is all.';
    const set = await page.evaluate((words) => {
      begin();
      const whole = [];
      for (const { insert } of core.append(words)) whole.push(...insert);
      begin();
      for (const piece of words.match(/[^]{1,7}/g)) give(piece);
      finish();
      const grown = body;
      panel.log.apply([{ op: 'insert', at: 1e6, row: { ...head, key: 'whole', streaming: false, body: whole } }]);
      const tops = (element) => [...element.children].map((child, at) => {
        const { top, bottom } = child.getBoundingClientRect();
        // The room above the words of a block, whether it is the block's own or not.
        const own = parseFloat(getComputedStyle(child).paddingTop);
        return [child.tagName, Math.round(top + own - element.getBoundingClientRect().top), Math.round(bottom - top - own)];
      });
      return [tops(grown), tops([...root.querySelectorAll('.row')].at(-1).querySelector('.body'))];
    }, text);
    assert.equal(set[0].length, 12);
    assert.deepEqual(set[0], set[1]);
    await context.close();
  });

  test('screen readers hear that an answer begins and then the whole answer, once, and nothing while it grows', async () => {
    const { page, context } = await open();
    await page.waitForTimeout(1100);
    const said = await page.evaluate(async () => {
      const out = [];
      const regions = [...root.querySelectorAll('[role=status], [role=alert]')];
      const observer = new MutationObserver(() => regions.forEach((region) => region.textContent && out.push(region.textContent)));
      for (const region of regions) observer.observe(region, { childList: true, characterData: true, subtree: true });
      begin();
      for (const word of 'Linen is **washed** at 40 degrees.\n\n- once\n- and again\n\n```sh\nwash --gently\n```\n\nThat is all.'.split(/(?= )/)) {
        give(word);
        await frame();
      }
      await new Promise((done) => setTimeout(done, 100));
      const growing = { said: [...out], live: body.closest('[aria-live]').getAttribute('aria-live'), busy: body.closest('.row').getAttribute('aria-busy') };
      finish();
      await new Promise((done) => setTimeout(done, 200));
      return { growing, said: out.slice(growing.said.length), live: body.closest('[aria-live]').getAttribute('aria-live'), busy: body.closest('.row').getAttribute('aria-busy') };
    });
    assert.deepEqual(said.growing, { said: ['An answer is being written'], live: 'off', busy: 'true' });
    assert.equal(said.said.length, 1);
    assert.match(said.said[0], /Linen is washed at 40 degrees\.\s+once\s+and again\s+wash --gently\s+That is all\./);
    assert.deepEqual([said.live, said.busy], ['off', null]);
    await context.close();
  });

  test('code has its label and its button from the first paint, copies its exact source, and gets colours without a change of its nodes', async () => {
    const { page, context, faults } = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    const source = `const order = "FW-2041"; // who\n${'  let line = await shop.find(order, 17);\n'.repeat(300)}show(line);\n`;
    await page.evaluate((code) => {
      begin();
      give('```js\n');
      window.first = [body.querySelector('.lang').textContent, body.querySelector('.copy').textContent, body.querySelector('pre').dir];
      for (const piece of code.match(/[\s\S]{1,37}/g)) give(piece);
      give('```\n\nAnd `more` words.');
      const code_of = body.querySelector('pre code');
      window.texts = [...code_of.querySelectorAll('.part')].length;
      const range = document.createRange();
      range.setStart(code_of.firstChild, 6);
      range.setEnd(code_of.firstChild, 11);
      window.touched = 0;
      new MutationObserver((records) => { touched += records.length; }).observe(code_of, { childList: true, characterData: true, subtree: true });
      window.range = range;
    }, source);
    assert.deepEqual(await page.evaluate(() => first), ['js', 'Copy', 'ltr']);
    await page.waitForFunction(() => CSS.highlights.get('deskbell-keyword')?.size > 100);
    const marks = await page.evaluate(() => [...CSS.highlights].map(([name, ranges]) => {
      const [mark] = ranges;
      return [name, mark.startContainer.data.slice(mark.startOffset, mark.endOffset)];
    }));
    assert.deepEqual(Object.fromEntries(marks), { ...Object.fromEntries(marks), 'deskbell-keyword': 'const', 'deskbell-text': '"FW-2041"', 'deskbell-comment': '// who' });
    assert.deepEqual(await page.evaluate(() => [touched, range.toString()]), [0, 'order']);
    assert.ok(await page.evaluate(() => texts) > 1, 'a code in parts');
    assert.equal(await page.evaluate(() => body.querySelector('pre code').textContent), source.trimEnd());
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), source.trimEnd());
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('tables and code scroll inside themselves; every block has its direction; pictures of both themes and of a mirrored panel', async () => {
    const { page, context } = await open({ width: 390, height: 800 });
    await page.evaluate(async () => {
      begin();
      give('Linen, in short:\n\n- **wash** at 40 °C\n- dry it in the shade\n\nمرحبا: الكتان يُغسل على أربعين درجة.\n\n```python\nfor piece in wardrobe: wash(piece, degrees=40, spin="gentle")  # a line too long for a phone\n    hang(piece)\n```\n\n');
      give('| Stain | What helps | How long | And then | At last |\n|---|---|---:|---|---|\n| Candle wax | brown paper and an iron | 5 minutes | wash it as always | let it hang in the wind |\n| Red wine | salt, then sparkling water | 20 minutes | wash it as always | iron it while damp |\n\n');
      give('The rest is *patience*, and the creases belong to lin');
      await new Promise((done) => setTimeout(done, 900));
    });
    const boxes = await page.evaluate(() => ({
      page: log.scrollWidth <= log.clientWidth,
      code: body.querySelector('pre').scrollWidth > body.querySelector('pre').clientWidth,
      table: body.querySelector('.table').scrollWidth > body.querySelector('.table').clientWidth,
      arabic: (() => { const p = [...body.querySelectorAll('p')].find((one) => one.textContent.startsWith('مرحبا')); const range = document.createRange(); range.selectNodeContents(p); return p.getBoundingClientRect().right - range.getBoundingClientRect().right; })(),
    }));
    assert.deepEqual({ ...boxes, arabic: boxes.arabic < 2 }, { page: true, code: true, table: true, arabic: true });
    for (const name of ['light', 'dark']) {
      await page.evaluate((given) => theme(given), name);
      await page.waitForTimeout(150);
      await page.screenshot({ path: shot(`stream-phone-${name}`) });
    }
    await page.evaluate(() => {
      theme('light');
      root.host.dir = 'rtl';
      panel.apply([{ op: 'language', language: { lang: 'ar', dir: 'rtl' } }]);
    });
    await page.waitForTimeout(150);
    await page.screenshot({ path: shot('stream-phone-ar') });
    assert.deepEqual(await page.evaluate(() => ({ code: getComputedStyle(body.querySelector('pre')).direction, bar: getComputedStyle(body.querySelector('.bar')).direction, page: log.scrollWidth <= log.clientWidth })), { code: 'ltr', bar: 'ltr', page: true });
    await context.close();
  });

  test('a long table is laid out in parts that have the same columns, and is one table for screen readers', async () => {
    const { page, context, faults } = await open();
    const row_of = (index) => `| ${index} | ${'some words '.repeat(1 + (index % 5))}| ${index % 7 ? 'few' : 'antidisestablishmentarianism'} |`;
    const source = `| number | what | price |\n|---|:---:|---:|\n${Array.from({ length: 100 }, (_, index) => row_of(index)).join('\n')}\n`;
    const seen = await page.evaluate(async (chunks) => {
      begin();
      for (const [index, chunk] of chunks.entries()) {
        give(chunk);
        if (index % 50 === 0) await frame();
      }
      finish();
      await frame();
      const tables = [...body.querySelectorAll('table')];
      return {
        tables: tables.length,
        rows: [...body.querySelectorAll('tr')].map((one) => one.firstElementChild.textContent),
        lefts: tables.map((table) => [...table.rows[0].cells].map((cell) => Math.round(cell.getBoundingClientRect().left))),
        wide: log.scrollWidth <= log.clientWidth,
        lines: getComputedStyle(tables[1].rows[0].cells[0]).borderTopWidth,
      };
    }, source.match(/[\s\S]{1,29}/g));
    assert.ok(seen.tables > 2, `${seen.tables} parts`);
    assert.deepEqual(seen.rows, ['number', ...Array.from({ length: 100 }, (_, index) => String(index))]);
    for (const lefts of seen.lefts) assert.deepEqual(lefts, seen.lefts[0]);
    assert.equal(seen.wide, true);
    assert.equal(seen.lines, '1px');
    await page.screenshot({ path: shot('stream-long-table') });
    const tree = await page.locator('.row .body').last().ariaSnapshot();
    assert.equal(tree.match(/- table\b/g)?.length, 1, tree.slice(0, 400));
    assert.equal(tree.match(/- row\b/g)?.length, 101);
    assert.equal(tree.match(/- columnheader\b/g)?.length, 3);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('what has scrolled away keeps its height when it is passed over, and the next frame finds it so', async () => {
    const { page, context } = await open();
    const { chunks } = answer('mixed', 64 * 1024);
    const seen = await page.evaluate(async (list) => {
      begin();
      const shrunk = [];
      let height = 0;
      for (const [index, chunk] of list.entries()) {
        give(chunk);
        if (index % 64 === 63) await frame();
        if (body.offsetHeight < height) shrunk.push(height - body.offsetHeight);
        height = body.offsetHeight;
      }
      return { shrunk, parts: body.querySelectorAll(':scope > .part.done').length, skipped: [...body.querySelectorAll(':scope > .part.done > p')].filter((one) => !one.checkVisibility({ contentVisibilityAuto: true })).length };
    }, chunks);
    assert.ok(seen.parts > 4, `${seen.parts} parts`);
    assert.ok(seen.skipped > 20, `${seen.skipped} paragraphs are passed over`);
    assert.deepEqual(seen.shrunk, []);
    await context.close();
  });

  test('hostile markdown, a piece at a time: no handler, no address that runs anything, no request, no dialog', async () => {
    const { page, context, faults } = await open();
    const dialogs = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const asked = [];
    // Pictures of https addresses are what an image is; everything else that leaves the page is a fault.
    await context.route(/^(?!http:\/\/127\.)/, (route) => {
      if (!(route.request().resourceType() === 'image' && route.request().url().startsWith('https://'))) asked.push(route.request().url());
      void route.abort();
    });
    const before = requests.length;
    const found = await page.evaluate(async (texts) => {
      const out = [];
      begin();
      const known = new Set('P H3 H4 H5 H6 UL OL LI STRONG EM S CODE PRE A IMG BR HR BLOCKQUOTE TABLE TBODY TR TH TD DIV SPAN BUTTON INPUT svg path'.split(' '));
      const look = (text) => {
        for (const element of body.querySelectorAll('*')) {
          if (!known.has(element.tagName)) out.push(`${element.tagName} ${text}`);
          for (const { name, value } of element.attributes) {
            if (/^on|^srcdoc$|^style$|^action$|^formaction$/i.test(name)) out.push(`${name} ${text}`);
            if (/^(href|src)$/.test(name) && !/^(https?|mailto|tel|blob):|^data:image\/(png|jpe?g|gif|webp|avif|bmp)[;,]/i.test(value)) out.push(`${name}=${value} ${text}`);
          }
        }
      };
      for (const [index, text] of texts.entries()) {
        for (const piece of text.match(/[\s\S]{1,6}/gu)) {
          give(piece);
          look(text);
        }
        give('\n\n');
        if (index % 8 === 7) {
          for (const pressed of body.querySelectorAll('a:not([href]), img, code')) if (!pressed.closest('a[href]')) pressed.click();
          await frame();
          finish();
          panel.log.apply([{ op: 'remove', key: 's' }]);
          begin();
        }
      }
      return out;
    }, hostile);
    await page.waitForTimeout(300);
    assert.deepEqual(found, []);
    assert.deepEqual(dialogs, []);
    assert.deepEqual(asked, []);
    assert.deepEqual(requests.slice(before).filter((path) => path !== '/colours.js' && path !== '/favicon.ico'), []);
    // The page's own policy lets no picture of another place in, and the browser none of a file that the page has not made; both say so.
    assert.deepEqual(faults.filter((fault) => !/img-src|Not allowed to load local resource: blob:/.test(fault)), []);
    await context.close();
  });
});
