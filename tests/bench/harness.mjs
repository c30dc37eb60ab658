// ./dev bench harness [--json]: the harness's player on a conversation of 10 000 events: opening, looking at it once, going to places in it. Times are processor time.
// DESKBELL_HARNESS_BENCH names the program. needs: harness
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tell } from './bench.mjs';

const events = 10_000;
const start = 1765000000000;
const desk = '@customer_service_account';

const custom = (id, second, value) => ({
  ID: id, type: 'TIMCustomElem', payload: { data: JSON.stringify({ customerServicePlugin: 0, ...value }) }, flow: 'in', from: desk, to: 'visitor-1',
  time: start / 1000 + second, sequence: second, nick: 'Desk',
});
const markdown = (n) => `Answer **${n}**: see [the page](https://example.com/${n}) and\n\n1. open it\n2. press *next*\n\n| a | b |\n|---|---|\n| ${n} | \`code\` |`;

/** Two thirds of the events are a new message each, one third lets a stream grow. */
function fixture() {
  const lines = [{ deskbell: 1, title: 'Long', lang: 'en', start, user: { id: 'visitor-1' } }, { at: 0, event: 'net', state: 'connected' }, { at: 0, event: 'open' }];
  let chunks = [];
  for (let i = 0; lines.length <= events; i += 1) {
    const at = 1000 * (i + 1);
    const stream = i - (i % 6) + 3;
    const take = (message) => lines.push({ at, event: 'message', message });
    switch (i % 6) {
      case 0: take({ ...custom(`m-${i}`, i, {}), type: 'TIMTextElem', payload: { text: `Line ${i}` } }); break;
      case 1: take(custom(`m-${i}`, i, { src: '30', content: markdown(i) })); break;
      case 2: take(custom(`m-${i}`, i, { src: '15', content: { header: 'What is it about?', items: ['Delivery', 'Refund', 'Else'].map((content) => ({ content })) } })); break;
      case 3: chunks = [markdown(i)]; take(custom(`s-${i}`, i, { src: '31', chunks, isFinished: 0 })); break;
      default: {
        chunks = [...chunks, ` and piece ${i}`];
        lines.push({ at, event: 'modified', message: custom(`s-${stream}`, stream, { src: '31', chunks, isFinished: i % 6 === 5 ? 1 : 0 }) });
      }
    }
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

const folder = mkdtempSync(join(tmpdir(), 'deskbell-bench-'));
try {
  const file = join(folder, 'long.jsonl');
  writeFileSync(file, fixture());
  const { status, stdout, stderr } = spawnSync(process.env.DESKBELL_HARNESS_BENCH, [file], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`deskbell-harness-bench ended with ${status}: ${stderr}`);
  const seen = JSON.parse(stdout);
  const ms = (seconds) => Math.round(seconds * 10_000) / 10;
  tell('harness', [
    { what: `opening ${events} events`, value: ms(seen.open), unit: 'ms' },
    { what: 'looking at all of them once, in slices', value: Math.round(seen.look * 10) / 10, unit: 's' },
    { what: 'the longest slice', value: ms(seen.longest_slice), unit: 'ms' },
    { what: 'copies kept', value: seen.copies, unit: 'copies' },
    { what: 'their memory', value: Math.round(seen.copies_bytes / 1e6), unit: 'MB', goal: 1074 },
    { what: 'going to any event, median', value: ms(seen.seek_median), unit: 'ms', goal: 100 },
    { what: 'going to any event, 95 of 100', value: ms(seen.seek_95th), unit: 'ms', goal: 250 },
  ]);
} finally {
  rmSync(folder, { recursive: true });
}
