// How an answer's pieces are spread over time: the page's Pace without a page.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { from_web, web } from './support.mjs';

let Pace;

before(async () => {
  const { outputFiles: [built] } = await from_web('esbuild').build({ entryPoints: [join(web, 'src/pace.ts')], bundle: true, write: false, format: 'esm' });
  ({ Pace } = await import(`data:text/javascript,${encodeURIComponent(built.text)}`));
});

const row = (streaming, key = 's') => ({ key, kind: 'message', layout: 'full', side: 'desk', head: true, tail: true, streaming });
const insert = (streaming = true) => ({ op: 'insert', at: 0, row: { ...row(streaming), body: [] } });
const grow = (text) => ({ op: 'body', key: 's', edits: [{ edit: 'append_text', path: [0, 0], text }] });
const block = (text) => ({ op: 'body', key: 's', edits: [{ edit: 'splice', path: [], at: 1, remove: 0, insert: [{ kind: 'paragraph', children: [{ kind: 'text', text }] }] }] });
const text_in = (patches) => patches.flatMap((patch) => (patch.op === 'body' ? patch.edits : [])).map((edit) => edit.text ?? edit.insert?.[0].children[0].text ?? '').join('');
const piece = (n) => Array.from({ length: 12 }, (_, i) => `word${n}-${i} `).join('');

/** Gives pieces at these times and looks 60 times a second; tells what was shown when. */
function play(arrivals, until) {
  const pace = new Pace();
  pace.put([insert()], 0);
  const shown = [];
  for (let now = 0; now <= until; now += 16) {
    for (const { at, patches } of arrivals.filter(({ at }) => at > now - 16 && at <= now)) {
      const passed = pace.put(patches, at);
      if (passed.length) shown.push({ now, patches: passed });
    }
    const patches = pace.take(now);
    if (patches.length) shown.push({ now, patches });
  }
  return { shown, pace };
}

describe('pace', () => {
  test('all text comes, in order, none later than 300 ms', () => {
    const arrivals = [100, 200, 700, 1500, 1510, 1520, 2600].map((at, n) => ({ at, patches: [n === 4 ? block(piece(n)) : grow(piece(n))] }));
    const { shown, pace } = play(arrivals, 3200);
    assert.equal(text_in(shown.flatMap(({ patches }) => patches)), arrivals.map((_, n) => piece(n)).join(''));
    assert.equal(pace.waiting, false);
    let seen = 0;
    let given = 0;
    for (const { at, patches } of arrivals) {
      given += text_in(patches).length;
      seen = shown.filter(({ now }) => now <= at + 300 + 16).reduce((sum, one) => sum + text_in(one.patches).length, 0);
      assert.ok(seen >= given, `${at}: ${seen} of ${given}`);
    }
  });

  test('pieces that come every 200 ms are seen as a steady flow, not in fits', () => {
    const arrivals = Array.from({ length: 10 }, (_, n) => ({ at: 200 * (n + 1), patches: [grow(piece(n))] }));
    const { shown } = play(arrivals, 2400);
    const steady = shown.filter(({ now }) => now > 800 && now < 2000);
    assert.ok(steady.length > 20, `${steady.length} frames with text in 1.2 s`);
    const largest = Math.max(...steady.map(({ patches }) => text_in(patches).length));
    assert.ok(largest < piece(0).length / 2, `${largest} characters in one frame`);
  });

  test('words are not cut', () => {
    const arrivals = Array.from({ length: 6 }, (_, n) => ({ at: 150 * (n + 1), patches: [grow(piece(n))] }));
    const { shown } = play(arrivals, 2000);
    let text = '';
    for (const { patches } of shown) {
      text += text_in(patches);
      assert.match(text, /^((word\d-\d+) ?)*(word\d-\d+)? ?$/);
      assert.ok(text === '' || /(\d| )$/.test(text));
    }
    assert.ok(shown.length > 12);
  });

  test('the end of the answer comes after its last text; other rows do not wait', () => {
    const end = { op: 'row', key: 's', row: row(false) };
    const other = { op: 'insert', at: 1, row: { ...row(false, 'mine'), side: 'visitor', body: [] } };
    const { shown } = play([{ at: 16, patches: [grow(piece(0))] }, { at: 390, patches: [grow(piece(1))] }, { at: 400, patches: [end, grow(piece(2)), other] }], 1000);
    const order = shown.flatMap(({ now, patches }) => patches.map((patch) => ({ now, patch })));
    assert.equal(order.find(({ patch }) => patch === other).now, 400);
    assert.equal(order.at(-1).patch, end);
    assert.ok(order.at(-1).now > 500 && order.at(-1).now <= 720, String(order.at(-1).now));
  });

  test('a row that is gone takes its waiting text with it, and what is no stream is not held', () => {
    const pace = new Pace();
    pace.put([insert()], 0);
    pace.put([grow('one ')], 0);
    pace.take(16);
    assert.deepEqual(pace.put([grow('two three ')], 200), []);
    const remove = { op: 'remove', key: 's' };
    assert.deepEqual(pace.put([remove], 210), [grow('two three '), remove]);
    assert.equal(pace.waiting, false);
    const still = new Pace();
    still.put([insert(false)], 0);
    assert.deepEqual(still.put([grow('at once')], 10), [grow('at once')]);
  });

  test('everything at once when that is asked for', () => {
    const pace = new Pace();
    pace.put([insert()], 0);
    pace.put([grow('one ')], 0);
    pace.put([grow('two ')], 250);
    pace.put([grow('three ')], 260);
    assert.equal(text_in(pace.take(Infinity)), 'one two three ');
    assert.equal(pace.waiting, false);
  });
});
