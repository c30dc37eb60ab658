import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The fixtures (*.jsonl) below a folder in the order of their names, or the file itself. */
export function fixturesBelow(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .map((name) => join(path, name))
    .flatMap((each) => (statSync(each).isDirectory() ? fixturesBelow(each) : each.endsWith('.jsonl') ? [each] : []));
}
