// tools/replay.js: plays a fixture in the page through the drawing code of the chat, and takes out of a recording what tells who took part. Loaded only when it is asked for.

import type { Effect, Event as CoreEvent, Output, Patch } from './gen/protocol';
import { Badge } from './badge';
import { learn } from './dom/draw';
import { formatsOf } from './dom/format';
import type { SaveOptions } from './events';
import type { App, Host } from './host';
import type { Options } from './options';
import { Palette } from './palette';
import { requestOf, wrongCall } from './requests';
import { coreRest, lazy } from './chunks';
import { Panel } from './panel';
import { compile, createCore, imports, type Core } from './wasm';

interface Header {
  deskbell: number;
  start: number;
  heading?: string;
}
type Line = CoreEvent & { at: number };

/** More ticks than this at one moment mean that the core asks for the same deadline again and again. */
const mostTicksAtOnce = 100;

/** The lines of a fixture; throws with the line's number. */
function parse(text: string): { header: Header; events: Line[] } {
  const lines = text.replace(/^\uFEFF/, '').split('\n').flatMap((line, index) => {
    if (!line.trim()) return [];
    try {
      return [JSON.parse(line) as Header | Line];
    } catch (error) {
      throw new Error(`line ${index + 1}: ${String(error)}`);
    }
  });
  const [header, ...events] = lines as [Header | undefined, ...Line[]];
  if (header?.deskbell !== 1 || !Number.isInteger(header.start)) throw new Error('line 1: the first line of a fixture has "deskbell":1 and "start"');
  return { header, events };
}

/** Starts a replay instead of a chat: the app of a page that booted with `replay`. */
export async function start(host: Host): Promise<App> {
  const { replay = '', replaySpeed = 0 } = host.options;
  const answer = await fetch(new URL(replay, location.href));
  if (!answer.ok) throw new Error(`${answer.status} ${replay}`);
  const { header, events } = parse(await answer.text());
  const [module, styles, rich] = await Promise.all([compile(host.wasm, () => lazy('core')), host.styles, lazy('rich')]);
  const core = await createCore(module, { ...header, title: header.heading ?? '' }, coreRest, () => lazy('core'));
  await core.complete();
  host.adopt(styles);
  learn(rich.drawers);
  host.adopt(rich.styles);
  const player = new Player(host, core, header.start);
  void player.play(events, replaySpeed);
  return player;
}

/** Plays as deskbell-replay does: the events in order, between them a tick at each deadline that the core asked for, languages when they are asked for. */
class Player implements App {
  private readonly panel: Panel;
  private readonly badge: Badge;
  private readonly palette: Palette;
  private formats = formatsOf('en');
  private now: number;
  private next: number | null = null;
  private readonly wanted: string[] = [];
  private patches: Patch[] = [];
  private over = false;

  constructor(private readonly host: Host, private readonly core: Core, private readonly begin: number) {
    this.now = begin;
    this.palette = new Palette(host.element, host.options);
    this.badge = new Badge(host);
    this.panel = new Panel('', {
      close: () => this.close(),
      text: (text) => void this.take({ event: 'text', text }),
      draft: (text) => void this.take({ event: 'draft', text }),
      typing: () => void this.take({ event: 'typing' }),
      file: () => undefined,
      press: (row, action, value) => void this.take({ event: 'action', row, action, ...(value === undefined ? {} : { value }) }),
      arrived: () => undefined,
      started: () => undefined,
      finished: () => undefined,
      adopt: (css) => host.adopt(css),
      misfit: (what) => this.failed(`a patch does not fit: ${what}`),
    }, host.layout === 'floating');
    host.root.insertBefore(this.panel.dom, host.launcher);
  }

  /** `speed`: 1 is the time that it took, 2 twice as fast; 0 all at once. */
  async play(events: readonly Line[], speed: number): Promise<void> {
    try {
      await this.take({ event: 'tick' });
      for (const event of events) {
        const at = this.begin + event.at;
        await this.pass(at, speed);
        if (this.over) return;
        await this.wait(at - this.now, speed);
        this.now = at;
        await this.take(event);
        // What was typed stands in the box; the core is told and does not tell it back.
        if (event.event === 'draft') this.panel.composer.hold(event.text ?? '');
      }
    } catch (error) {
      this.failed(error);
    }
    this.draw();
    this.host.emit('replayed', { fixture: this.host.options.replay ?? '' });
  }

  open(): void {
    if (this.panel.open) return;
    this.panel.show();
    this.host.opened(true);
    this.host.emit('open', undefined);
  }

  close(): void {
    if (!this.panel.open) return;
    this.host.opened(false);
    if (this.panel.hide()) this.host.launcher.focus();
    this.host.emit('close', undefined);
  }

  call(method: string, args: unknown[]): void {
    const wrong = method && wrongCall(method, args);
    if (wrong) return this.host.complain(wrong);
    const event = requestOf(method, args);
    if (event) void this.take(event);
  }

  update(options: Options): boolean {
    if (Object.keys(options).some((name) => !['locale', 'theme', 'accent'].includes(name))) return false;
    if ('locale' in options) void this.take({ event: 'language', lang: this.host.language() });
    this.palette.paint();
    return true;
  }

  destroy(): void {
    this.over = true;
    this.panel.destroy();
    this.palette.destroy();
    this.core.destroy();
  }

  /** Lets the time pass up to `until`, exclusive, with a tick at each deadline on the way. */
  private async pass(until: number, speed: number): Promise<void> {
    let ticks = 0;
    while (!this.over && this.next !== null && this.next < until) {
      const due = Math.max(this.next, this.now);
      ticks = due === this.now ? ticks + 1 : 0;
      if (ticks > mostTicksAtOnce) throw new Error('the core asks for ticks that change nothing');
      await this.wait(due - this.now, speed);
      this.now = due;
      await this.take({ event: 'tick' });
    }
  }

  private async wait(ms: number, speed: number): Promise<void> {
    if (speed <= 0) return;
    this.draw();
    await new Promise((resolve) => setTimeout(resolve, ms / speed));
  }

  private async take(event: CoreEvent | Line): Promise<void> {
    this.step(JSON.stringify(event));
    for (let lang = this.wanted.pop(); lang !== undefined && !this.over; lang = this.wanted.pop()) {
      const catalogue = await this.host.catalogue(lang);
      this.panel.words.load(catalogue as { page?: string[] });
      if (!this.over) this.step(JSON.stringify({ ...catalogue, event: 'catalogue' }));
    }
  }

  private step(event: string): void {
    if (this.over) return;
    const output = JSON.parse(this.core.handle(event, this.now) ?? '{}') as Output & { error?: unknown };
    if (output.next !== undefined) this.next = output.next;
    for (const effect of (output.effects ?? []) as Effect[]) if (effect.effect === 'load_language') this.wanted.push(effect.lang);
    this.patches.push(...(output.patches ?? []));
    this.draw();
  }

  private draw(): void {
    const { patches } = this;
    this.patches = [];
    if (!patches.length || this.over) return;
    for (const patch of patches) {
      if (patch.op === 'language') {
        this.formats = formatsOf(patch.language.lang);
        patch.language.dir = this.host.direction(patch.language.dir === 'rtl' ? 'rtl' : 'ltr');
      } else if (patch.op === 'launcher') {
        const { unread, label } = patch.launcher;
        this.badge.count(unread, label, this.formats);
      }
    }
    this.panel.apply(patches);
  }

  private failed(error: unknown): void {
    this.host.emit('error', { message: String(error) });
  }
}

interface ReplayExports {
  memory: WebAssembly.Memory;
  _initialize?: () => void;
  deskbell_input(length: number): number;
  deskbell_replay(length: number): number;
}

/** The address of the replay module, which redacts; build.mjs defines it. */
declare const DESKBELL_REPLAY_WASM: string;

/** The fixture with stand-ins for names, numbers, addresses and ids, made by the module that the replay tool is made of. */
async function redacted(wasm: Promise<Response>, fixture: string): Promise<string> {
  const core = (await (await compile(wasm))(imports)) as ReplayExports;
  core._initialize?.();
  const request = new TextEncoder().encode(JSON.stringify({ fixture, redact: true }));
  new Uint8Array(core.memory.buffer).set(request, core.deskbell_input(request.length));
  const at = core.deskbell_replay(request.length);
  const memory = new Uint8Array(core.memory.buffer);
  const answer = JSON.parse(new TextDecoder().decode(memory.subarray(at, memory.indexOf(0, at)))) as { output?: string; error?: { line: number; reason: string } };
  if (answer.output === undefined) throw new Error(`line ${answer.error?.line ?? 0}: ${answer.error?.reason ?? ''}`);
  return answer.output;
}

/** Makes a file of a recording; see ReplayModule. */
export async function save(recording: string | undefined, { redact = true, download = false }: SaveOptions = {}): Promise<File> {
  if (recording === undefined) throw new Error("nothing is being recorded: Deskbell('record', 'start')");
  const text = redact ? await redacted(fetch(new URL(DESKBELL_REPLAY_WASM, import.meta.url)), recording) : recording;
  const file = new File([text], 'conversation.jsonl', { type: 'application/jsonl' });
  if (download) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }
  return file;
}
