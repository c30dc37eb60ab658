#!/usr/bin/env node
// deskbell-replay over WebAssembly: prints fixtures just as the native tool does. Comparing with goldens is the native tool's work; tests/parity.mjs holds both together.
//
//     node web/tools/deskbell-replay.mjs [--wasm FILE] [--as text|effects|patches|state] [--lang L] [--width N] FIXTURE…
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fixturesBelow } from './fixtures.mjs';
import { loadReplay } from './replay_module.mjs';

const usage = 'usage: deskbell-replay.mjs [--wasm FILE] [--as text|effects|patches|state] [--lang L] [--width N] FIXTURE…';

function fail(message) {
  console.error(message);
  process.exit(2);
}

function settings() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        wasm: { type: 'string', default: fileURLToPath(new URL('../../build/web/deskbell-replay.wasm', import.meta.url)) },
        as: { type: 'string', default: 'text' },
        lang: { type: 'string', default: '' },
        width: { type: 'string', default: '80' },
      },
    });
  } catch (error) {
    return fail(`${error.message}\n${usage}`);
  }
}

const { values, positionals } = settings();
const width = Number(values.width);
if (positionals.length === 0) fail(usage);
if (!Number.isInteger(width) || width < 20 || width > 1000) fail('--width: a number from 20 to 1000');
for (const path of positionals) if (!statSync(path, { throwIfNoEntry: false })) fail(`${path}: no such file or folder`);
const fixtures = positionals.flatMap(fixturesBelow);
if (fixtures.length === 0) fail('no fixture (*.jsonl) found');

const replay = await loadReplay(values.wasm).catch((error) => fail(`${values.wasm}: ${error.message}`));
for (const path of fixtures) {
  const { output, error } = replay({ fixture: readFileSync(path, 'utf8'), as: values.as, lang: values.lang, width });
  if (error) {
    const place = error.line > 0 ? `:${error.line}${error.column > 0 ? `:${error.column}` : ''}` : '';
    console.error(`${path}${place}: ${error.reason}`);
    process.exitCode = 2;
    continue;
  }
  if (fixtures.length > 1) process.stdout.write(`### ${path}\n`);
  process.stdout.write(output);
}
