// ./dev bench replay [--json]: 1000 fixtures of 100 events, played by the native replay tool on all cores. DESKBELL_REPLAY names the program.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, tell } from './bench.mjs';

const fixtures = 1000;
const events = 100;
const start = 1765000000000;
const desk = '@customer_service_account';

const markdown = (n) => `Answer **${n}**: see [the page](https://example.com/${n}) and\n\n1. open it\n2. press *next*\n\n| a | b |\n|---|---|\n| ${n} | \`code\` |`;
const custom = (id, second, value) => ({
  ID: id, type: 'TIMCustomElem', payload: { data: JSON.stringify({ customerServicePlugin: 0, ...value }) }, flow: 'in', from: desk, to: 'visitor-1',
  time: start / 1000 + second, sequence: second, nick: 'Desk',
});

/** One conversation: what the visitor writes and how it is taken, texts, rich texts, choices and a growing stream. */
function fixture(number) {
  const lines = [{ deskbell: 1, title: `Benchmark ${number}`, lang: 'en', start, user: { id: 'visitor-1' } }];
  lines.push({ at: 0, event: 'net', state: 'connected' }, { at: 0, event: 'open' }, { at: 20, event: 'sent', client_id: 'c1' });
  let chunks = [];
  for (let i = 0; lines.length <= events; i += 1) {
    const at = 1000 * (i + 1);
    const id = `m-${i}`;
    const take = (message) => lines.push({ at, event: 'message', message });
    switch (i % 6) {
      case 0: take({ ...custom(id, i, {}), type: 'TIMTextElem', payload: { text: `Line ${i} of conversation ${number}` } }); break;
      case 1: take(custom(id, i, { src: '30', content: markdown(i + number) })); break;
      case 2: take(custom(id, i, { src: '15', content: { header: 'What is it about?', items: ['Delivery', 'Refund', 'Else'].map((content) => ({ content })) } })); break;
      case 3: chunks = [markdown(i)]; take(custom(`s-${i}`, i, { src: '31', chunks, isFinished: 0 })); break;
      default: {
        chunks = [...chunks, ` and piece ${i} of it`];
        lines.push({ at, event: 'modified', message: custom(`s-${i - (i % 6) + 3}`, i - (i % 6) + 3, { src: '31', chunks, isFinished: i % 6 === 5 ? 1 : 0 }) });
      }
    }
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

const folder = mkdtempSync(join(tmpdir(), 'deskbell-bench-'));
try {
  const corpus = join(folder, 'fixtures');
  mkdirSync(corpus);
  for (let i = 0; i < fixtures; i += 1) writeFileSync(join(corpus, `${String(i).padStart(4, '0')}.jsonl`), fixture(i));
  const play = (...parameters) => {
    const { status, stderr } = spawnSync(process.env.DESKBELL_REPLAY, [...parameters, corpus], { encoding: 'utf8', maxBuffer: 1 << 28 });
    if (status !== 0) throw new Error(`deskbell-replay ended with ${status}: ${stderr}`);
  };
  const screens = median(3, () => play());
  play('--rebaseline');
  const checks = median(3, () => play('--check'));
  const round = (value) => Math.round(value * 1000) / 1000;
  tell('replay', [
    { what: `${fixtures} fixtures of ${events} events, printed`, value: round(screens), unit: 's', goal: 5 },
    { what: `${fixtures} fixtures of ${events} events, checked against goldens`, value: round(checks), unit: 's', goal: 5 },
    { what: 'events a second, printed', value: Math.round((fixtures * events) / screens), unit: 'events/s' },
  ]);
} finally {
  rmSync(folder, { recursive: true });
}
