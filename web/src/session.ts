import type { Effect, Event as CoreEvent, Output, Patch } from './gen/protocol';
import { richNode } from './dom/late_kinds';
import { Pace } from './pace';
import type { Recorder } from './recorder';
import type { Core } from './wasm';

export interface SessionHost {
  /** Once per frame, with everything that came in since. */
  draw(patches: Patch[]): void;
  perform(effect: Effect): void;
  /** Loads what draws the nodes of rich.ts; settled when they can be drawn, or cannot be loaded. */
  learn(): Promise<unknown>;
  /** Whether everything waits for a part of the core that could not be loaded yet. */
  partMissing(is: boolean): void;
  failed(error: unknown): void;
}

// setTimeout takes a signed 32-bit number of milliseconds.
const longestTimeout = 2_147_483_647;
/** As many patches as a frame draws of a flood; the rest comes with the next ones. */
const mostAtOnce = 50;
// Between attempts to load the rest of the core, in milliseconds.
const firstWait = 1000;
const longestWait = 15_000;

/** Runs the core: events in, in order, those from before it is there first; patches out once per animation frame; effects at once; the core's deadline as a timer. */
export class Session {
  private readonly events: string[] = [];
  private patches: Patch[] = [];
  private readonly pace = new Pace();
  private readonly still = matchMedia('(prefers-reduced-motion: reduce)');
  private frame = 0;
  private late: ReturnType<typeof setTimeout> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;
  /** Whether what draws the nodes of rich.ts is there; while it is on its way nothing is drawn, so that everything stands in order. */
  private rich: 'absent' | 'coming' | 'there' = 'absent';
  private over = false;
  /** Not before it is made, nor while its rest is on its way; then events wait. */
  private core: Core | undefined;

  constructor(private readonly host: SessionHost, private readonly recorder?: Recorder) {}

  run(core: Core): void {
    this.core = core;
    this.dispatchAll();
  }

  /** Hands an event to the core; from inside an effect it waits until the core is done with the one before. */
  dispatch(event: CoreEvent | string): void {
    this.events.push(typeof event === 'string' ? event : JSON.stringify(event));
    this.dispatchAll();
  }

  private dispatchAll(): void {
    if (this.running || this.over) return;
    this.running = true;
    try {
      while (this.core && this.events.length) this.step(this.core, this.events.shift()!);
    } finally {
      this.running = false;
    }
  }

  /** Loads the rest of the core, however long that takes, and goes on. */
  private async complete(core: Core): Promise<void> {
    this.core = undefined;
    // What needs the rest is hardly ever drawn without it.
    if (this.rich === 'absent') void this.learn();
    for (let wait = firstWait; !this.over; wait = Math.min(2 * wait, longestWait)) {
      try {
        await core.complete();
        break;
      } catch (error) {
        if (this.over) return;
        this.host.partMissing(true);
        this.host.failed(error);
        await new Promise((done) => setTimeout(done, wait));
      }
    }
    if (!this.over) this.host.partMissing(false);
    this.run(core);
  }

  destroy(): void {
    this.over = true;
    clearTimeout(this.timer);
    clearTimeout(this.late);
    cancelAnimationFrame(this.frame);
    this.core?.destroy();
  }

  /** Draws what is waiting now, for a caller that is about to look at the page. */
  flush(): void {
    this.draw(Infinity, Infinity);
  }

  /** Draws what is due at `until` (Date.now(); what flows may wait for a later frame), `most` patches at the most. */
  private draw(until: number, most = mostAtOnce): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.late);
    this.frame = 0;
    if (this.rich === 'coming') return;
    const patches = [...this.patches, ...this.pace.take(this.still.matches || document.hidden ? Infinity : until)];
    this.patches = patches.splice(most);
    if (this.over) return;
    if (this.pace.waiting || this.patches.length) this.request();
    if (!patches.length) return;
    try {
      this.host.draw(patches);
    } catch (error) {
      this.host.failed(error);
    }
  }

  private request(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => this.draw(Date.now()));
    // Pages in the background get no frames, but their screen readers and unread counts go on.
    this.late = setTimeout(() => this.draw(Infinity), 250);
  }

  private async learn(): Promise<void> {
    this.rich = 'coming';
    try {
      await this.host.learn();
      this.rich = 'there';
    } catch (error) {
      // Their words still show; the next one asks again.
      this.rich = 'absent';
      this.host.failed(error);
    }
    this.draw(Date.now());
  }

  private step(core: Core, event: string): void {
    let output: Output;
    try {
      const now = Date.now();
      let text: string | undefined = '';
      try {
        text = core.handle(event, now);
      } finally {
        if (text !== undefined) this.recorder?.take(event, now);
      }
      if (text === undefined) {
        this.events.unshift(event);
        void this.complete(core);
        return;
      }
      if (this.rich === 'absent' && richNode.test(text)) void this.learn();
      output = JSON.parse(text) as Output;
    } catch (error) {
      this.host.failed(error);
      return;
    }
    if (output.error) this.host.failed(`${JSON.stringify(output.error)} for ${event.slice(0, 200)}`);
    for (const note of output.notes ?? []) console.debug(`Deskbell: ${note}`);
    this.patches.push(...this.pace.put(output.patches ?? [], Date.now()));
    if (this.patches.length || this.pace.waiting) this.request();
    if (output.next !== undefined) this.schedule(output.next);
    for (const effect of output.effects ?? []) {
      try {
        this.host.perform(effect);
      } catch (error) {
        this.host.failed(error);
      }
    }
  }

  private schedule(next: number | null): void {
    clearTimeout(this.timer);
    if (next === null || this.over) return;
    this.timer = setTimeout(() => this.dispatch({ event: 'tick' }), Math.min(Math.max(0, next - Date.now()), longestTimeout));
  }
}
