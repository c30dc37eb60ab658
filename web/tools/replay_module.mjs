// deskbell-replay.wasm under Node.
import { readFile } from 'node:fs/promises';

/** Loads the module and gives `replay({fixture, as, lang, width})` → `{ok, output}` or `{error: {line, column, reason}}`. */
export async function loadReplay(path) {
  let memory;
  const imports = {
    env: { emscripten_notify_memory_growth() {} },
    wasi_snapshot_preview1: {
      proc_exit(code) {
        throw new Error(`the module stopped with code ${code}`);
      },
    },
  };
  const { instance } = await WebAssembly.instantiate(await readFile(path), imports);
  const { _initialize, deskbell_input, deskbell_replay } = instance.exports;
  memory = instance.exports.memory;
  _initialize?.();
  return (request) => {
    const bytes = new TextEncoder().encode(JSON.stringify(request));
    const input = deskbell_input(bytes.length);
    new Uint8Array(memory.buffer, input, bytes.length).set(bytes);
    const output = deskbell_replay(bytes.length);
    const heap = new Uint8Array(memory.buffer);
    return JSON.parse(new TextDecoder().decode(heap.subarray(output, heap.indexOf(0, output))));
  };
}
