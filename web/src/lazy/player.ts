// lazy/player.js: controls of our own for sounds and videos. Loaded when the first of them is drawn; until then, and should it not come, the browser's own controls are there.

import { el, set } from '../dom/el';
import { duration as inMinutes } from '../dom/measures';
import type { Player } from '../player';
import css from './player.css';

export const styles: string = css;

const svg = 'http://www.w3.org/2000/svg';
const paths = {
  play: 'M8 5.5v13l11-6.5z',
  pause: 'M8 5.5v13M16 5.5v13',
  loud: 'M5 9.5v5h3.5l4.5 4v-13l-4.5 4zM16 9a4.2 4.2 0 0 1 0 6M18.5 6.5a7.8 7.8 0 0 1 0 11',
  mute: 'M5 9.5v5h3.5l4.5 4v-13l-4.5 4zM16.5 9.5l5 5M21.5 9.5l-5 5',
  full: 'M4.5 9V4.5H9M15 4.5h4.5V9M19.5 15v4.5H15M9 19.5H4.5V15',
};
const speeds = [1, 1.5, 2, 0.75];
/** Seconds that an arrow key goes on or back. */
const step = 5;

function drawing(name: keyof typeof paths): SVGSVGElement {
  const dom = document.createElementNS(svg, 'svg');
  set(dom, { viewBox: '0 0 24 24', 'aria-hidden': 'true', class: `icon d-${name}` });
  const line = document.createElementNS(svg, 'path');
  line.setAttribute('d', paths[name]);
  dom.append(line);
  return dom;
}

/** What plays now: one at a time in the whole page. */
let playing: HTMLMediaElement | undefined;

export const controls: Player['controls'] = (media, { duration, name, say, localise }) => {
  const video = media instanceof HTMLVideoElement;
  // A name that follows the language is a text, which `localise` writes.
  const named = (control: HTMLElement, words: () => string) => {
    const label = el('span', 'hidden');
    control.append(label);
    localise(label, words);
    return () => localise(label, words);
  };
  const button = (classes: string, press: () => void, ...drawn: Node[]) => {
    const control = el('button', classes, { type: 'button' }, ...drawn);
    control.addEventListener('click', press);
    return control;
  };
  const length = () => (Number.isFinite(media.duration) && media.duration > 0 ? media.duration : (duration ?? 0));

  const toggle = () => {
    if (!media.paused) return media.pause();
    void media.play().catch(() => undefined);
  };
  const start = button('play', toggle, drawing('play'), drawing('pause'));
  const renameStart = named(start, () => say(media.paused ? DESKBELL_WORDS.play : DESKBELL_WORDS.pause));

  const track = el('input', 'track', { type: 'range', min: 0, step: 0.1, value: 0 });
  const label = el('span', 'hidden');
  const run = el('label', 'run', {}, label, track);
  localise(label, () => `${name()}: ${say(DESKBELL_WORDS.position)}`);
  const clock = el('span', 'clock', { 'aria-hidden': 'true' });
  const show = () => {
    const whole = length();
    set(track, { max: whole || 1 });
    track.value = String(media.currentTime);
    track.style.setProperty('--share', String(whole ? Math.min(1, media.currentTime / whole) : 0));
    track.disabled = !whole;
    localise(clock, (formats) => {
      const at = inMinutes(formats, media.currentTime);
      const all = inMinutes(formats, whole);
      track.setAttribute('aria-valuetext', `${at} / ${all}`);
      return media.currentTime || !media.paused ? `${at} / ${all}` : all;
    });
  };
  const seek = (to: number) => {
    media.currentTime = Math.min(Math.max(0, to), length());
    show();
  };
  track.addEventListener('input', () => seek(Number(track.value)));
  track.addEventListener('keydown', (event) => {
    const by = { ArrowRight: step, ArrowUp: step, ArrowLeft: -step, ArrowDown: -step }[event.key];
    if (by !== undefined) seek(media.currentTime + by);
    else if (event.key === ' ' || event.key === 'k') toggle();
    else return;
    event.preventDefault();
  });

  const last: HTMLElement[] = [];
  if (video) {
    const sound = button('loud', () => {
      media.muted = !media.muted;
    }, drawing('loud'), drawing('mute'));
    const rename = named(sound, () => say(media.muted ? DESKBELL_WORDS.unmute : DESKBELL_WORDS.mute));
    media.addEventListener('volumechange', () => {
      sound.classList.toggle('off', media.muted);
      rename();
    });
    last.push(sound);
    if (document.fullscreenEnabled) {
      const full = button('full', () => void (document.fullscreenElement ? document.exitFullscreen() : frame.requestFullscreen()).catch(() => undefined), drawing('full'));
      named(full, () => say(DESKBELL_WORDS.full_screen));
      last.push(full);
    }
  } else {
    let at = 0;
    const shown = el('span', '', { 'aria-hidden': 'true' });
    const speed = button('speed', () => {
      at = (at + 1) % speeds.length;
      media.defaultPlaybackRate = media.playbackRate = speeds[at] ?? 1;
      tell();
    }, shown);
    const words = (formats: { number(value: number): string }) => `${formats.number(speeds[at] ?? 1)}×`;
    const spoken = el('span', 'hidden');
    speed.append(spoken);
    const tell = () => {
      localise(shown, words);
      localise(spoken, (formats) => `${say(DESKBELL_WORDS.speed)}: ${words(formats)}`);
    };
    tell();
    last.push(speed);
  }

  const bar = el('div', 'bar', { dir: 'ltr' }, start, run, clock, ...last);
  const trouble = el('p', 'missing', { role: 'status' });
  trouble.hidden = true;
  const frame = el('div', `player ${video ? 'film' : 'tone'}`, { role: 'group', 'aria-live': 'off' });
  media.controls = false;
  media.replaceWith(frame);
  frame.append(media, bar, trouble);
  const told = el('span', 'hidden');
  frame.prepend(told);
  localise(told, () => {
    frame.setAttribute('aria-label', name());
    return '';
  });
  if (video) media.addEventListener('click', toggle);
  const state = () => {
    frame.classList.toggle('playing', !media.paused);
    renameStart();
    show();
  };
  media.addEventListener('play', () => {
    if (playing !== media) playing?.pause();
    playing = media;
    state();
  });
  media.addEventListener('pause', () => {
    if (playing === media) playing = undefined;
  });
  for (const event of ['pause', 'ended', 'timeupdate', 'durationchange', 'loadedmetadata', 'seeked']) media.addEventListener(event, state);
  media.addEventListener('error', () => {
    frame.classList.add('broken');
    trouble.hidden = false;
    localise(trouble, () => say(DESKBELL_WORDS.media_failed));
  });
  state();
};
