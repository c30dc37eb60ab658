// Sounds and videos: controls of our own, by pointer, keyboard and screen reader, under the content security policy.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { accessible } from './access.mjs';
import { start_drawing } from './drawing.mjs';
import { row } from './samples.mjs';
import { shot, top, words } from './support.mjs';

const texts = (lang) => JSON.parse(readFileSync(join(top, `i18n/${lang}.json`), 'utf8'));
/** The page's words as they stand in a language file. */
const page_words = (lang) => {
  const list = [];
  for (const [name, place] of Object.entries(JSON.parse(words.DESKBELL_WORDS))) list[place] = texts(lang)[`page.${name}`];
  return list;
};
const language = (page, lang, dir) => page.evaluate(([list, id, direction]) => {
  panel.words.load({ page: list });
  panel.apply([{ op: 'language', language: { lang: id, dir: direction } }]);
}, [page_words(lang), lang, dir]);

let drawing;
before(async () => { drawing = await start_drawing(); });
after(() => drawing?.stop());

const sound = (key, url, more = {}) => row(key, [{ kind: 'attachment', media: 'audio', label: 'Voice message', url, duration: 8, ...more }]);
const player = (page, at = 0) => page.locator('.player').nth(at);
const state = (page, at = 0) => page.locator('audio, video').nth(at).evaluate(({ paused, currentTime, playbackRate, muted, controls }) => ({ paused, at: currentTime, playbackRate, muted, controls }));

/** A page whose words are those of a language, as the core's catalogue would bring them. */
async function open(rows, options) {
  const opened = await drawing.open(rows, options);
  await language(opened.page, 'en', 'ltr');
  await player(opened.page).waitFor();
  return opened;
}

describe('a sound', () => {
  test('plays, pauses, is moved through and made faster, with the keyboard alone and with names', async () => {
    const { page, faults } = await open([sound('a', `${drawing.address}tone.wav`)]);
    assert.equal((await state(page)).controls, false);
    const group = page.getByRole('group', { name: 'Voice message' });
    const play = group.getByRole('button', { name: 'Play', exact: true });
    const position = group.getByRole('slider', { name: 'Voice message: Position' });
    assert.equal(await group.locator('.clock').textContent(), '0:08');
    await play.focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('deskbell-widget').shadowRoot.querySelector('audio').currentTime > 0.05);
    await group.getByRole('button', { name: 'Pause', exact: true }).waitFor();
    await page.screenshot({ path: shot('player-sound') });
    await page.keyboard.press('Space');
    await play.waitFor();
    assert.equal((await state(page)).paused, true);
    await page.keyboard.press('Tab');
    assert.equal(await position.evaluate((field) => field.getRootNode().activeElement === field), true);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    assert.ok(Math.abs((await state(page)).at - 5) < 0.2, `${(await state(page)).at}`);
    assert.equal(await position.getAttribute('aria-valuetext'), '0:05 / 0:08');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    assert.ok(Math.abs((await state(page)).at - 3) < 0.2);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal((await state(page)).playbackRate, 1.5);
    await group.getByRole('button', { name: 'Playback speed: 1.5×' }).waitFor();
    await accessible(page, 'player-sound');
    assert.deepEqual(faults, []);
    await page.close();
  });

  test('one at a time', async () => {
    const { page } = await open([sound('a', `${drawing.address}tone.wav`), sound('b', `${drawing.address}tone.wav`)]);
    await player(page, 1).waitFor();
    await player(page, 0).getByRole('button', { name: 'Play', exact: true }).click();
    await player(page, 0).getByRole('button', { name: 'Pause', exact: true }).waitFor();
    await player(page, 1).getByRole('button', { name: 'Play', exact: true }).click();
    await player(page, 1).getByRole('button', { name: 'Pause', exact: true }).waitFor();
    await player(page, 0).getByRole('button', { name: 'Play', exact: true }).waitFor();
    await page.close();
  });

  test('one that cannot be played says so', async () => {
    const { page } = await open([sound('a', `${drawing.address}none.wav`)]);
    await player(page).getByRole('button', { name: 'Play', exact: true }).click();
    await page.getByRole('status').filter({ hasText: 'This recording cannot be played here' }).waitFor();
    assert.equal(await player(page).getByRole('button').count(), 0);
    await page.close();
  });

  test('its names follow the language', async () => {
    const { page } = await open([sound('a', `${drawing.address}tone.wav`)]);
    await language(page, 'ar', 'rtl');
    await player(page).getByRole('button', { name: texts('ar')['page.play'], exact: true }).waitFor();
    const [start, track] = await player(page).evaluate((frame) => [frame.querySelector('button').getBoundingClientRect().left, frame.querySelector('.track').getBoundingClientRect().left]);
    assert.ok(start < track, 'time runs from left to right everywhere');
    await page.screenshot({ path: shot('player-sound-ar') });
    await page.close();
  });
});

describe('a video', () => {
  /** A second of a square that turns, made by the browser itself. */
  const film = (page) => page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
    const paint = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' });
    const parts = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const done = new Promise((stopped) => { recorder.onstop = stopped; });
    recorder.start();
    for (let frame = 0; frame < 25; frame += 1) {
      paint.fillStyle = '#27516b';
      paint.fillRect(0, 0, 320, 180);
      paint.fillStyle = '#f2a71b';
      paint.fillRect(20 + frame * 8, 60, 60, 60);
      await new Promise((next) => setTimeout(next, 40));
    }
    recorder.stop();
    await done;
    return URL.createObjectURL(new Blob(parts, { type: 'video/webm' }));
  });

  test('plays by a press on the picture, is muted, and fills the screen', async () => {
    const { page, faults, apply } = await open([sound('a', `${drawing.address}tone.wav`)]);
    const url = await film(page);
    await apply({ op: 'insert', at: 1, row: row('v', [{ kind: 'attachment', media: 'video', label: 'Video', url, width: 320, height: 180, duration: 1 }]) });
    const group = page.getByRole('group', { name: 'Video' });
    await group.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await page.locator('video').click();
    await page.waitForFunction(() => document.querySelector('deskbell-widget').shadowRoot.querySelector('video').currentTime > 0);
    await group.getByRole('button', { name: 'Mute', exact: true }).click();
    await group.getByRole('button', { name: 'Unmute', exact: true }).waitFor();
    assert.equal((await state(page, 1)).muted, true);
    await page.screenshot({ path: shot('player-video') });
    await accessible(page, 'player-video');
    await group.getByRole('button', { name: 'Full screen', exact: true }).click();
    await page.waitForFunction(() => document.fullscreenElement !== null);
    await page.evaluate(() => document.exitFullscreen());
    assert.deepEqual(faults, []);
    await page.close();
  });
});
