/** The core as the host sees it: JSON text in, JSON text out. */
export interface Core {
  /** An event → what is to change on the screen and to be done. `now`: milliseconds since 1970. */
  handle(event: string, now: number): string;
  destroy(): void;
}

interface Exports {
  memory: WebAssembly.Memory;
  _initialize?: () => void;
  deskbell_input(length: number): number;
  deskbell_create(length: number): number;
  deskbell_handle(handle: number, length: number, now: number): number;
  deskbell_destroy(handle: number): void;
}

/** Everything the module may ask of its host; a module that wants more is not ours. */
export const imports = {
  wasi_snapshot_preview1: {
    proc_exit: (code: number): never => {
      throw new Error(`the core stopped with code ${code}`);
    },
  },
  env: { emscripten_notify_memory_growth: (): void => undefined },
};

/** Makes an instance of the core. */
export type Instantiate = (wanted: object) => Promise<unknown>;

/** The module, compiled; where WebAssembly may not run (its absence, or a content security policy without 'wasm-unsafe-eval'), the same core as JavaScript. */
export async function compile(response: Promise<Response>, asJavaScript?: () => Promise<{ instantiate(wanted: object): unknown }>): Promise<Instantiate> {
  const answer = await response;
  try {
    // Streaming compilation wants the right media type; servers that do not know it are common.
    const module = await (/^application\/wasm\b/.test(answer.headers.get('content-type') ?? '') ? WebAssembly.compileStreaming(answer.clone()) : WebAssembly.compile(await answer.clone().arrayBuffer()));
    for (const { module: from, name } of WebAssembly.Module.imports(module)) {
      if (!Object.keys((imports as Record<string, object>)[from] ?? {}).includes(name)) throw new Error(`the core wants ${from}.${name}`);
    }
    return async (wanted) => (await WebAssembly.instantiate(module, wanted as WebAssembly.Imports)).exports;
  } catch (error) {
    if (!asJavaScript) throw error;
    console.debug(`Deskbell: no WebAssembly here, so the core runs as JavaScript: ${String(error)}`);
    const { instantiate } = await asJavaScript();
    return async (wanted) => instantiate(wanted);
  }
}

export async function createCore(instantiate: Instantiate, config: object): Promise<Core> {
  const core = (await instantiate(imports)) as Exports;
  core._initialize?.();
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();

  const give = (text: string): number => {
    const bytes = encoder.encode(text);
    const at = core.deskbell_input(bytes.length);
    if (at === 0) throw new Error(`the core takes no ${bytes.length} bytes at once`);
    // Memory may have grown with that call, and a view of the old memory is empty.
    new Uint8Array(core.memory.buffer).set(bytes, at);
    return bytes.length;
  };
  const take = (at: number): string => {
    const memory = new Uint8Array(core.memory.buffer);
    return decoder.decode(memory.subarray(at, memory.indexOf(0, at)));
  };

  const handle = core.deskbell_create(give(JSON.stringify(config)));
  if (handle <= 0) throw new Error('the core did not take its configuration');
  return {
    handle: (event, now) => take(core.deskbell_handle(handle, give(event), now)),
    destroy: () => core.deskbell_destroy(handle),
  };
}
