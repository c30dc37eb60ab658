// lazy/code_colours.js: the colours of code. Loaded when the first code block with a language is complete.

import bash from 'highlight.js/lib/languages/bash';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { createLowlight } from 'lowlight';
import styles from './code_colours.css';

const low = createLowlight({ bash, cpp, csharp, css, go, java, javascript, json, php, python, rust, sql, typescript, xml, yaml });

/** The colour of each of highlight.js's scopes; the others keep the text's. */
const kinds: Record<string, string> = {};
for (const [kind, scopes] of Object.entries({
  comment: 'comment quote',
  keyword: 'keyword selector-tag built_in literal name doctag meta',
  text: 'string regexp addition selector-attr selector-pseudo',
  number: 'number symbol bullet variable template-variable',
  title: 'title function_ section selector-id',
  type: 'type class_ attr attribute params_ selector-class',
})) for (const scope of scopes.split(' ')) kinds[scope] = kind;

type Tree = ReturnType<typeof low.highlight>['children'];

/** The coloured stretches of a text, in order: [from, to, kind]. */
function* stretches(tree: Tree, from = { at: 0 }, kind?: string): Generator<[number, number, string]> {
  for (const node of tree) {
    if (node.type === 'text') {
      const begin = from.at;
      from.at += node.value.length;
      if (kind) yield [begin, from.at, kind];
    } else if (node.type === 'element') {
      const names = node.properties['className'];
      const scope = Array.isArray(names) ? names.map((name) => kinds[String(name).replace(/^hljs-/, '')]).find((found) => found) : undefined;
      yield* stretches(node.children as Tree, from, scope ?? kind);
    }
  }
}

const painted = new WeakMap<Element, StaticRange[]>();

function forget(code: Element): void {
  for (const range of painted.get(code) ?? []) for (const mark of CSS.highlights.values()) mark.delete(range);
}

const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);

export function paint(code: Element, source: string, lang: string): void {
  if (!low.registered(lang)) return;
  const root = code.getRootNode();
  if (!(root instanceof ShadowRoot)) return;
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  forget(code);
  const ranges: StaticRange[] = [];
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  let text = walker.nextNode() as Text | null;
  let begin = 0;
  for (const [from, to, kind] of stretches(low.highlight(lang, source).children)) {
    const name = `deskbell-${kind}`;
    const mark = CSS.highlights.get(name) ?? new Highlight();
    CSS.highlights.set(name, mark);
    for (let at = from; at < to && text;) {
      const end = begin + text.length;
      if (at >= end) {
        begin = end;
        text = walker.nextNode() as Text | null;
        continue;
      }
      const range = new StaticRange({ startContainer: text, startOffset: at - begin, endContainer: text, endOffset: Math.min(to, end) - begin });
      mark.add(range);
      ranges.push(range);
      at = Math.min(to, end);
    }
  }
  painted.set(code, ranges);
  // Codes that have gone from the page since would be kept for ever.
  for (const mark of CSS.highlights.values()) for (const range of mark) if (!range.startContainer.isConnected) mark.delete(range);
}
