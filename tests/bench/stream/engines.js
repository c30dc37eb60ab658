// The engines, one interface: `engine(box)` → { root, write(chunk), finish() }. `root` holds exactly what the answer became. `whole` engines are given the whole text so far.

import { marked } from 'marked';
import { createElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import * as smd from 'streaming-markdown';
import { Streamdown } from 'streamdown';
import { learn } from '../../../web/src/dom/draw';
import { drawers } from '../../../web/src/dom/rich';
import { Log } from '../../../web/src/log';
import appCss from '../../../web/styles/app.css';
import richCss from '../../../web/styles/rich.css';
import { learn as otherLearn } from 'other:src/dom/draw.ts';
import { drawers as otherDrawers } from 'other:src/dom/rich.ts';
import { Log as OtherLog } from 'other:src/log.ts';
import otherCss from 'other:styles/app.css';
import otherRichCss from 'other:styles/rich.css';
import { open_stream } from './stream_core.js';

// Tables and code are loaded by the page when the first of them comes; here they are there.
learn(drawers);
otherLearn(otherDrawers);
const css = appCss + richCss;

/** Everybody's box: as wide as the chat's, scrolling, at its end. */
function scrolling(box) {
  const scroller = document.createElement('div');
  const root = document.createElement('div');
  scroller.style.cssText = 'width:380px;height:640px;overflow:auto;font:15px/22px sans-serif';
  scroller.append(root);
  box.append(scroller);
  return { scroller, root };
}

const followed = (box, start) => {
  const { scroller, root } = scrolling(box);
  const engine = start(root);
  return { root, scroller, ...engine };
};

const head = { key: 'answer', kind: 'message', layout: 'full', side: 'desk', author: { name: 'Robot', role: 'robot' }, time: 1765000000000, head: true, tail: true, streaming: true };

/** A page has one core for all its answers. */
const cores = {};

/** The page's log with its styles, fed with the edits of the core's markdown stream. */
async function deskbell(box, { Log, css, wasm }) {
  const host = document.createElement('div');
  box.append(host);
  const shadow = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];
  const panel = document.createElement('section');
  panel.className = 'panel';
  panel.style.cssText = 'position:static;width:412px;height:640px';
  const log = new Log({ press() {}, arrived() {}, started() {}, finished() {}, misfit(what) { throw new Error(what); } });
  panel.append(log.dom);
  shadow.append(panel);
  const core = await (cores[wasm] ??= fetch(wasm).then((answer) => answer.arrayBuffer()).then(open_stream));
  core.reset();
  log.apply([{ op: 'insert', at: 0, row: { ...head, body: [] } }]);
  const apply = (edits) => {
    if (edits.length) log.apply([{ op: 'body', key: 'answer', edits }]);
  };
  return {
    root: shadow.querySelector('.row .body'),
    scroller: log.list,
    follows: true,
    write: (chunk) => apply(core.append(chunk)),
    finish() {
      apply(core.finish());
      log.apply([{ op: 'row', key: 'answer', row: { ...head, streaming: false } }]);
    },
  };
}

/* global BENCH_STYLES */
const ours = { Log, css, wasm: '/deskbell-stream.wasm' };
export const engines = {
  deskbell: (box) => deskbell(box, ours),
  other: (box) => deskbell(box, { Log: OtherLog, css: otherCss + otherRichCss, wasm: '/other-stream.wasm' }),
  ...Object.fromEntries(Object.entries(BENCH_STYLES).map(([name, rules]) => [name, (box) => deskbell(box, { ...ours, css: css + rules })])),
  smd: (box) => followed(box, (root) => {
    const parser = smd.parser(smd.default_renderer(root));
    return { write: (chunk) => smd.parser_write(parser, chunk), finish: () => smd.parser_end(parser) };
  }),
  marked: (box) => followed(box, (root) => {
    let text = '';
    return {
      whole: true,
      write(chunk) {
        text += chunk;
        root.innerHTML = marked.parse(text);
      },
      finish: () => undefined,
    };
  }),
  streamdown: (box) => followed(box, (root) => {
    let text = '';
    const react = createRoot(root);
    const show = (streaming) => flushSync(() => react.render(createElement(Streamdown, { mode: 'streaming', isAnimating: streaming, parseIncompleteMarkdown: true }, text)));
    return {
      whole: true,
      write(chunk) {
        text += chunk;
        show(true);
      },
      finish: () => show(false),
    };
  }),
  plain: (box) => followed(box, (root) => {
    // A paragraph a blank line, a text node a piece: what no renderer can go below.
    const paragraph = () => root.appendChild(document.createElement('p'));
    let last = paragraph();
    return {
      write(chunk) {
        chunk.split('\n\n').forEach((part, index) => {
          if (index) last = paragraph();
          last.append(part);
        });
      },
      finish: () => undefined,
    };
  }),
};
