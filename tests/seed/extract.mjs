// node tests/seed/extract.mjs --seed FILE --out tests/fixtures/seed
//
// Makes the fixtures of the seed's samples: each that the desk sends, as a conversation with this message in it; each that is no JSON as printed, once more with the
// printed text as payload; and samples.json with all values, which the tests of what the visitor sends compare with. Everything else in the folder stays.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { readSeed } from './read_seed.mjs';

const start = 1765000000000;
const desk = '@customer_service_account';
const visitor = 'visitor-1';

/** Sent by the visitor: tests/fixtures/seed/sent has them do what causes it. */
const sentByVisitor = new Set(['07-trigger', '10-evaluation-answer', '24-request-evaluation', '27-end-session', '32-option-info', '33-task-form-answer']);

function message(id, second, type, payload) {
  return { ID: id, type, payload, flow: 'in', from: desk, to: visitor, time: start / 1000 + second, sequence: second, nick: 'Desk' };
}

function fixture(title, messages) {
  const lines = [
    { deskbell: 1, title, lang: 'zh_cn', start, user: { id: visitor } },
    { at: 0, event: 'net', state: 'connected' },
    { at: 0, event: 'open' },
    ...messages.map((each, index) => ({ at: 1000 * (index + 1), event: 'message', message: each })),
  ];
  return lines.map((line) => JSON.stringify(line) + '\n').join('');
}

/** All files of the seed's samples by their path. */
export function filesOf(seed) {
  const samples = readSeed(seed);
  const files = new Map();
  files.set('samples.json', JSON.stringify(Object.fromEntries(samples.map(({ name, value }) => [name, value])), null, 2) + '\n');
  for (const { name, value, printed, isJson } of samples) {
    const custom = (data) => message('m-2', 2, 'TIMCustomElem', { data, description: '', extension: '' });
    if (!sentByVisitor.has(name)) files.set(`received/${name}.jsonl`, fixture(`Seed sample ${name}`, [custom(JSON.stringify(value))]));
    if (!isJson) {
      const neighbours = ['before', 'after'].map((text, index) => message(`m-${1 + 2 * index}`, 1 + 2 * index, 'TIMTextElem', { text }));
      files.set(`as-printed/${name}.jsonl`, fixture(`Seed sample ${name}, its text as printed`, [neighbours[0], custom(printed), neighbours[1]]));
    }
  }
  return files;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, out: { type: 'string' } } });
  if (!values.seed || !values.out) {
    console.error('usage: node tests/seed/extract.mjs --seed FILE --out FOLDER');
    process.exit(2);
  }
  const files = filesOf(readFileSync(values.seed, 'utf8'));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(values.out, path)), { recursive: true });
    writeFileSync(join(values.out, path), text);
  }
  console.log(`${files.size} files written`);
}
