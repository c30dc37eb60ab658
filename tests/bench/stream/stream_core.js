// The markdown stream as the page would call it: text in, edits of the node tree out. Also used by Node tests.

export async function open_stream(bytes) {
  const { instance } = await WebAssembly.instantiate(bytes, {
    env: { emscripten_notify_memory_growth: () => undefined },
    wasi_snapshot_preview1: { proc_exit: (code) => { throw new Error(`the stream stopped with code ${code}`); } },
  });
  const core = instance.exports;
  core._initialize?.();
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  let memory = new Uint8Array(0);
  // A view of memory that has grown is empty.
  const bytes_of = () => (memory.length ? memory : (memory = new Uint8Array(core.memory.buffer)));
  const take = (at) => JSON.parse(decoder.decode(bytes_of().subarray(at, memory.indexOf(0, at))));
  return {
    reset: () => core.deskbell_stream_reset(),
    /** Text, or bytes that may end inside a character. */
    append(chunk) {
      const text = typeof chunk === 'string' ? encoder.encode(chunk) : chunk;
      const at = core.deskbell_input(text.length);
      bytes_of().set(text, at);
      return take(core.deskbell_stream_append(text.length));
    },
    finish: () => take(core.deskbell_stream_finish()),
    memory: () => core.memory.buffer.byteLength,
  };
}
