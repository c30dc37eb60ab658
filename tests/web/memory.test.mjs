// A long conversation stays small: a hundred answers of 32 KB each, streamed in pieces as the desk sends them, take less than 32 MB of the module's memory. In Node, on the page's module, whole.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { answer as answer_of } from '../bench/stream/inputs.mjs';
import { dist, top } from './support.mjs';

const start = 1765000000000;

/** A session in the page's module: `take(event)` gives the output. */
async function open_session() {
  const { instance } = await WebAssembly.instantiate(readFileSync(join(top, 'build/web/deskbell-whole.wasm')), {
    env: { emscripten_notify_memory_growth: () => undefined },
    wasi_snapshot_preview1: { proc_exit: (code) => { throw new Error(`the module stopped with code ${code}`); } },
  });
  const core = instance.exports;
  core._initialize?.();
  const put = (value) => {
    const bytes = new TextEncoder().encode(JSON.stringify(value));
    new Uint8Array(core.memory.buffer).set(bytes, core.deskbell_input(bytes.length));
    return bytes.length;
  };
  const text_at = (at) => {
    const memory = new Uint8Array(core.memory.buffer);
    return new TextDecoder().decode(memory.subarray(at, memory.indexOf(0, at)));
  };
  const handle = core.deskbell_create(put({ lang: 'en', ids: 'm-', start }));
  assert.ok(handle > 0);
  return {
    take: (event, now) => {
      const length = put(event);
      return JSON.parse(text_at(core.deskbell_handle(handle, length, now)));
    },
    bytes: () => core.memory.buffer.byteLength,
  };
}

test('a hundred streamed answers of 32 KB stay under 32 MB', async (context) => {
  const session = await open_session();
  const catalogue = JSON.parse(readFileSync(join(dist, 'lang/en.json'), 'utf8'));
  let now = start;
  const take = (event) => {
    now += 100;
    const output = session.take(event, now);
    assert.equal(output.error, undefined, JSON.stringify(output.error));
    return output;
  };
  take({ ...catalogue, event: 'catalogue' });
  take({ event: 'net', state: 'connected' });
  take({ event: 'open' });
  take({ event: 'history', messages: [], complete: true });
  const answer = answer_of('mixed', 32 << 10).text;
  const size = 2048;
  const message = (number, upto, finished) => ({
    ID: `m${number}`, type: 'TIMCustomElem', flow: 'in', from: '@customer_service_account', to: 'visitor-1', time: Math.floor(start / 1000) + number, sequence: number,
    payload: { data: JSON.stringify({ customerServicePlugin: 0, src: '31', chunks: [answer.slice(0, upto)], isFinished: finished ? 1 : 0 }), description: '', extension: '' },
  });
  let patches = 0;
  for (let number = 1; number <= 100; number += 1) {
    for (let upto = size; upto < answer.length + size; upto += size) {
      const event = upto === size ? 'message' : 'modified';
      patches += take({ event, message: message(number, upto, upto >= answer.length) }).patches.length;
    }
    if (number === 1 || number === 10) context.diagnostic(`${number} answers: ${(session.bytes() / 2 ** 20).toFixed(1)} MiB`);
  }
  context.diagnostic(`100 answers: ${(session.bytes() / 2 ** 20).toFixed(1)} MiB`);
  assert.ok(patches > 1600, `${patches} patches`);
  assert.ok(session.bytes() < 32e6, `${session.bytes()} bytes`);
});
