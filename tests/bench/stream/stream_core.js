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
  let [room, input] = [0, 0];
  // A view of memory that has grown is empty.
  const bytes_of = () => (memory.length ? memory : (memory = new Uint8Array(core.memory.buffer)));
  const take = (at) => JSON.parse(decoder.decode(bytes_of().subarray(at, memory.indexOf(0, at))));
  /** Writes a text; how many bytes it took. Most pieces are a few signs of ASCII, for which a call of the encoder is the longer way. */
  const write = (text, at) => {
    const bytes = bytes_of();
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      if (unit > 0x7f) return encoder.encodeInto(text, bytes.subarray(at)).written;
      bytes[at + index] = unit;
    }
    return text.length;
  };
  return {
    reset: () => core.deskbell_stream_reset(),
    /** Text, or bytes that may end inside a character. */
    append(chunk) {
      // A code unit becomes three bytes at most.
      const most = 3 * chunk.length;
      if (most > room) input = core.deskbell_input((room = most));
      if (typeof chunk === 'string') return take(core.deskbell_stream_append(write(chunk, input)));
      bytes_of().set(chunk, input);
      return take(core.deskbell_stream_append(chunk.length));
    },
    finish: () => take(core.deskbell_stream_finish()),
    memory: () => core.memory.buffer.byteLength,
  };
}
