// No address that runs something, no handler and no request ever comes out of hostile markdown: every prefix of each in the core's stream, and the nodes drawn in a browser.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { hostile } from './hostile.mjs';
import { corpora } from './payloads.mjs';
import { top } from './support.mjs';
import { open_stream } from '../bench/stream/stream_core.js';

const may_open = /^(https?:\/\/|mailto:|tel:)/i;
// What blob: names is a file that the page itself has made.
const may_show = /^(https?:\/\/|blob:|data:image\/(png|jpe?g|gif|webp|avif|bmp)[;,])/i;
const kinds = new Set(['text', 'strong', 'emphasis', 'strike', 'code', 'link', 'image', 'line_break', 'paragraph', 'heading', 'list', 'list_item', 'quote', 'code_block', 'table', 'table_row', 'table_cell', 'rule']);
const members = new Set(['kind', 'text', 'href', 'src', 'alt', 'title', 'level', 'ordered', 'start', 'tight', 'checked', 'lang', 'header', 'align', 'width', 'height', 'children']);

let stream;

before(async () => {
  stream = await open_stream(readFileSync(join(top, 'build/web/deskbell-stream.wasm')));
});

/** What is wrong with a node and those below it. */
function faults(node, found = []) {
  if (!kinds.has(node.kind)) found.push(`kind ${node.kind}`);
  for (const name of Object.keys(node)) if (!members.has(name)) found.push(`member ${name}`);
  if (node.href !== undefined && (node.kind !== 'link' || !may_open.test(node.href))) found.push(`${node.kind} href ${node.href}`);
  if (node.src !== undefined && (node.kind !== 'image' || !may_show.test(node.src))) found.push(`${node.kind} src ${node.src}`);
  for (const child of node.children ?? []) faults(child, found);
  return found;
}

const nodes_in = (edits) => edits.flatMap((edit) => [...(edit.node ? [edit.node] : []), ...(edit.insert ?? [])]);

describe('hostile markdown', () => {
  test('every prefix of every text, byte by byte: only known kinds, no address that runs anything', () => {
    const encoder = new TextEncoder();
    let prefixes = 0;
    for (const text of hostile) {
      stream.reset();
      for (const byte of encoder.encode(text)) {
        for (const node of nodes_in(stream.append(Uint8Array.of(byte)))) assert.deepEqual(faults(node), [], JSON.stringify(text));
        prefixes += 1;
      }
      for (const node of nodes_in(stream.finish())) assert.deepEqual(faults(node), [], JSON.stringify(text));
    }
    assert.ok(prefixes > 10_000, String(prefixes));
  });

  test('the payloads that sanitizers are tested with: every prefix, as text and as what a link and a picture lead to', () => {
    let prefixes = 0;
    const faulty = (edits, text) => nodes_in(edits).forEach((node) => assert.deepEqual(faults(node), [], JSON.stringify(text)));
    for (const payload of corpora) {
      stream.reset();
      for (const byte of new TextEncoder().encode(payload)) {
        faulty(stream.append(Uint8Array.of(byte)), payload);
        prefixes += 1;
      }
      faulty(stream.finish(), payload);
      for (const text of [`[press](<${payload}>) ![picture](${payload})`, `[r]: ${payload}\n\n[r] and ![r]`]) {
        stream.reset();
        faulty(stream.append(text), text);
        faulty(stream.finish(), text);
      }
    }
    assert.ok(prefixes > 50_000, String(prefixes));
  });

  test('the check itself finds what it looks for', () => {
    assert.equal(faults({ kind: 'paragraph', children: [{ kind: 'link', href: 'javascript:alert(1)', children: [] }] }).length, 1);
    assert.equal(faults({ kind: 'image', src: 'data:image/svg+xml,<svg/>', alt: '' }).length, 1);
    assert.equal(faults({ kind: 'script', onclick: 'x' }).length, 2);
  });
});
