import type { CodeText } from './dom/code_text';

/** The lazily loaded file that knows languages, relative to this one; build.mjs names it. Empty: there is none. */
declare const DESKBELL_COLOURS: string;

/** What that file exports. */
export interface Colours {
  /** Marks the words of a code in the colours of its language; a language that it does not know leaves the code as it is. */
  paint(code: Element, source: string, lang: string): void;
}

/** A code that has not grown for so long is complete enough to be coloured. */
const rest = 300;
/** Longer codes keep one colour: reading them would block the page. */
const longest = 30_000;

interface Waiting {
  lang: string;
  changed: number;
}

const waiting = new Map<CodeText, Waiting>();
let timer: ReturnType<typeof setTimeout> | undefined;
let loaded: Promise<Colours> | undefined;

/** Colours a code once it rests, with what is loaded at the first need. Ranges are marked, no node is touched: text and selection stay as they are. */
export function colour(code: CodeText, lang: string): void {
  if (!DESKBELL_COLOURS || !('highlights' in CSS)) return;
  waiting.set(code, { lang, changed: performance.now() });
  timer ??= setTimeout(look, rest);
}

function look(): void {
  timer = undefined;
  const now = performance.now();
  for (const [code, { lang, changed }] of waiting) {
    if (now - changed < rest) continue;
    waiting.delete(code);
    if (code.source.length > longest) continue;
    loaded ??= import(new URL(DESKBELL_COLOURS, import.meta.url).href) as Promise<Colours>;
    loaded.then(({ paint }) => {
      if (code.dom.isConnected && !waiting.has(code)) paint(code.dom, code.source, lang);
    }).catch((error: unknown) => console.debug(`Deskbell: no colours: ${String(error)}`));
  }
  if (waiting.size) timer = setTimeout(look, rest);
}
