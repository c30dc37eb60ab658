/** The files that are loaded when they are needed, relative to app.js; build.mjs names them. */
declare const DESKBELL_LAZY: { extras: string; qr: string; core: string; tencent: string; replay: string };

interface Modules {
  extras: typeof import('./lazy/extras');
  qr: typeof import('./lazy/qr');
  core: typeof import('./lazy/core');
  tencent: import('./host').DeskModule;
  replay: import('./host').ReplayModule;
}

export const lazy = <N extends keyof Modules>(name: N) => import(new URL(DESKBELL_LAZY[name], import.meta.url).href) as Promise<Modules[N]>;
