// The private members that a minifier may rename without a look at anything else: those that stand in the sources only behind `this.` and where they are declared.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const declared = 'private (?:static )?(?:readonly )?(?:async )?(?:get |set )?';

/** @param {string} folder of the TypeScript sources @returns {string[]} */
export function private_names(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.ts'));
  const source = files.map((name) => readFileSync(join(folder, name), 'utf8').replace(/\/\*[^]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '').replace(/\s\/\/ .*$/gm, '')).join('\n');
  const tally = (pattern) => {
    const found = new Map();
    for (const [, name] of source.matchAll(pattern)) found.set(name, (found.get(name) ?? 0) + 1);
    return found;
  };
  const everywhere = tally(/\b(\w+)\b/g);
  const inside = tally(new RegExp(`(?:\\bthis\\.|\\b${declared})(\\w+)`, 'g'));
  const names = tally(new RegExp(`\\b${declared}(\\w+)`, 'g'));
  return [...names.keys()].filter((name) => inside.get(name) === everywhere.get(name)).sort();
}
