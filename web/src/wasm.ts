/** The core as the host sees it: JSON text in, JSON text out. */
export interface Core {
  /**
   * An event → what is to change on the screen and to be done. `now`: milliseconds since 1970. Nothing, when it needs the rest of the core: then it has not happened, and can be handed over again
   * after complete().
   */
  handle(event: string, now: number): string | undefined;
  /** Loads the rest of the core, if it is not there. Rejects when it cannot be loaded; it may be asked again. */
  complete(): Promise<void>;
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
export async function compile(response: Promise<Response>, asJavaScript?: WholeCore): Promise<Instantiate> {
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

/** The name by which the rest of the core knows the module that it is the rest of; build.mjs defines it. */
declare const DESKBELL_CORE: string;
/** What lies in `lazy/core.js`: the whole core, as JavaScript. */
type WholeCore = () => Promise<{ instantiate(wanted: object): unknown }>;

/** As many characters of events are kept at most for a core that falls; then the rest is loaded without need. */
const longestPast = 2_000_000;

/**
 * `rest`: what lies in a module of its own because a chat in words does not run it (web/bridge/everyday.txt). Until it is there, a call of it is a trap, which leaves the core in the middle of an event.
 * Such a core is left, and a new one is told all that the old one was: the same events at the same times make it the same.
 * Where the rest is kept from the page, or is not of this build (the files on the server are newer than the page), the new core is the whole one, as JavaScript.
 */
export async function createCore(instantiate: Instantiate, config: object, rest: () => Promise<WebAssembly.Module>, asJavaScript: WholeCore): Promise<Core> {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  let core: Exports;
  let handle: number;

  const give = (text: string): number => {
    const bytes = encoder.encode(text);
    const at = core.deskbell_input(bytes.length);
    if (at === 0) throw new Error(`the core takes no ${bytes.length} bytes at once`);
    // Memory may have grown with that call, and a view of the old memory is empty.
    new Uint8Array(core.memory.buffer).set(bytes, at);
    return bytes.length;
  };
  const tell = (event: string, now: number): string => {
    const at = core.deskbell_handle(handle, give(event), now);
    const memory = new Uint8Array(core.memory.buffer);
    return decoder.decode(memory.subarray(at, memory.indexOf(0, at)));
  };
  const make = async () => {
    core = (await instantiate(imports)) as Exports;
    core._initialize?.();
  };
  const create = () => {
    handle = core.deskbell_create(give(JSON.stringify(config)));
    if (handle <= 0) throw new Error('the core did not take its configuration');
  };

  await make();
  // As JavaScript it is whole, and has no table to put more into.
  let past: [string, number][] | undefined = '%table' in core! ? [] : undefined;
  let size = 0;
  let fell = false;
  let coming: Promise<void> | undefined;

  /** What it gives; nothing, when that wants the rest. */
  const attempt = <T>(act: () => T): T | undefined => {
    try {
      return act();
    } catch (error) {
      if (!past || !(error instanceof WebAssembly.RuntimeError)) throw error;
      fell = true;
      return undefined;
    }
  };
  const join = async () => {
    try {
      const module = await rest();
      if (fell) await make();
      new WebAssembly.Instance(module, { [DESKBELL_CORE]: core as unknown as WebAssembly.ModuleImports });
    } catch (error) {
      if (!fell) throw error;
      const whole = await asJavaScript().catch(() => {
        throw error;
      });
      instantiate = async (wanted) => whole.instantiate(wanted);
      await make();
    }
    const told = past!;
    past = undefined;
    if (!fell) return;
    fell = false;
    create();
    for (const [event, now] of told) tell(event, now);
  };
  const complete = async () => {
    if (past) await (coming ??= join().finally(() => (coming = undefined)));
  };

  attempt(create);
  return {
    handle: (event, now) => {
      if (fell) return undefined;
      return attempt(() => {
        const text = tell(event, now);
        past?.push([event, now]);
        if (past && (size += event.length) > longestPast) {
          size = 0;
          complete().catch(() => undefined);
        }
        return text;
      });
    },
    complete,
    destroy: () => {
      if (!fell) core.deskbell_destroy(handle);
    },
  };
}
