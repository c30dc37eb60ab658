// node tests/parity.mjs --native PROGRAM --wasm MODULE FOLDER…
//
// Every fixture gives the same bytes natively and in WebAssembly: the final screen and the effects.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fixturesBelow } from '../web/tools/fixtures.mjs';
import { loadReplay } from '../web/tools/replay_module.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { native: { type: 'string' }, wasm: { type: 'string' } },
});
if (!values.native || !values.wasm || positionals.length === 0) {
  console.error('usage: node tests/parity.mjs --native PROGRAM --wasm MODULE FOLDER…');
  process.exit(2);
}

const replay = await loadReplay(values.wasm);
let passed = 0;
let failed = 0;
for (const path of positionals.flatMap(fixturesBelow)) {
  for (const as of ['text', 'effects']) {
    const native = spawnSync(values.native, ['--as', as, path], { encoding: 'utf8', maxBuffer: 1 << 26 });
    const wasm = replay({ fixture: readFileSync(path, 'utf8'), as });
    if (native.status === 0 && wasm.output === native.stdout) {
      passed += 1;
      continue;
    }
    failed += 1;
    const wasmSays = wasm.error ? JSON.stringify(wasm.error) : wasm.output;
    console.log(`${path} --as ${as}: native and WebAssembly differ\n--- native (exit ${native.status})\n${native.stdout}${native.stderr}--- wasm\n${wasmSays}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
