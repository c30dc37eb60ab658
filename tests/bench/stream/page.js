// Runs in the browser: streams one answer through one engine, measuring or looking on.

import { engines } from './engines.js';

const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

/** A frame is painted after so many chunks; the layout is forced after each. */
const chunksPerFrame = 64;

function open(name) {
  document.body.replaceChildren();
  const box = document.createElement('div');
  document.body.append(box);
  return engines[name](box);
}

/** Every chunk, or of the long answers of engines that parse everything again only some, spread evenly: what lies between is given at once and not measured. */
function steps(chunks, most) {
  const every = Math.max(1, Math.ceil(chunks.length / most));
  const list = [];
  for (let at = every - 1; at < chunks.length; at += every) {
    const skipped = chunks.slice(Math.max(0, at - every + 1), at).join('');
    list.push({ skipped, chunk: chunks[at] });
  }
  return { every, list };
}

/** Forces the layout and goes to the end, unless the engine has done so itself. */
const follow = ({ root, scroller, follows }) => {
  if (follows) return root.offsetHeight;
  scroller.scrollTop = scroller.scrollHeight;
  return scroller.scrollTop;
};

let engine;

/** Everything that is done once: loading, styles, the empty answer. Not measured. */
globalThis.prepare = async (name, warm_up) => {
  engine = await open(name);
  // A visitor has seen other answers before this one.
  for (const chunk of warm_up) {
    engine.write(chunk);
    follow(engine);
  }
  engine.finish();
  await frame();
  engine = await open(name);
  await frame();
};

/** The milliseconds of each measured chunk: parsing, drawing, layout. */
globalThis.measure = async (chunks, most) => {
  const { every, list } = steps(chunks, most);
  const times = [];
  for (const { skipped, chunk } of list) {
    if (skipped) {
      engine.write(skipped);
      follow(engine);
      if (engine.whole) await frame();
    }
    const begin = performance.now();
    engine.write(chunk);
    follow(engine);
    times.push(performance.now() - begin);
    if (times.length % chunksPerFrame === 0) await frame();
  }
  engine.finish();
  await frame();
  return { every, times, height: engine.root.offsetHeight };
};

/** Words outside code that markdown does not show: an asterisk pair, a link's brackets, a backtick, two tildes, a heading's or a table's beginning. */
const raw = /\*|\]\(|`|~~|^#{1,6} |\|/m;

/** The words at the end of the answer, without what is code. */
function tail(root) {
  let words = '';
  const walk = (node) => {
    for (let child = node.lastChild; child && words.length < 300; child = child.previousSibling) {
      if (child.nodeType === 3) words = child.data.slice(-300) + words;
      else if (!child.matches('pre, code, button, .lang')) walk(child);
    }
  };
  walk(root);
  return words;
}

const inside = (node, root) => node instanceof Node && root.contains(node);
const size = (node) => 1 + [...node.childNodes].reduce((sum, child) => sum + size(child), 0);

function first_text(node) {
  if (node.nodeType === 3 && node.data.trim().length > 8) return node;
  for (const child of node.childNodes) {
    const found = first_text(child);
    if (found) return found;
  }
  return undefined;
}

function last_text(node) {
  if (node.nodeType === 3 && node.data.trim().length > 1) return node;
  for (let child = node.lastChild; child; child = child.previousSibling) {
    const found = child.nodeType === 1 && child.matches('button, .lang') ? undefined : last_text(child);
    if (found) return found;
  }
  return undefined;
}

/** Holds ranges as the browser's selection does; a range collapses or moves when its text is thrown away. */
class Held {
  take(text, length) {
    this.text = text;
    this.range = document.createRange();
    this.range.setStart(text, 0);
    this.range.setEnd(text, Math.min(length, text.data.length));
    this.words = this.range.toString();
  }

  lost(root) {
    return inside(this.text, root) === false || this.range.startContainer !== this.text || this.range.toString() !== this.words;
  }
}

/** What happens to the tree and to the reader, chunk by chunk; nothing is timed. */
globalThis.look = async (chunks, most) => {
  const { every, list } = steps(chunks, most);
  const { root } = engine;
  const out = { created: 0, final: 0, raw_marker_chunks: 0, shrinks: 0, selection_lost: 0, every, raw_example: '', shrunk_by: [] };
  let counting = true;
  const observer = new MutationObserver(() => undefined);
  observer.observe(root, { childList: true, subtree: true });
  const count = () => {
    // A node that went in with its parent is counted with it, whatever happened to it later in the same step.
    for (const { addedNodes } of observer.takeRecords()) if (counting) for (const node of addedNodes) out.created += size(node);
  };
  const first = new Held();
  const last = new Held();
  let height = 0;
  let index = 0;
  const step = (work) => {
    work();
    count();
    follow(engine);
  };
  for (const { skipped, chunk } of [...list, { finish: true }]) {
    counting = every === 1;
    if (skipped) {
      step(() => engine.write(skipped));
      await frame();
      height = root.offsetHeight;
      first.text = last.text = undefined;
    }
    if (!first.text && first_text(root)) first.take(first_text(root), 8);
    if ((index % 16 === 0 || !last.text) && last_text(root)) last.take(last_text(root), 6);
    counting = true;
    step(() => (chunk === undefined ? engine.finish() : engine.write(chunk)));
    if (engine.whole) await frame();
    const now = root.offsetHeight;
    if (now < height) {
      out.shrinks += 1;
      out.shrunk_by.push(height - now);
    }
    height = now;
    const words = tail(root);
    if (raw.test(words)) {
      out.raw_marker_chunks += 1;
      out.raw_example ||= words.slice(-80);
    }
    if ((first.text && first.lost(root)) || (last.text && last.lost(root))) {
      out.selection_lost += 1;
      first.text = last.text = undefined;
    }
    index += 1;
    if (index % 64 === 0) await frame();
  }
  out.final = size(root) - 1;
  out.created *= every;
  return out;
};
