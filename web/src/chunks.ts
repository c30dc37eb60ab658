import type { DeskModule, ReplayModule } from './host';
import type * as core from './lazy/core';
import type * as extras from './lazy/extras';
import type * as qr from './lazy/qr';

/** The files that are loaded when they are needed, relative to app.js; build.mjs names them. */
declare const DESKBELL_LAZY: { extras: string; qr: string; core: string; tencent: string; replay: string };

interface Modules {
  extras: typeof extras;
  qr: typeof qr;
  core: typeof core;
  tencent: DeskModule;
  replay: ReplayModule;
}

export const lazy = <N extends keyof Modules>(name: N) => import(new URL(DESKBELL_LAZY[name], import.meta.url).href) as Promise<Modules[N]>;
