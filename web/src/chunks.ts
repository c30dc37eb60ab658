import type { DeskModule, ReplayModule } from './host';
import type * as accent from './lazy/accent';
import type * as away from './lazy/away';
import type * as files from './lazy/files';
import type * as page from './lazy/page';
import type * as recorder from './lazy/recorder';
import type * as core from './lazy/core';
import type * as extras from './lazy/extras';
import type * as mentions from './lazy/mentions';
import type * as player from './lazy/player';
import type * as qr from './lazy/qr';
import type * as rich from './lazy/rich';
import type { MessageExtras } from './message_extras';

interface Modules {
  mentions: typeof mentions;
  player: typeof player;
  recorder: typeof recorder;
  page: typeof page;
  files: typeof files;
  away: typeof away;
  accent: typeof accent;
  core: typeof core;
  extras: typeof extras;
  message: MessageExtras;
  qr: typeof qr;
  '../tools/replay': ReplayModule;
  rich: typeof rich;
  tencent: DeskModule;
}

/** What stands before and behind the name of a file that is loaded when it is needed, relative to the file that asks; build.mjs defines it. */
declare const DESKBELL_LAZY: readonly [before: string, behind: string];

const failures: Partial<Record<keyof Modules, string>> = {};

/** Loads such a file. After a failure the next call asks under another address, since browsers remember a module that failed. */
export async function lazy<N extends keyof Modules>(name: N): Promise<Modules[N]> {
  try {
    return (await import(new URL(DESKBELL_LAZY[0] + name + DESKBELL_LAZY[1] + (failures[name] ?? ''), import.meta.url).href)) as Modules[N];
  } catch (error) {
    failures[name] = `${failures[name] ?? ''}&again`;
    throw error;
  }
}

let rest: Promise<WebAssembly.Module> | undefined;

async function loadRest(): Promise<WebAssembly.Module> {
  const answer = await fetch(new URL(`${DESKBELL_LAZY[0]}rest.wasm${DESKBELL_LAZY[1].slice(3)}`, import.meta.url));
  if (!answer.ok) throw new Error(`${answer.status} rest.wasm`);
  return WebAssembly.compile(await answer.arrayBuffer());
}

/** The rest of the core (wasm.ts), compiled once for all chats of the page. After a failure the next call asks again. */
export const coreRest = () =>
  (rest ??= loadRest().catch((error: unknown) => {
    rest = undefined;
    throw error;
  }));
