// ./dev bench markdown [--json]: what a streamed answer costs the core, in instructions a byte of it, counted by callgrind: no clock, so a busy machine tells the same.
// needs: markdown-bench (and valgrind)
// Growth is the exponent of instructions over bytes from 32 KB to 256 KB; 1 is linear.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tell } from './bench.mjs';
import { answer, inputs } from './stream/inputs.mjs';

const program = process.env.DESKBELL_MARKDOWN_BENCH;
const sizes = [4 << 10, 32 << 10, 256 << 10];
const folder = mkdtempSync(join(tmpdir(), 'deskbell-bench-'));

/** Of streaming the text, without reading the file. */
function instructions(text) {
  const [file, out] = ['text.md', 'callgrind.out'].map((name) => join(folder, name));
  writeFileSync(file, text);
  execFileSync('valgrind', ['--tool=callgrind', `--callgrind-out-file=${out}`, '--toggle-collect=*stream_whole_text*', program, file], { stdio: ['ignore', 'ignore', 'pipe'] });
  const count = Number(/^(?:totals|summary): (\d+)/m.exec(readFileSync(out, 'utf8'))?.[1]);
  if (!(count > text.length)) throw new Error(`callgrind counted ${count} instructions`);
  return count;
}

const figures = [];
try {
  for (const input of inputs) {
    const counts = sizes.map((size) => {
      const { text } = answer(input, size);
      const bytes = Buffer.byteLength(text);
      const count = instructions(text);
      figures.push({ what: `${input}, ${size >> 10} KB`, value: Math.round(count / bytes), unit: 'instructions a byte' });
      return { bytes, count };
    });
    const [, middle, large] = counts;
    const growth = Math.log(large.count / middle.count) / Math.log(large.bytes / middle.bytes);
    figures.push({ what: `${input}, growth`, value: Number(growth.toFixed(3)), unit: '(exponent)', goal: 1.1 });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
tell('markdown', figures);
